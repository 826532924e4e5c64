"""From file to file: the same bytes for the same seed, and a checker that finds every lie."""

from __future__ import annotations

import copy
import json
import random

import pytest
from bench.seasons import season as street_season

from tests.planning.seasons import course, lecturer, random_season, room, rules, season, venue, wish
from yexiao.planning._solver.checker import check
from yexiao.planning._solver.files import check_file, plan_file
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_data, as_text


@pytest.fixture(scope="module")
def street():
    return street_season("street", wishes_per_street=160)


def test_the_same_file_and_seed_give_the_same_bytes(tmp_path, street):
    source = tmp_path / "in.json"
    source.write_text(json.dumps(street), encoding="utf-8")

    for name in ("one.json", "two.json"):
        plan_file(source, tmp_path / name, iterations=3, seed=7)

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert check_file(source, tmp_path / "one.json") == []
    assert json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["seconds"] == 0


def test_the_order_of_the_file_decides_nothing(street):
    shuffled = copy.deepcopy(street)
    for key in ("slots", "venues", "rooms", "courses", "lecturers", "wishes"):
        random.Random(3).shuffle(shuffled[key])

    plans = [solve(parse(data), iterations=3) for data in (street, shuffled)]

    assert as_text(plans[0]) == as_text(plans[1])


def test_a_run_that_is_told_to_stop_keeps_the_best_so_far(street):
    heard = []

    plan = solve(
        parse(street),
        seconds=60,
        progress=lambda phase, value, bound: heard.append((phase, value, bound)),
        should_stop=lambda: any(phase == "improve" for phase, _, _ in heard),
    )

    assert check(parse(street), as_data(plan)) == []
    assert plan.seconds < 30
    assert heard[-1] == ("done", plan.value, plan.bound)
    assert [value for _, value, _ in heard] == sorted(value for _, value, _ in heard)


def test_a_warm_start_is_never_worse_than_the_plan_it_starts_from(street):
    before = solve(parse(street), iterations=3)

    after = solve(parse(street | {"previous": as_data(before)["sections"]}), iterations=1)

    assert after.value >= before.value


def busy_season():
    """Two venues, two evenings of which one has two slots, and every total in play."""
    slots = [{"id": key, "evening": key[:3]} for key in ("fri", "sat", "sat-noon")]
    every = ("fri", "sat", "sat-noon")
    return season(
        slots=slots,
        venues=[venue("v1"), venue("v2", km=1)],
        rooms=[room("r1", "v1", seats=6, slots=every), room("r2", "v2", seats=6, slots=every)],
        courses=[course("ai"), course("low", fee="low")],
        lecturers=[lecturer("li", courses=("ai", "low"), slots=every), lecturer("wu", courses=("ai",), slots=every)],
        wishes=[wish("w1", people=20, slots=every), wish("w2", people=9, slots=every, course="low", street="s2")],
        rules=rules(budget=150, free_share=0.5, street_floor=0.5, street_penalty=5, max_sections=4),
    )


def sections_with(result, **changes):
    return [section | changes if number == 0 else section for number, section in enumerate(result["sections"])]


LIES = {
    "value": lambda result: result | {"value": result["value"] + 1},
    "bound": lambda result: result | {"bound": result["bound"] - 1},
    "gap": lambda result: result | {"gap": result["gap"] + 0.01},
    "format": lambda result: result | {"format": "other"},
    "unmet": lambda result: result | {"unmet": []},
    "no sections": lambda result: {key: value for key, value in result.items() if key != "sections"},
    "double room": lambda result: result | {"sections": [*result["sections"], result["sections"][0]]},
    "unknown room": lambda result: result | {"sections": sections_with(result, room="r9")},
    "other lecturer": lambda result: result | {"sections": sections_with(result, course="low", lecturer="wu")},
    "nobody": lambda result: result | {"sections": sections_with(result, served=[])},
    "negative": lambda result: result | {"sections": sections_with(result, served=[["w1", -5]])},
    "crowd": lambda result: result | {"sections": sections_with(result, served=[["w1", 19]])},
    "foreign wish": lambda result: result | {"sections": sections_with(result, course="ai", served=[["w2", 5]])},
    "too many": lambda result: result | {"sections": result["sections"] * 2},
}


@pytest.mark.parametrize("lie", LIES)
def test_the_checker_finds_a_lie(lie):
    problem = parse(busy_season())
    result = json.loads(as_text(solve(problem, iterations=5)))
    assert check(problem, result) == []

    assert check(problem, LIES[lie](result)) != []


@pytest.mark.parametrize(
    "change",
    [
        {"wish": {"w1": -1}},
        {"wish": {"nobody": 1}},
        {"wish": {"w1": 0.5}},
        {"street": {"s1": 5001}},
        {"lecturer": {"li": 10**13}},
        {"hour": [["li", "never", 1]]},
        {"stay": [["li", "v9", "sat", 1]]},
        {"sections": 10**20},
    ],
)
def test_the_checker_refuses_prices_that_prove_nothing(change):
    problem = parse(busy_season())
    result = json.loads(as_text(solve(problem, iterations=5)))
    result["certificate"]["multipliers"] |= change

    assert any(finding.startswith("the certificate is not valid") for finding in check(problem, result))


def test_any_prices_prove_a_bound_the_planner_respects():
    for seed in range(8):
        problem = parse(random_season(seed) | {"pins": []})
        result = as_data(solve(problem, iterations=3))
        prices = result["certificate"]["multipliers"]
        prices["wish"] = {item.id: 1000 * (number % 40) for number, item in enumerate(problem.wishes)}
        result["bound"] = 10**9

        findings = check(problem, result)

        assert any(finding.startswith("the certificate proves a bound of") for finding in findings)
        assert not any("lies above the bound" in finding for finding in findings)
