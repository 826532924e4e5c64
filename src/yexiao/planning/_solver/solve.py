"""Plan a season: prices, a greedy plan, exact repairs, exact seats, and the proof."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import pins
from .assign import best_seats, reassign
from .bound import Search
from .build import build, in_order
from .certificate import certify
from .exact import Effort, solve_part
from .greedy import fill
from .improve import Improver, seat
from .model import Model
from .prices import UNIT, Prices, inner_maximum
from .problem import Plan, Problem, ProblemError, Section
from .reasons import explain
from .timetable import Timetable
from .warm import replant

Progress = Callable[[str, int, int], None]
Ints = NDArray[np.int64]
PRICE_STEPS = 800
PRICE_SHARE = 0.3  # of the seconds, at most
IMPROVE_SHARE = 0.6  # where an exact solve follows
PATIENCE = 25  # rounds without gain before it
EXACT_COLUMNS = 600
EXACT_NODES = 300
BONUS = 0.1 * UNIT  # of a typical section's worth
TRUSTS = (0.0, 0.3, 0.6)


def solve(
    problem: Problem,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    iterations: int | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best plan found, its value and a proven bound on every plan's value.

    Args:
        seconds: When to stop; the last step may run a little over. Not looked at when ``iterations`` is given.
        seed: Decides what is tried; the same seed and iterations give the same plan.
        iterations: How many neighbourhoods to try instead of watching the clock; with 0 the plan is the greedy one.
        progress: Called with phase ("prices", "greedy", "exact", "improve", "done"), best value, bound.
        should_stop: Asked between steps; once true, the best plan so far is returned.

    Raises:
        ProblemError: A pin or a rule cannot be kept; the message names it.
    """
    problem = in_order(problem)
    pins.check(problem)
    run = _Run(build(problem), _Watch(seconds, iterations, should_stop), seed, progress)
    run.plan()
    return run.result()


@dataclass
class _Watch:
    """When to stop: by the clock, by the number of iterations, or because somebody says so."""

    seconds: float
    iterations: int | None
    should_stop: Callable[[], bool] | None

    def __post_init__(self) -> None:
        self.start = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.start

    def until(self, share: float = 1.0) -> Callable[[], bool]:
        """Return a question: may the work go on, up to a share of the time?"""
        return lambda: not self.is_told() and (self.iterations is not None or self.elapsed < share * self.seconds)

    @property
    def most_rounds(self) -> float:
        return math.inf if self.iterations is None else self.iterations

    def is_told(self) -> bool:
        return self.should_stop is not None and self.should_stop()

    def effort(self, seconds: float, nodes: int, gap: float = 0.0) -> Effort:
        """Return a limit for one exact solve: by nodes only, where runs must repeat."""
        if self.iterations is not None:
            return Effort(nodes=nodes, gap=gap)
        return Effort(seconds=max(0.05, min(seconds, self.seconds - self.elapsed)), gap=gap)


class _Run:
    def __init__(self, model: Model, watch: _Watch, seed: int, progress: Progress | None) -> None:
        self.model, self.watch, self.seed, self.progress = model, watch, seed, progress
        self.table = self._start()
        self.search = Search(model)
        self.prices = Prices.zero(model).whole(model)
        self.bound, self.certificate = certify(model, self.prices)

    def plan(self) -> None:
        """Run the phases in order, each only while there is time and something left to gain."""
        self._find_prices()
        self._build_greedily()
        self._improve()
        self._solve_exactly()
        self._settle()

    def _start(self) -> Timetable:
        """Return a timetable of the pins alone, each with its minimum of people."""
        table = Timetable(self.model)
        columns = self.model.pinned_columns
        seats = best_seats(self.model, columns, table.left, self.model.floors)
        problem = self.model.problem
        lecturers = {(pin.room, pin.slot): pin for pin in problem.pins}
        for index, column in enumerate(columns.tolist()):
            pin = lecturers[self._room_and_slot(column)]
            if seats.short[index]:
                raise ProblemError(pins.name_of(pin), "cannot reach min together with the other pins")
            mine = seats.position == index
            lecturer = int(self.model.staff_of(int(self.model.col_market[column]))[0])
            table.add(column, lecturer, seats.wish[mine], seats.people[mine])
        return table

    def _room_and_slot(self, column: int) -> tuple[str, str]:
        problem, place = self.model.problem, int(self.model.col_place[column])
        return problem.rooms[place // self.model.slots].id, problem.slots[place % self.model.slots].id

    def _report(self, phase: str) -> None:
        if self.progress is not None:
            self.progress(phase, self.table.value, self.bound)

    def _find_prices(self) -> None:
        mean = float(self.model.arc_value.mean()) if len(self.model.arc_value) else 1.0
        self.search.run(steps=self._affordable_steps(), reach=0.2 * mean * UNIT, go_on=self.watch.until(PRICE_SHARE))
        self.prices = self.search.prices()
        bound, certificate = certify(self.model, self.prices)
        if bound < self.bound:
            self.bound, self.certificate = bound, certificate
        self._report("prices")

    def _affordable_steps(self) -> int:
        if self.watch.iterations is not None:
            return PRICE_STEPS
        before = self.watch.elapsed
        self.search.run(steps=3, reach=0.0, go_on=self.watch.until())
        each = max(1e-6, (self.watch.elapsed - before) / 3)
        return int(np.clip((PRICE_SHARE * self.watch.seconds - self.watch.elapsed) * 0.95 / each, 1, PRICE_STEPS))

    def _build_greedily(self) -> None:
        start, best = self.table, None
        starts = [table for table in (replant(start), start) if table is not None]
        for begin in starts:
            for trust in TRUSTS:
                table = begin.copy()
                fill(table, self.prices, trust=trust, usage=self.search.usage(), go_on=self.watch.until())
                reassign(table, list(table.held))
                if table.is_complete() and (best is None or table.value > best.value):
                    best = table
        self.table = best or self._complete(start)
        self._report("greedy")

    def _complete(self, start: Timetable) -> Timetable:
        """Find any plan that keeps the share of free sections beside low-fee pins."""
        if start.is_complete():
            return start
        table = Timetable(self.model)
        choice = solve_part(
            table, np.arange(len(self.model.col_market)), Effort(nodes=10_000)
        )  # no clock: without any plan there is nothing to return
        if choice is None or not seat(table, choice):
            raise ProblemError(
                "pins", "leave no plan that keeps the share of free sections, the budget and the reserve"
            )
        return table

    @property
    def _is_closed(self) -> bool:
        return self.table.value >= self.bound or not len(self.model.col_market)

    def _worth(self) -> NDArray[np.float64]:
        """Return how promising each column is: its worth at the prices, and more if the search kept choosing it."""
        worth = np.asarray(inner_maximum(self.model, self.prices).col_value, float)
        return worth + BONUS * float(self.model.col_cap.mean() * self.model.arc_value.mean()) * self.search.usage()

    def _solve_exactly(self) -> None:
        """Solve the whole season at once where prices and plan leave few enough columns."""
        columns = self._open_columns()
        is_wanted = self.watch.most_rounds > 0 and self.watch.until()()
        if self._is_closed or len(columns) > EXACT_COLUMNS or not is_wanted:
            return
        table = Timetable(self.model)
        choice = solve_part(table, columns, self.watch.effort(self.watch.seconds, EXACT_NODES))
        if choice is not None and seat(table, choice) and table.is_complete():
            self.table = max(self.table, table, key=lambda item: item.value)
        self._report("exact")

    def _open_columns(self) -> Ints:
        """Return the columns a better plan could hold: forcing any other takes the bound below the value."""
        model = self.model
        inner = inner_maximum(model, self.prices)
        best = np.zeros(model.places)
        np.maximum.at(best, model.col_place, inner.col_value)
        loss = best[model.col_place] - inner.col_value
        return np.flatnonzero((self.search.bound - loss >= self.table.value * UNIT) | model.is_pinned)

    def _improve(self) -> None:
        """Better the plan part by part; a small season stops early and leaves the rest to one exact solve."""
        seconds = None if self.watch.iterations is not None else min(0.6, self.watch.seconds / 20)
        if self._is_closed:
            return
        improver = Improver(self.table, self._worth(), seed=self.seed, seconds=seconds)
        is_small = len(self._open_columns()) <= EXACT_COLUMNS
        go_on = self.watch.until(IMPROVE_SHARE if is_small else 1.0)
        while go_on() and not self._is_closed and improver.rounds < self.watch.most_rounds:
            if is_small and improver.idle >= PATIENCE:
                break
            if improver.step():
                self.table = improver.table
                self._report("improve")
        self.table = improver.table

    def _settle(self) -> None:
        reassign(self.table, list(self.table.held))
        self._report("done")

    def result(self) -> Plan:
        """Return the plan with its proof and its reasons."""
        value, empty = self.table.value, self.model.empty_value
        return Plan(
            sections=tuple(self._sections()),
            value=value,
            bound=self.bound,
            gap=(self.bound - value) / max(1, self.bound - empty),
            seconds=0.0 if self.watch.iterations is not None else round(self.watch.elapsed, 3),
            certificate=self.certificate,
            unmet=explain(self.table),
        )

    def _sections(self) -> list[Section]:
        problem, model = self.model.problem, self.model
        sections = []
        for place in sorted(self.table.held):
            held = self.table.held[place]
            course = int(model.market_course[model.col_market[held.column]])
            pairs = zip(held.wish.tolist(), held.people.tolist(), strict=True)
            sections.append(
                Section(
                    problem.courses[course].id,
                    *self._room_and_slot(held.column),
                    problem.lecturers[held.lecturer].id,
                    tuple(sorted((problem.wishes[wish].id, people) for wish, people in pairs)),
                )
            )
        return sections
