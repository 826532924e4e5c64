"""Who may do what, where: the whole table, and territory by stored path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.factories import DAPENG, KUICHONG, LONGGANG
from yexiao.people import api as people
from yexiao.people.api import Action, Role

# One line for each role, one letter for each action in the order of ACTIONS; "x" may, "." may not.
ACTIONS = [
    Action.SEE_DEMAND,
    Action.MANAGE_NEEDS,
    Action.MANAGE_PLACES,
    Action.MANAGE_CATALOGUE,
    Action.RUN_PLAN,
    Action.PUBLISH_PLAN,
    Action.MANAGE_OPENINGS,
    Action.SEE_ROSTER,
    Action.MARK_ATTENDANCE,
    Action.MANAGE_MEETINGS,
    Action.SEE_FIGURES,
    Action.SEE_PHONE,
    Action.MANAGE_ROLES,
    Action.SEE_AUDIT,
    Action.SEE_STATUS,
]
EXPECTED = {
    Role.MENTOR: "...............",
    Role.LECTURER: "...............",
    Role.ASSISTANT: ".......xx......",
    Role.OPERATOR: "xxxxxxxxxxxx...",
    Role.ORGANISER: "xx.xxxx...x....",
    Role.ORGANISATION_MANAGER: "...............",
    Role.OFFICIAL: "x.........x....",
    Role.SYSTEM_ADMINISTRATOR: "..............x",
    Role.SECURITY_ADMINISTRATOR: "............x..",
    Role.AUDIT_ADMINISTRATOR: ".............x.",
}
SEGMENTS = st.lists(st.text("0123456789DP", min_size=1, max_size=4), min_size=1, max_size=4)
PATHS = SEGMENTS.map("/".join)


def holding(role, path):
    return people.Actor(account_id=1, name="林工", grants=(people.GrantRecord(role, path),))


@pytest.mark.parametrize("role", list(Role))
def test_the_table_is_as_written_here(role):
    answers = "".join("x" if people.may(holding(role, "4403"), action, "4403") else "." for action in ACTIONS)

    assert answers == EXPECTED[role]


def test_the_table_is_complete():
    assert set(ACTIONS) == set(Action)
    assert set(EXPECTED) == set(Role)


def test_an_operator_of_longgang_cannot_see_kuichong_although_the_codes_begin_alike():
    longgang, dapeng = holding(Role.OPERATOR, LONGGANG), holding(Role.OPERATOR, DAPENG)

    assert KUICHONG.rsplit("/", 1)[1].startswith(LONGGANG.rsplit("/", 1)[1])
    assert [people.may(actor, Action.SEE_ROSTER, KUICHONG) for actor in (longgang, dapeng)] == [False, True]
    assert not people.may(longgang, Action.SEE_ROSTER, DAPENG)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_nobody_may_do_anything_outside_their_territory(role, action):
    actor = holding(role, LONGGANG)

    assert not people.may(actor, action, DAPENG)
    assert not people.may(actor, action, "4403")
    assert not people.may(actor, action, "")
    assert not people.may(holding(role, ""), action, "4403")


def test_a_stranger_may_do_nothing():
    assert not any(people.may(people.Actor(), action, "4403") for action in Action)


@given(SEGMENTS, SEGMENTS)
def test_within_means_that_the_segments_begin_alike(place, territory):
    assert people.is_within("/".join(place), "/".join(territory)) == (place[: len(territory)] == territory)


@given(PATHS, PATHS, PATHS)
def test_within_is_transitive_and_reflexive(a, b, c):
    assert people.is_within(a, a)
    if people.is_within(a, b) and people.is_within(b, c):
        assert people.is_within(a, c)


@given(st.sampled_from(list(Role)), st.sampled_from(list(Action)), PATHS, PATHS)
def test_may_is_the_table_and_the_territory(role, action, path, territory):
    is_in_table = EXPECTED[role][ACTIONS.index(action)] == "x"

    assert people.may(holding(role, territory), action, path) == (is_in_table and people.is_within(path, territory))


@given(st.lists(PATHS, max_size=6), PATHS)
def test_places_where_are_the_territories_without_those_inside_another(territories, path):
    actor = people.Actor(1, grants=tuple(people.GrantRecord("operator", territory) for territory in territories))

    places = people.places_where(actor, Action.SEE_ROSTER)

    assert any(people.is_within(path, place) for place in places) == people.may(actor, Action.SEE_ROSTER, path)
    assert not any(people.is_within(a, b) for a in places for b in places if a != b)
