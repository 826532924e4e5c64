"""The published schemas say what the planner reads and writes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from bench import seasons

from tests.planning.seasons import course, random_season, rules, season
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.reasons import REASONS
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_data

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(5))
def test_seasons_and_their_plans_match_the_schemas(seed):
    data = random_season(seed)

    jsonschema_rs.validate(schema("yexiao-plan-1"), data)
    jsonschema_rs.validate(schema("yexiao-plan-result-1"), as_data(solve(parse(data), iterations=1)))


def test_a_whole_street_matches_the_schema():
    jsonschema_rs.validate(schema("yexiao-plan-1"), seasons.season("street"))


@pytest.mark.parametrize(
    "changes",
    [{"forbid": [{}]}, {"courses": [course("ai", fee="cheap")]}, {"rules": rules(free_share=2)}, {"wishes": None}],
)
def test_what_the_planner_refuses_the_schema_refuses(changes):
    assert not jsonschema_rs.is_valid(schema("yexiao-plan-1"), season(**changes))


def test_the_schema_lists_every_reason():
    reason = schema("yexiao-plan-result-1")["properties"]["unmet"]["items"]["properties"]["reason"]

    assert {item["const"]: item["description"] for item in reason["oneOf"]} == REASONS
