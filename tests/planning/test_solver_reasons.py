"""Why a wish is not served: one small season per reason."""

from __future__ import annotations

import pytest

from tests.planning.seasons import course, lecturer, room, rules, season, wish
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.reasons import REASONS
from yexiao.planning._solver.solve import solve

BOTH = {
    "courses": [course("ai"), course("film")],
    "wishes": [wish("w", people=10), wish("x", people=10, course="film")],
}
FIRST = {"wishes": [wish("w", people=10), wish("x", people=10, course="film", weight=200)]}
STAFF = [lecturer("li"), lecturer("wu", courses=("film",))]
ROOMS = [room("r1", "v1"), room("r2", "v1")]
TWO_SLOTS = [{"id": "fri", "evening": "fri"}, {"id": "sat", "evening": "sat"}]

SEASONS = {
    "no_room_near": {"wishes": [wish("w", km=20, people=10)]},
    "no_equipment": {"courses": [course("ai", equipment=["drone"])]},
    "no_lecturer": {"lecturers": [lecturer("li", courses=())]},
    "forbidden": {"forbid": [{"course": "ai"}]},
    "too_few": {"wishes": [wish("w", people=4)]},
    "full": {"wishes": [wish("w", people=25)]},
    "below_minimum": {
        "slots": TWO_SLOTS,
        "rooms": [room("r1", "v1", slots=("fri", "sat"))],
        "lecturers": [lecturer("li", slots=("fri", "sat"))],
        "wishes": [wish("v", people=10, slots=("fri", "sat")), wish("w", people=3, slots=("sat",))],
        "forbid": [{"slot": "sat", "lecturer": "wu"}],
        "pins": [{"course": "ai", "room": "r1", "slot": "fri", "lecturer": "li"}],
        "rules": rules(max_sections=1),
    },
    "evening_full": BOTH | FIRST | {"lecturers": STAFF},
    "lecturer_busy": BOTH | FIRST | {"rooms": ROOMS, "lecturers": [lecturer("li", courses=("ai", "film"))]},
    "section_limit": BOTH | FIRST | {"rooms": ROOMS, "lecturers": STAFF, "rules": rules(max_sections=1)},
    "free_share": {"courses": [course("ai", fee="low")], "rules": rules(free_share=0.6)},
    "over_budget": {"rules": rules(budget=29)},
    "outweighed": {"wishes": [wish("w", people=10, weight=0)]},
}


@pytest.mark.parametrize("reason", SEASONS)
def test_an_unmet_wish_says_what_stood_in_the_way(reason):
    changes = SEASONS[reason]
    if reason == "below_minimum":
        changes = changes | {"lecturers": [*changes["lecturers"], lecturer("wu", slots=("sat",))]}

    plan = solve(parse(season(**changes)), iterations=3)

    told = {item.wish: item.reason for item in plan.unmet}
    assert told.get("w", told.get("w1")) == reason


def test_every_reason_has_a_season_that_shows_it():
    assert set(SEASONS) == set(REASONS)


def test_lecturers_kept_in_reserve_count_as_busy():
    plan = solve(parse(season(rules=rules(reserve=1.0))), iterations=3)

    assert [(item.people, item.reason) for item in plan.unmet] == [(10, "lecturer_busy")]
