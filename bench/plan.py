"""Measure the season planner: value, proven gap and time, against a plain greedy and a clerk.

    python -m bench.plan [--seconds 30] [street district ...]

Prints a table and writes ``bench/results/plan.json``. Sizes are those of ``bench.seasons``; "draft" is the
demonstration's district.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from bench import baselines, seasons

from yexiao.planning._solver.build import build, in_order
from yexiao.planning._solver.checker import check
from yexiao.planning._solver.reading import parse
from yexiao.planning._solver.solve import solve
from yexiao.planning._solver.writing import as_data

RESULTS = Path(__file__).parent / "results" / "plan.json"
HEAD = ("instance", "wishes", "sections", "value", "bound", "gap", "seconds", "greedy", "clerk", "check s", "findings")


def measure(size: str, seconds: float) -> dict[str, Any]:
    """Plan one instance and return its figures; baselines as a share of the planner's value over doing nothing."""
    problem = parse(seasons.draft() if size == "draft" else seasons.season(size))
    model = build(in_order(problem))
    plan = solve(problem, seconds=seconds)
    start = time.perf_counter()
    findings = check(problem, as_data(plan))
    checked = time.perf_counter() - start
    gain = max(1, plan.value - model.empty_value)
    shares = [(make(model).value - model.empty_value) / gain for make in (baselines.plain_greedy, baselines.clerk)]
    figures = (size, len(problem.wishes), len(plan.sections), plan.value, plan.bound, plan.gap, plan.seconds)
    return dict(zip(HEAD, (*figures, *shares, checked, len(findings)), strict=True))


def line(row: dict[str, Any]) -> str:
    """Return one line of the table."""
    gap, greedy, clerk = (f"{row[key]:.2%}" for key in ("gap", "greedy", "clerk"))
    return (
        f"{row['instance']:<10}{row['wishes']:>8}{row['sections']:>10}{row['value']:>11}{row['bound']:>11}{gap:>9}"
        f"{row['seconds']:>9.1f}{greedy:>10}{clerk:>10}{row['check s']:>9.2f}{row['findings']:>10}"
    )


def main() -> None:
    """Measure the instances named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", default=["street", "draft", "district"])
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    widths = (10, 8, 10, 11, 11, 9, 9, 10, 10, 9, 10)
    print(
        "".join(f"{name:<{w}}" if name == "instance" else f"{name:>{w}}" for name, w in zip(HEAD, widths, strict=True))
    )
    rows = []
    for size in options.sizes:
        rows.append(measure(size, options.seconds))
        print(line(rows[-1]), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
