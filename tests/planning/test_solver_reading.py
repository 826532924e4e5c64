"""Hostile and careless files get one sentence that names the entry."""

from __future__ import annotations

import json

import pytest

from tests.planning.seasons import course, lecturer, room, rules, season, venue, wish
from yexiao.planning._solver.problem import ProblemError
from yexiao.planning._solver.reading import parse, parse_text
from yexiao.planning._solver.solve import solve

WRONG = [
    ({"format": "yexiao-plan/2"}, 'file: format must be "yexiao-plan/1".'),
    ({"wishes": None}, "file: wishes must be a list."),
    ({"rooms": [room("r1", "v9")]}, 'rooms "r1": names the unknown venue "v9".'),
    ({"rooms": [room("r1", "v1", slots=("sun",))]}, 'rooms "r1": names the unknown slot "sun".'),
    ({"rooms": [room("r1", "v1"), room("r1", "v1")]}, 'rooms "r1": is there twice.'),
    ({"rooms": [room("r1", "v1", cost=1.5)]}, 'rooms "r1": cost is 1.5 and must be a whole number.'),
    ({"courses": [course("ai", least=9, most=5)]}, 'courses "ai": min is 9 and more than max, which is 5.'),
    ({"courses": [course("ai", fee="cheap")]}, 'courses "ai": fee must be "free" or "low".'),
    ({"courses": [{"id": "ai", "fee": "free", "max": 9}]}, 'courses "ai": has no min.'),
    ({"lecturers": [lecturer("li", max=-1)]}, 'lecturers "li": max must lie between 0 and 1e+09.'),
    ({"lecturers": [lecturer("li", courses=("ai", "ai"))]}, 'lecturers "li": courses holds "ai" twice.'),
    ({"wishes": [wish("w1", course="law")]}, 'wishes "w1": names the unknown course "law".'),
    ({"wishes": [wish("w1", people=-2)]}, 'wishes "w1": people must lie between 0 and 1e+07.'),
    ({"wishes": [wish("w1", weight=float("nan"))]}, 'wishes "w1": weight must be a finite number.'),
    ({"wishes": [wish("w1", lat=float("inf"))]}, 'wishes "w1": lat must lie between -90 and 90.'),
    ({"wishes": [wish("w1", people=10**400)]}, 'wishes "w1": people must lie between 0 and 1e+07.'),
    ({"wishes": [wish("w1", people="3")]}, 'wishes "w1": people must be a finite number.'),
    ({"wishes": [wish("w1", people=True)]}, 'wishes "w1": people must be a finite number.'),
    ({"wishes": ["w1"]}, "wishes number 1: must be an object."),
    ({"venues": [venue("")]}, "venues number 1: id must be a non-empty text."),
    ({"rules": rules(free_share=1.2)}, "rules: free_share must lie between 0 and 1."),
    ({"rules": rules(free_shar=0.6)}, 'rules: has the unknown key "free_shar".'),
    ({"forbid": [{}]}, "forbid number 1: is empty and would forbid everything."),
    ({"forbid": [{"rooom": "r1"}]}, 'forbid number 1: has the unknown key "rooom".'),
    ({"pins": [{"course": "ai", "room": "r1", "slot": "fri"}]}, "pins number 1: has no lecturer."),
    ({"previous": [{"course": "ai", "room": "r9"}]}, 'previous number 1: names the unknown room "r9".'),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_a_wrong_entry_is_named_in_one_sentence(changes, sentence):
    with pytest.raises(ProblemError) as refused:
        parse(season(**changes))

    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["", "[", '{"a":1', "[" * 100_000, "\ud800"])
def test_text_that_is_not_json_is_refused(text):
    with pytest.raises(ProblemError, match=r"^file: "):
        parse_text(text)


def test_nan_in_a_file_is_refused_by_name():
    text = json.dumps(season(wishes=[wish("w1", weight=float("nan"))]))

    with pytest.raises(ProblemError, match=r'^wishes "w1": weight must be a finite number\.$'):
        parse_text(text)


def test_a_season_without_lecturers_rooms_or_wishes_is_planned_as_empty():
    for nothing in ("lecturers", "rooms", "wishes", "venues", "courses", "slots"):
        gone = (
            {key: [] for key in ("lecturers", "rooms", "wishes", nothing)} if nothing != "lecturers" else {nothing: []}
        )

        plan = solve(parse(season(**gone)), iterations=2)

        assert (plan.sections, plan.value, plan.bound) == ((), 0, 0)


def test_a_million_people_in_one_place_fill_one_room():
    plan = solve(parse(season(wishes=[wish("w1", people=10**6)])), iterations=3)

    assert plan.value == 20 * 100
    assert [(item.people, item.reason) for item in plan.unmet] == [(10**6 - 20, "full")]


def test_too_many_people_are_refused_before_sums_overflow():
    with pytest.raises(ProblemError, match="stand for 20000000 people"):
        parse(season(wishes=[wish("w1", people=10**7), wish("w2", people=10**7)]))
