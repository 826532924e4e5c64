"""With one seat a person, ranking truthfully is best for everybody: every lie of every person tried."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings

from tests.enrolment.draw_instances import draw_of, draws, in_order, section
from yexiao.enrolment._draw import Draw, Person, run_draw

NOTHING = 99


def all_rankings(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [ranking for size in range(len(names) + 1) for ranking in permutations(names, size)]


def outcome(draw: Draw) -> dict[str, str]:
    return {seat.person: seat.section for seat in run_draw(draw).seats}


def worth(choices: tuple[str, ...], name: str | None) -> int:
    return choices.index(name) if name in choices else NOTHING


# Two sections, five people: every profile of rankings is drawn once (5 rankings each, 3,125 profiles),
# then everybody's outcome is compared with those of their four lies, the others' rankings the same.
# Each row: seats in x, reserved there, seats in y, reserved there, and who is a member.
@pytest.mark.parametrize(
    ("x", "x_firm", "y", "y_firm", "members"),
    [(1, 0, 1, 0, ()), (1, 1, 1, 0, (2, 4)), (2, 1, 1, 1, (3, 4)), (2, 2, 2, 1, (0, 3, 4))],
)
def test_no_lie_among_all_profiles_of_five_people_pays(x, x_firm, y, y_firm, members):
    sections = [section("x", x, firm=x_firm), section("y", y, firm=y_firm)]
    ids, rankings = in_order(5), all_rankings(("x", "y"))
    pools = [("firm",) if at in members else () for at in range(5)]
    outcomes = {
        profile: outcome(draw_of(sections, [Person(*who) for who in zip(ids, profile, pools, strict=True)]))
        for profile in product(rankings, repeat=5)
    }

    paying = [
        (profile, at, lie)
        for profile, truth in outcomes.items()
        for at, lie in product(range(5), rankings)
        if worth(profile[at], outcomes[(*profile[:at], lie, *profile[at + 1 :])].get(ids[at]))
        < worth(profile[at], truth.get(ids[at]))
    ]

    assert paying == []


@settings(max_examples=25, deadline=None)
@given(draws(most_seats=1, most_people=5))
def test_no_lie_of_one_person_pays_in_random_draws_with_many_pools(draw):
    truth = outcome(draw)

    for at, person in enumerate(draw.people):
        for lie in all_rankings(tuple(one.id for one in draw.sections)):
            liar = Person(person.id, lie, person.pools, person.losses)
            people = (*draw.people[:at], liar, *draw.people[at + 1 :])
            lied = outcome(Draw(draw.sections, people, draw.seed, draw.beacon))
            assert worth(person.choices, lied.get(person.id)) >= worth(person.choices, truth.get(person.id))


def test_with_two_seats_ranking_tactically_can_pay():
    # One seat in each of x, y, z; the turns are ann, bob, then bob, ann. Ann likes x best, but bob does
    # not want it. Truthful: ann x, bob y, bob z, and nothing is left for ann. Naming y first: ann y,
    # bob z, bob finds y taken, ann x.
    ann, bob = in_order(2)
    sections = [section("x", 1), section("y", 1), section("z", 1)]

    def ann_gets(*choices: str) -> set[str]:
        people = [Person(ann, choices), Person(bob, ("y", "z"))]
        result = run_draw(draw_of(sections, people, seats_per_person=2))
        return {seat.section for seat in result.seats if seat.person == ann}

    assert ann_gets("x", "y") == {"x"}
    assert ann_gets("y", "x") == {"x", "y"}
