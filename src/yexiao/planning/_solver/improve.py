"""Large neighbourhood search: free a part of the plan, solve that part exactly, keep what is better.

Two parts are solved at a time, one per core (HiGHS lets go of the interpreter's lock), and applied in a fixed order
to the plan as it then is, so a run with a given number of iterations repeats to the byte.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from .assign import best_seats, reassign
from .exact import Choice, Effort, solve_part
from .neighbourhoods import Neighbourhood, Neighbourhoods
from .timetable import Timetable

WORKERS = 2
SMALLEST, LARGEST = 4, 40  # sections freed at once
ROUNDS_PER_RESEAT = 20
PART_GAP = 2e-3  # a part need not be solved to the end: it will be freed again
PART_NODES = 300
IDLE_ROUNDS = 6


class Improver:
    """A plan and what is tried to better it."""

    def __init__(self, table: Timetable, col_value: NDArray[np.float64], *, seed: int, seconds: float | None) -> None:
        self.table = table
        self.parts = Neighbourhoods(table.model, col_value, seed=seed)
        self.seconds = seconds
        self.size = 10.0
        self.rounds = self.idle = 0

    def step(self) -> bool:
        """Try one part per core and tell whether the plan became better."""
        before = self.table.value
        self.rounds += 1
        if self.rounds % ROUNDS_PER_RESEAT == 0:
            reassign(self.table, list(self.table.held))
        drawn: list[tuple[Neighbourhood, Timetable]] = []
        for _ in range(WORKERS):
            avoid = {place for part, _ in drawn for place in part.places}
            drawn.append(self.parts.draw(self.table, int(self.size), avoid=avoid))
        effort = self._effort()
        with ThreadPoolExecutor(WORKERS) as pool:
            choices = list(pool.map(lambda item: solve_part(item[1], item[0].columns, effort), drawn))
        for (part, _), choice in zip(drawn, choices, strict=True):
            self._adapt(choice)
            self._apply(part, choice)
        self.idle = 0 if self.table.value > before else self.idle + 1
        return self.table.value > before

    def _effort(self) -> Effort:
        """Solve parts roughly while that pays, and thoroughly once it does not."""
        if self.idle < IDLE_ROUNDS:
            return Effort(seconds=self.seconds, nodes=PART_NODES, gap=PART_GAP)
        return Effort(seconds=self.seconds and 3 * self.seconds, nodes=3 * PART_NODES, gap=0.0)

    def _adapt(self, choice: Choice | None) -> None:
        factor = 1.02 if choice is not None and choice.is_proven else 0.9
        self.size = float(np.clip(self.size * factor, SMALLEST, LARGEST))

    def _apply(self, part: Neighbourhood, choice: Choice | None) -> None:
        """Put a choice into the plan as it is now, if it still fits and is no worse."""
        if choice is None:
            return
        trial = self.table.copy()
        for place in part.places:
            trial.remove(place)
        if not seat(trial, choice):
            return
        if trial.value >= self.table.value and trial.is_complete():
            self.table = trial


def seat(table: Timetable, choice: Choice) -> bool:
    """Add a choice's sections and seat the unserved in them as well as can be.

    False, with the plan half changed, where a section does not fit or misses its minimum.
    """
    model = table.model
    deficit = np.maximum(0, model.floors - table.street_served)
    seats = best_seats(model, np.array(choice.columns, np.int64), table.left, deficit)
    if seats.short.any():
        return False
    for index, (column, lecturer) in enumerate(zip(choice.columns, choice.lecturers, strict=True)):
        if not _fits(table, column, lecturer):
            return False
        mine = seats.position == index
        table.add(column, lecturer, seats.wish[mine], seats.people[mine])
    return True


def _fits(table: Timetable, column: int, lecturer: int) -> bool:
    model = table.model
    market = int(model.col_market[column])
    able = model.staff[table.free_staff(market, with_reserve=False)]
    return int(model.col_place[column]) not in table.held and bool((able == lecturer).any())
