"""What a draw promises, on random small instances, checked without the engine's own reasoning."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.enrolment.draw_instances import draws, exclusive, replay
from yexiao.enrolment._draw import Draw, Result, run_draw

sometimes = settings(max_examples=150, deadline=None)


@sometimes
@given(draws())
def test_draw_gives_no_more_seats_than_there_are_and_only_what_was_asked(draw):
    result = run_draw(draw)

    taken = [seat.section for seat in result.seats]
    choices = {person.id: person.choices for person in draw.people}
    assert all(taken.count(one.id) <= one.capacity for one in draw.sections)
    assert all(choices[seat.person][seat.choice - 1] == seat.section for seat in result.seats)
    assert {*result.order} == {*choices}
    seated = {seat.person for seat in result.seats}
    assert [one.person for one in result.unseated] == [one for one in result.order if one not in seated]


@sometimes
@given(draws())
def test_draw_gives_nobody_a_course_twice_or_two_seats_that_overlap(draw):
    result = run_draw(draw)

    sections = {one.id: one for one in draw.sections}
    held: dict[str, list[str]] = {}
    for seat in result.seats:
        mine = held.setdefault(seat.person, [])
        assert not any(exclusive(sections[seat.section], sections[other]) for other in mine)
        mine.append(seat.section)
    rounds = [(seat.person, seat.round) for seat in result.seats]
    assert len(rounds) == len(set(rounds))
    assert all(1 <= number <= draw.seats_per_person for _, number in rounds)


@sometimes
@given(draws())
def test_draw_keeps_the_floors_in_every_round(draw):
    pools = {person.id: person.pools for person in draw.people}

    for part in replay(draw, run_draw(draw)):
        for one in draw.sections:
            asked = [p for p in part.turn if one.id in part.preferred(p)] + part.holders[one.id]
            earlier = 0
            for pool in one.pools:
                members = [p for p in asked if pool.name in pools[p]]
                inside = [p for p in part.holders[one.id] if pool.name in pools[p]]
                promised = min(part.reserves[one.id][pool.name], part.capacity[one.id] - earlier)
                assert len(inside) >= min(max(promised, 0), len(members))
                earlier += part.reserves[one.id][pool.name]


@sometimes
@given(draws())
def test_nobody_has_cause_to_envy_and_no_wanted_seat_stays_empty(draw):
    pools = {person.id: person.pools for person in draw.people}

    for part in replay(draw, run_draw(draw)):
        place = {person: at for at, person in enumerate(part.turn)}
        for person in part.turn:
            for name in part.preferred(person):
                assert len(part.holders[name]) == part.capacity[name]
                for other in part.holders[name]:
                    way = part.through[name][other]
                    assert place[other] < place[person] or (way is not None and way not in pools[person])


@sometimes
@given(draws(), st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_how_the_file_lists_people_and_sections(draw, random):
    people, sections = list(draw.people), list(draw.sections)
    random.shuffle(people)
    random.shuffle(sections)

    again = run_draw(replace(draw, people=tuple(people), sections=tuple(sections)))

    assert again == run_draw(draw)


@sometimes
@given(draws(most_seats=1, pools=()))
def test_without_pools_a_draw_is_serial_dictatorship(draw):
    choices = {person.id: person.choices for person in draw.people}
    left = {one.id: one.capacity for one in draw.sections}

    result = run_draw(draw)

    expected = {}
    for person in result.order:
        best = next((name for name in choices[person] if left[name]), None)
        if best:
            expected[person] = best
            left[best] -= 1
    assert {seat.person: seat.section for seat in result.seats} == expected


@sometimes
@given(draws(most_seats=1), st.data())
def test_another_loss_never_makes_the_next_draw_worse(draw, data):
    if not draw.people:
        return
    at = data.draw(st.integers(0, len(draw.people) - 1))
    unlucky = replace(draw.people[at], losses=draw.people[at].losses + 1)
    harder_hit = replace(draw, people=(*draw.people[:at], unlucky, *draw.people[at + 1 :]))

    before, after = run_draw(draw), run_draw(harder_hit)

    assert got(after, harder_hit, unlucky.id) <= got(before, draw, unlucky.id)


def got(result: Result, draw: Draw, person: str) -> int:
    """Return the place in the person's list of what they got; past its end if nothing."""
    return next((seat.choice for seat in result.seats if seat.person == person), len(draw.sections) + 1)
