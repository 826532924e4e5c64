"""Streets, districts and the demonstration's drafts: near the bound in the time a person waits."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from bench.seasons import draft, season

from yexiao.planning._solver.checker import check
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_text


def test_a_street_comes_close_to_its_bound():
    problem = parse(season("street"))

    plan = solve(problem, seconds=6)

    assert check(problem, json.loads(as_text(plan))) == []
    assert plan.gap < 0.05


def test_a_district_comes_close_to_its_bound_and_is_checked_in_two_seconds():
    problem = parse(season("district"))

    plan = solve(problem, seconds=8)

    result = json.loads(as_text(plan))
    start = time.process_time()
    assert check(problem, result) == []
    assert time.process_time() - start < 2
    assert plan.gap < 0.08


def test_a_budget_that_binds_is_kept_near_its_bound():
    problem = parse(season("street", budget=200_000))

    plan = solve(problem, seconds=4)

    assert check(problem, json.loads(as_text(plan))) == []
    assert plan.gap < 0.08
    assert {item.reason for item in plan.unmet} >= {"over_budget"}


def test_a_draft_is_planned_by_a_fresh_process(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    data = draft()
    source.write_text(json.dumps(data), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from yexiao.planning._solver.files import plan_file;"
        "plan_file(Path(sys.argv[1]), Path(sys.argv[2]), seconds=5)"
    )

    subprocess.run([sys.executable, "-c", code, str(source), str(target)], check=True, env={"PYTHONPATH": "src"})

    result = json.loads(target.read_text(encoding="utf-8"))
    assert check(parse(data), result) == []
    assert result["gap"] < 0.1
