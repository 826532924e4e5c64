"""Draws small enough to solve on paper."""

from __future__ import annotations

from tests.enrolment.draw_instances import draw_of, evening, in_order, section
from yexiao.enrolment._draw import Person, Result, Seat, Unseated, run_draw


def seats_of(result: Result) -> list[tuple[str, str, int, int]]:
    return [(seat.person, seat.section, seat.choice, seat.round) for seat in result.seats]


def test_without_pools_each_in_turn_takes_the_best_free_choice():
    # Order ann, bob, cat. One seat in x, one in y. ann takes x; bob finds x full and takes y; cat's
    # only choice is x.
    ann, bob, cat = in_order(3)
    people = [Person(cat, ("x",)), Person(bob, ("x", "y")), Person(ann, ("x", "y"))]

    result = run_draw(draw_of([section("x", 1), section("y", 1)], people))

    assert result.order == (ann, bob, cat)
    assert seats_of(result) == [(ann, "x", 1, 1), (bob, "y", 2, 1)]
    assert result.unseated == (Unseated(cat, "all_choices_full"),)


def test_a_reserved_seat_goes_to_a_member_who_stands_later():
    # Two seats, one kept for job-seekers. ann and bob stand before cat, but only cat seeks a job: cat
    # takes the reserved seat, ann the open one.
    ann, bob, cat = in_order(3)
    people = [Person(ann, ("x",)), Person(bob, ("x",)), Person(cat, ("x",), ("job-seekers",))]

    result = run_draw(draw_of([section("x", 2, job_seekers=1)], people))

    assert seats_of(result) == [(ann, "x", 1, 1), (cat, "x", 1, 1)]


def test_a_reserve_is_a_floor_that_a_well_placed_member_fills():
    # The same, but ann seeks a job too: her seat fills the reserve, so the open one goes to bob.
    ann, bob, cat = in_order(3)
    people = [
        Person(ann, ("x",), ("job-seekers",)),
        Person(bob, ("x",)),
        Person(cat, ("x",), ("job-seekers",)),
    ]

    result = run_draw(draw_of([section("x", 2, job_seekers=1)], people))

    assert seats_of(result) == [(ann, "x", 1, 1), (bob, "x", 1, 1)]


def test_a_reserve_nobody_claims_is_released():
    ann, bob = in_order(2)
    people = [Person(ann, ("x",)), Person(bob, ("x",))]

    result = run_draw(draw_of([section("x", 2, job_seekers=2)], people))

    assert seats_of(result) == [(ann, "x", 1, 1), (bob, "x", 1, 1)]


def test_who_is_pushed_out_by_a_reserve_asks_the_next_choice():
    # One seat in x, reserved for the firm. ann asks x first and holds it until cat, of the firm, asks;
    # then ann asks y and pushes out bob, who stands after her; bob has z left.
    ann, bob, cat = in_order(3)
    people = [Person(ann, ("x", "y")), Person(bob, ("y", "z")), Person(cat, ("x",), ("firm",))]

    result = run_draw(draw_of([section("x", 1, firm=1), section("y", 1), section("z", 1)], people))

    assert seats_of(result) == [(ann, "y", 2, 1), (bob, "z", 2, 1), (cat, "x", 1, 1)]


def test_earlier_pools_come_first_when_reserves_exceed_the_seats():
    # Two seats; job-seekers are promised two, the firm two. Both go to the job-seekers cat and dan;
    # the firm's ann and bob, who stand before them, get none.
    ann, bob, cat, dan = in_order(4)
    people = [
        Person(ann, ("x",), ("firm",)),
        Person(bob, ("x",), ("firm",)),
        Person(cat, ("x",), ("job-seekers",)),
        Person(dan, ("x",), ("job-seekers",)),
    ]

    result = run_draw(draw_of([section("x", 2, job_seekers=2, firm=2)], people))

    assert seats_of(result) == [(cat, "x", 1, 1), (dan, "x", 1, 1)]


def test_a_member_of_two_pools_counts_for_the_one_listed_first():
    # Three seats: one for job-seekers, one for the firm. ann belongs to both and takes the first
    # pool's seat, so the firm's is free for dan; bob takes the open one; cat is out.
    ann, bob, cat, dan = in_order(4)
    people = [
        Person(ann, ("x",), ("firm", "job-seekers")),
        Person(bob, ("x",)),
        Person(cat, ("x",)),
        Person(dan, ("x",), ("firm",)),
    ]

    result = run_draw(draw_of([section("x", 3, job_seekers=1, firm=1)], people))

    assert seats_of(result) == [(ann, "x", 1, 1), (bob, "x", 1, 1), (dan, "x", 1, 1)]


def test_the_second_round_runs_backwards_over_what_is_left():
    # Two seats each in x and y. Round 1: ann, bob take x; cat takes y. Round 2, from the end: cat asks
    # x (full) and holds y already; bob takes y's last seat; ann finds y full.
    ann, bob, cat = in_order(3)
    people = [Person(ann, ("x", "y")), Person(bob, ("x", "y")), Person(cat, ("x", "y"))]

    result = run_draw(draw_of([section("x", 2), section("y", 2)], people, seats_per_person=2))

    assert seats_of(result) == [(ann, "x", 1, 1), (bob, "x", 1, 1), (cat, "y", 2, 1), (bob, "y", 2, 2)]


def test_a_second_seat_skips_the_same_course_and_meetings_that_overlap():
    # ann holds x on Monday 19-21. x2 is the same course; y meets on Monday 20-22; z on Monday 21-23
    # begins as x ends.
    (ann,) = in_order(1)
    sections = [
        section("x", 1, course="drones", meetings=[evening(0)]),
        section("x2", 1, course="drones", meetings=[evening(1)]),
        section("y", 1, meetings=[evening(0, start=1)]),
        section("z", 1, meetings=[evening(0, start=2)]),
    ]

    result = run_draw(draw_of(sections, [Person(ann, ("x", "x2", "y", "z"))], seats_per_person=4))

    assert result.seats == (Seat(ann, "x", 1, 1), Seat(ann, "z", 4, 2))


def test_a_reserve_falls_by_the_seats_its_pool_took():
    # Three seats in x, one for the firm. Round 1: cat of the firm and ann take x; bob and dan take y.
    # The firm's reserve is used up, so in round 2 (dan, cat, bob, ann) the last seat of x goes to dan,
    # who stands first now, and not to bob of the firm.
    ann, bob, cat, dan = in_order(4)
    people = [
        Person(ann, ("x",)),
        Person(bob, ("y", "x"), ("firm",)),
        Person(cat, ("x",), ("firm",)),
        Person(dan, ("y", "x")),
    ]

    result = run_draw(draw_of([section("x", 3, firm=1), section("y", 2)], people, seats_per_person=2))

    assert seats_of(result) == [
        (ann, "x", 1, 1),
        (bob, "y", 1, 1),
        (cat, "x", 1, 1),
        (dan, "y", 1, 1),
        (dan, "x", 2, 2),
    ]


def test_who_asks_for_nothing_is_listed_without_a_choice():
    ann, bob = in_order(2)
    people = [Person(bob, ("x",)), Person(ann, ())]

    result = run_draw(draw_of([section("x", 0)], people))

    assert result.unseated == (Unseated(ann, "no_choice"), Unseated(bob, "all_choices_full"))


def test_a_draw_without_people_or_sections_is_empty():
    result = run_draw(draw_of([], []))

    assert (result.order, result.seats, result.unseated) == ((), (), ())


def test_more_seats_than_a_machine_word_are_as_good_as_plenty():
    (ann,) = in_order(1)

    result = run_draw(draw_of([section("x", 10**30, firm=10**30)], [Person(ann, ("x",))], seats_per_person=10**9))

    assert seats_of(result) == [(ann, "x", 1, 1)]
