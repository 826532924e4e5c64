"""A wish with a reach of its own is served within it and no further."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.planning import seasons
from yexiao.planning._solver.checker import check
from yexiao.planning._solver.problem import ProblemError
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_text


def five_km_away(**wish_changes):
    """Return a season whose only room is five kilometres from its only wish; the rules let people go eight."""
    return seasons.season(
        venues=[seasons.venue("v1", km=5)],
        wishes=[seasons.wish("w", people=10, **wish_changes)],
        rules=seasons.rules(reach_km=8),
    )


@pytest.mark.parametrize(("changes", "served"), [({}, 10), ({"reach_km": 6}, 10), ({"reach_km": 4}, 0)])
def test_nobody_is_sent_further_than_they_go(changes, served):
    problem = parse(five_km_away(**changes))

    plan = solve(problem, iterations=5)

    assert sum(people for section in plan.sections for _wish, people in section.served) == served
    assert check(problem, json.loads(as_text(plan))) == []


def test_the_reason_for_whoever_lives_too_far_is_the_room():
    plan = solve(parse(five_km_away(reach_km=4)), iterations=5)

    assert [(line.wish, line.people, line.reason) for line in plan.unmet] == [("w", 10, "no_room_near")]


def test_the_checker_finds_a_wish_served_out_of_its_reach():
    result = json.loads(as_text(solve(parse(five_km_away()), iterations=5)))

    findings = check(parse(five_km_away(reach_km=4)), result)

    assert any('serves wish "w" out of reach' in finding for finding in findings)


def test_a_pin_nobody_reaches_cannot_gather_its_people():
    pin = {"course": "ai", "room": "r1", "slot": "fri", "lecturer": "li"}

    with pytest.raises(ProblemError, match="0 people could come"):
        solve(parse(five_km_away(reach_km=4) | {"pins": [pin]}), iterations=5)


@pytest.mark.parametrize("reach", [-1, "far", float("nan"), True])
def test_a_reach_that_is_none_is_named(reach):
    with pytest.raises(ProblemError, match='wishes "w": reach_km must'):
        parse(five_km_away(reach_km=reach))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.integers(0, 10**6), st.floats(0.5, 9))
def test_one_reach_for_everybody_is_the_same_as_a_rule(seed, reach):
    data = seasons.random_season(seed)
    data["wishes"] = [wish | {"reach_km": reach} for wish in data["wishes"]]
    as_rule = data | {
        "wishes": [{key: value for key, value in wish.items() if key != "reach_km"} for wish in data["wishes"]],
        "rules": data["rules"] | {"reach_km": min(reach, data["rules"]["reach_km"])},
    }

    assert _outcome(data, seed) == _outcome(as_rule, seed)


def _outcome(data, seed):
    problem = parse(data)
    try:
        plan = solve(problem, iterations=10, seed=seed)
    except ProblemError as refused:
        return str(refused)
    assert check(problem, json.loads(as_text(plan))) == []
    return plan.value, plan.bound, plan.sections
