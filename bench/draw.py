"""Benchmark of the draw: python bench/draw.py [--quick] [--json FILE].

Three tables. *Growth*: the draw in a running process, from records to result with digest, files not
counted, each part by itself. *Processes*: the whole command in a fresh process, files, imports and
peak memory counted. *Limits*: how many could have had a seat at all (maximum flow), and how many of
those their first choice (minimum-cost flow); nobody is promised these, since such an assignment asks
neither the order nor what people like better.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from yexiao.enrolment._draw import Draw, Person, Pool, Section, _rounds, public_order, run_draw, write_draw
from yexiao.enrolment._draw._tables import lay_tables

SIZES = [(1_000, 20), (3_000, 60), (10_000, 200), (30_000, 600), (100_000, 2_000)]
LARGE = [(300_000, 6_000), (1_000_000, 20_000)]
FAST_ENOUGH = {100_000: 0.5, 1_000_000: 5.0}  # seconds
COMMAND = """
import re, sys
from pathlib import Path
from yexiao.enrolment._draw import draw_file
draw_file(sys.argv[1], sys.argv[2])
status = Path("/proc/self/status").read_text()  # `ru_maxrss` would tell the parent's peak
print(re.search(r"VmHWM:\\s+([0-9]+) kB", status)[1])
"""


def make_draw(people: int, sections: int, *, seed: int = 1, seats_per_person: int = 1) -> Draw:
    """A city's demand: five choices each, the first sections much more popular, half with two pools.

    There are about three seats for four people.
    """
    pick = np.random.default_rng(seed)
    names = [f"section-{at:05d}" for at in range(sections)]
    seats = pick.integers(25, 51, sections).tolist()
    pools = (Pool("job-seekers", 10), Pool("residents", 10))
    offered = (
        Section(name, f"course-{at % (sections // 4)}", seats[at], (), pools if at % 2 else ())
        for at, name in enumerate(names)
    )
    wanted = (sections * pick.random((people, 9)) ** 2).astype(int).tolist()
    belongs = (pick.random((people, 2)) < (0.2, 0.3)).tolist()
    losses = pick.integers(0, 5, people).tolist()
    asking = (
        Person(
            f"{at:032x}",
            tuple(names[one] for one in dict.fromkeys(wanted[at]))[:5],
            tuple(pool.name for pool, is_member in zip(pools, belongs[at], strict=True) if is_member),
            losses[at],
        )
        for at in range(people)
    )
    return Draw(tuple(offered), tuple(asking), b"a seed for benches", "", seats_per_person)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the best of three runs in seconds, and what the last one gave."""
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        given = work()
        best = min(best, time.perf_counter() - begin)
    return best, given


def measure_growth(people: int, sections: int) -> dict[str, Any]:
    """Time the draw and its parts in this process."""
    draw = make_draw(people, sections)
    total, result = timed(lambda: run_draw(draw))
    ids, losses = [one.id for one in draw.people], [one.losses for one in draw.people]
    tables, _ = timed(lambda: lay_tables(draw))
    order, places = timed(lambda: public_order(seed=draw.seed, beacon="", ids=ids, losses=losses))
    laid = lay_tables(draw)
    compiled = len(laid.choice_section) > _rounds.PLAIN_UP_TO
    seating, _ = timed(lambda: _rounds._run_rounds(laid, places, 1, compiled=compiled))
    return {
        "people": people,
        "sections": sections,
        "loops": "compiled" if compiled else "plain",
        "total_s": total,
        "tables_s": tables,
        "order_s": order,
        "seating_s": seating,
        "result_s": max(0.0, total - tables - order - seating),
        "us_per_person": 1e6 * total / people,
        "seated": len(result.seats) / people,
        "first_choice": sum(seat.choice == 1 for seat in result.seats) / people,
        "aim_s": FAST_ENOUGH.get(people),
    }


def measure_process(people: int, sections: int) -> dict[str, Any]:
    """Time the command, from the file to the file, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.json"), Path(folder, "out.json")
        source.write_bytes(write_draw(make_draw(people, sections)))
        begin = time.perf_counter()
        command = [sys.executable, "-c", COMMAND, str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        wall = time.perf_counter() - begin
        memory = float(done.stdout) * 1024
        size = source.stat().st_size
    return {"people": people, "sections": sections, "wall_s": wall, "memory_gb": memory / 1e9, "file_mb": size / 1e6}


def measure_limits(people: int, sections: int) -> dict[str, Any]:
    """Compare the draw with the most seats, and then first choices, that any assignment could give."""
    draw = make_draw(people, sections)
    result = run_draw(draw)
    flow, first = _best_flow(draw)
    return {
        "people": people,
        "sections": sections,
        "seated": len(result.seats),
        "could_be_seated": flow,
        "first_choice": sum(seat.choice == 1 for seat in result.seats),
        "could_have_first_choice": first,
    }


def _best_flow(draw: Draw) -> tuple[int, int]:
    from ortools.graph.python import max_flow, min_cost_flow

    tables = lay_tables(draw)
    people, sections = len(draw.people), len(draw.sections)
    asks = np.repeat(np.arange(people), np.diff(tables.choice_start))
    is_first = np.zeros(len(asks), np.int64)
    is_first[tables.choice_start[:-1][np.diff(tables.choice_start) > 0]] = 1
    source, sink = people + sections, people + sections + 1
    tails = np.concatenate((asks, np.full(people, source), people + np.arange(sections)))
    heads = np.concatenate((people + tables.choice_section, np.arange(people), np.full(sections, sink)))
    seats = np.concatenate((np.ones(len(asks) + people, np.int64), tables.capacity))
    most = max_flow.SimpleMaxFlow()
    most.add_arcs_with_capacity(tails, heads, seats)
    most.solve(source, sink)
    best = min_cost_flow.SimpleMinCostFlow()
    costs = np.concatenate((-is_first, np.zeros(people + sections, np.int64)))
    arcs = best.add_arcs_with_capacity_and_unit_cost(tails, heads, seats, costs)
    best.set_nodes_supplies(np.array([source, sink]), np.array([most.optimal_flow(), -most.optimal_flow()]))
    best.solve()
    first = int(best.flows(arcs)[: len(asks)][is_first == 1].sum())
    return most.optimal_flow(), first


def print_table(title: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{title}")
    names = list(rows[0])
    lines = [names, *([_show(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def _show(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 people only, without the limits")
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    sizes = SIZES if asked.quick else [*SIZES, *LARGE]
    figures = {"growth": [measure_growth(*size) for size in sizes]}
    print_table("Growth: one process, files not counted, best of three", figures["growth"])
    figures["processes"] = [measure_process(*size) for size in (SIZES[1], SIZES[-1], *sizes[len(SIZES) + 1 :])]
    print_table("Processes: the whole command with its files, once", figures["processes"])
    if not asked.quick:
        figures["limits"] = [measure_limits(*size) for size in SIZES[2:]]
        print_table("Limits: what no rule could exceed", figures["limits"])
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
