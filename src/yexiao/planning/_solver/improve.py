"""Large neighbourhood search: free a part of the plan, solve that part exactly, keep what is better."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .assign import best_seats, reassign
from .exact import Effort, solve_part
from .geo import kilometres
from .model import Model
from .timetable import Timetable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SMALLEST, LARGEST = 4, 40  # sections freed at once
COLUMNS_PER_SECTION = 12
ROUNDS_PER_RESEAT = 25


class Improver:
    """A plan, the worth of each column at the prices, and a seeded choice of what to try next."""

    def __init__(self, table: Timetable, col_value: Floats, *, seed: int, seconds: float | None) -> None:
        self.table, self.model = table, table.model
        self.col_value = col_value
        self.rng = np.random.default_rng(seed)
        self.size = 10.0
        self.seconds = seconds
        self.rounds = self.idle = 0
        self.distance = _venue_distances(self.model)

    def step(self) -> bool:
        """Try one neighbourhood and tell whether the plan became better."""
        self.rounds += 1
        if self.rounds % ROUNDS_PER_RESEAT == 0:
            reassign(self.table, list(self.table.held))
        places, near = self._choose_part()
        before = self.table.value
        trial = self.table.copy()
        removed = [trial.remove(place).column for place in places]
        columns = self._candidates(trial, np.array(removed, np.int64), near)
        if not len(columns):
            return False
        if self._solve(trial, columns) and trial.value >= before and trial.is_complete():
            self.table = trial
        is_better = self.table.value > before
        self.idle = 0 if is_better else self.idle + 1
        return is_better

    def _solve(self, trial: Timetable, columns: Ints) -> bool:
        choice = solve_part(trial, columns, Effort(seconds=self.seconds, nodes=300, gap=1e-4))
        proven = choice is not None and choice.is_proven
        self.size = float(np.clip(self.size * (1.02 if proven else 0.9), SMALLEST, LARGEST))
        if choice is None:
            return False
        return seat(trial, choice.columns, choice.lecturers)

    def _choose_part(self) -> tuple[list[int], NDArray[np.bool_] | None]:
        """Return places to free, and the venues to choose among (None for all)."""
        model, held = self.model, self.table.held
        free = np.array([place for place, item in held.items() if not model.is_pinned[item.column]], np.int64)
        size = int(self.size)
        venue = int(self.rng.integers(len(model.problem.venues)))
        if not len(free):
            return [], self._around(venue, 3)
        columns = np.array([held[int(place)].column for place in free], np.int64)
        kind = self.rng.random()
        if kind < 0.5:
            return self._area(free, columns, venue, size)
        if kind < 0.75:
            return self._crew(free, columns, size), None
        return self._courses(free, columns, size), None

    def _around(self, venue: int, count: int) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.distance), bool)
        mask[np.argsort(self.distance[venue], kind="stable")[:count]] = True
        return mask

    def _area(self, free: Ints, columns: Ints, venue: int, size: int) -> tuple[list[int], NDArray[np.bool_]]:
        """Free sections near a venue, all of them or those of a few slots."""
        model = self.model
        market = model.col_market[columns]
        km = self.distance[venue][model.market_venue[market]]
        if self.rng.random() < 0.4:
            slots = self.rng.permutation(model.slots)[: max(1, model.slots // 3)]
            km = km + np.where(np.isin(model.market_slot[market], slots), 0.0, 1e6)
        order = np.argsort(km, kind="stable")[:size]
        radius = float(km[order].max() % 1e6)
        return free[order].tolist(), self.distance[venue] <= radius + 1e-9

    def _crew(self, free: Ints, columns: Ints, size: int) -> list[int]:
        """Free the sections of a lecturer and of the colleagues nearest in courses."""
        held = self.table.held
        staff = np.array([held[int(place)].lecturer for place in free], np.int64)
        lead = int(self.rng.choice(staff))
        teaches = self._teaches
        likeness = (teaches[staff] & teaches[lead]).sum(axis=1) + self.rng.random(len(staff)) * 0.5
        likeness[staff == lead] = 1e3
        chosen: list[int] = free[np.argsort(-likeness, kind="stable")[:size]].tolist()
        return chosen

    def _courses(self, free: Ints, columns: Ints, size: int) -> list[int]:
        """Free the sections of a few courses around one of them."""
        model = self.model
        market = model.col_market[columns]
        lead = int(self.rng.integers(len(free)))
        km = self.distance[model.market_venue[market[lead]]][model.market_venue[market]]
        chosen = self.rng.permutation(np.unique(model.market_course[market]))[:3]
        same = (model.market_course[market] == model.market_course[market[lead]]) | np.isin(
            model.market_course[market], chosen
        )
        nearest: list[int] = free[np.argsort(np.where(same, km, km + 1e6), kind="stable")[:size]].tolist()
        return nearest

    @property
    def _teaches(self) -> NDArray[np.bool_]:
        model = self.model
        mask = np.zeros((len(model.lecturer_limit), len(model.course_min)), bool)
        market = np.repeat(np.arange(len(model.market_course)), np.diff(model.staff_start))
        mask[model.staff, model.market_course[market]] = True
        return mask

    def _candidates(self, trial: Timetable, removed: Ints, near: NDArray[np.bool_] | None) -> Ints:
        """Return the removed columns and the most promising others that the freed means could hold."""
        model = self.model
        able = (trial.load < model.lecturer_limit)[model.staff] & ~trial.hour_taken[model.staff_hour]
        staffed = np.zeros(len(model.market_course), bool)
        staffed[np.repeat(np.arange(len(staffed)), np.diff(model.staff_start))[able]] = True
        taken = np.zeros(model.places, bool)
        taken[list(trial.held)] = True
        usable = staffed[model.col_market] & ~taken[model.col_place]
        if near is not None:
            usable &= near[model.market_venue[model.col_market]]
        usable[removed] = False
        others = np.flatnonzero(usable)
        noise = (
            self.rng.gumbel(size=len(others))
            * 0.05
            * float(np.abs(self.col_value[removed]).mean() if len(removed) else 1)
        )
        spare = COLUMNS_PER_SECTION * max(4, len(removed))
        order = np.argsort(-(self.col_value[others] + noise), kind="stable")[:spare]
        return np.sort(np.concatenate([removed, others[order]]))


def seat(table: Timetable, columns: list[int], lecturers: list[int]) -> bool:
    """Add sections and seat the unserved in them as well as can be; False if a minimum is missed."""
    model = table.model
    deficit = np.maximum(0, model.floors - table.street_served)
    seats = best_seats(model, np.array(columns, np.int64), table.left, deficit)
    if seats.short.any():
        return False
    for index, (column, lecturer) in enumerate(zip(columns, lecturers, strict=True)):
        mine = seats.position == index
        table.add(column, lecturer, seats.wish[mine], seats.people[mine])
    return True


def improve(
    improver: Improver, *, rounds: int | None, go_on: Callable[[], bool], report: Callable[[int], None]
) -> None:
    """Try neighbourhoods for some rounds or while told to go on; report each better value."""
    while go_on() and (rounds is None or improver.rounds < rounds):
        if improver.step():
            report(improver.table.value)


def _venue_distances(model: Model) -> Floats:
    places = np.array([(venue.lat, venue.lon) for venue in model.problem.venues]).reshape(-1, 2)
    return kilometres(places[:, :1], places[:, 1:], places[:, 0], places[:, 1])
