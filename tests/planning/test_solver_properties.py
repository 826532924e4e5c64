"""Random tiny seasons against an oracle written from the rules alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.planning.seasons import optimum, random_season
from yexiao.planning._solver.checker import check
from yexiao.planning._solver.problem import ProblemError
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_text

tiny = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
seeds = st.integers(0, 10**6)


@tiny
@given(seeds)
def test_a_plan_keeps_every_rule_and_lies_between_nothing_and_the_bound(seed):
    data = random_season(seed)
    problem = parse(data)
    best = optimum(problem)
    if best is None:  # more lecturers in reserve than there are
        with pytest.raises(ProblemError, match="reserve asks for"):
            solve(problem, iterations=20, seed=seed)
        return

    plan = solve(problem, iterations=20, seed=seed)

    assert check(problem, json.loads(as_text(plan))) == []
    assert plan.value <= best <= plan.bound
    assert plan.value == best  # so small a season is solved, not searched
