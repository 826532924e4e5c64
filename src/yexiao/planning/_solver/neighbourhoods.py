"""Choose parts of a plan worth solving anew: sections that share means or people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .geo import kilometres
from .model import Model
from .timetable import Timetable

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
COLUMNS_PER_SECTION = 7
NOISE = 0.05  # of a typical column's worth, so that other columns get their turn


@dataclass(frozen=True)
class Neighbourhood:
    """Places to free, and the columns to choose among once they are free."""

    places: list[int]
    columns: Ints


class Neighbourhoods:
    """Draws parts from a plan: an area, a crew of lecturers, or a few courses."""

    def __init__(self, model: Model, col_value: Floats, *, seed: int) -> None:
        self.model, self.col_value = model, col_value
        self.rng = np.random.default_rng(seed)

    def draw(self, table: Timetable, size: int, *, avoid: set[int]) -> tuple[Neighbourhood, Timetable]:
        """Return a part of about ``size`` sections and the plan without it; ``avoid`` names places to leave alone."""
        places, near = self._places(table, size, avoid)
        rest = table.copy()
        removed = np.array([rest.remove(place).column for place in places], np.int64)
        return Neighbourhood(places, self._columns(rest, removed, near)), rest

    def _places(self, table: Timetable, size: int, avoid: set[int]) -> tuple[list[int], Bools | None]:
        """Return places to free, and the venues to choose among (None for all)."""
        model, held = self.model, table.held
        places = [place for place, item in held.items() if place not in avoid and not model.is_pinned[item.column]]
        venue = int(self.rng.integers(len(model.problem.venues)))
        if not places:
            return [], self.distance[venue] <= np.sort(self.distance[venue])[:3].max()
        part = _Free(np.array(places), [held[place].column for place in places], [held[p].lecturer for p in places])
        kind = self.rng.random()
        if kind < 0.6:
            return self._area(part, venue, size)
        return (self._crew(part, size) if kind < 0.8 else self._courses(part, size)), None

    def _area(self, free: _Free, venue: int, size: int) -> tuple[list[int], Bools]:
        """Free sections near a venue, all of them or those of a few slots first."""
        model = self.model
        market = model.col_market[free.columns]
        far = self.distance[venue][model.market_venue[market]]
        rank = far.copy()
        if self.rng.random() < 0.4:
            slots = self.rng.permutation(model.slots)[: max(1, model.slots // 3)]
            rank[~np.isin(model.market_slot[market], slots)] += 1e6
        chosen = np.argsort(rank, kind="stable")[:size]
        return free.places[chosen].tolist(), self.distance[venue] <= far[chosen].max() + 1e-9

    def _crew(self, free: _Free, size: int) -> list[int]:
        """Free the sections of a lecturer and of the colleagues nearest in courses."""
        lead = int(self.rng.choice(free.lecturers))
        likeness = (self.teaches[free.lecturers] & self.teaches[lead]).sum(axis=1)
        rank = likeness + self.rng.random(len(free.lecturers)) * 0.5 + 1e3 * (free.lecturers == lead)
        chosen: list[int] = free.places[np.argsort(-rank, kind="stable")[:size]].tolist()
        return chosen

    def _courses(self, free: _Free, size: int) -> list[int]:
        """Free the sections of a few courses around one of them."""
        model = self.model
        market = model.col_market[free.columns]
        courses = model.market_course[market]
        lead = int(self.rng.integers(len(courses)))
        far = self.distance[model.market_venue[market[lead]]][model.market_venue[market]]
        others = self.rng.permutation(np.unique(courses))[:3]
        rank = np.where((courses == courses[lead]) | np.isin(courses, others), far, far + 1e6)
        nearest: list[int] = free.places[np.argsort(rank, kind="stable")[:size]].tolist()
        return nearest

    def _columns(self, rest: Timetable, removed: Ints, near: Bools | None) -> Ints:
        """Return the removed columns and the most promising others that the freed means could hold."""
        model = self.model
        able = (rest.load < model.lecturer_limit)[model.staff] & ~rest.hour_taken[model.staff_hour]
        staffed = np.bincount(self.market_of_staff[able], minlength=len(model.market_course)) > 0
        is_taken = np.zeros(model.places, bool)
        is_taken[list(rest.held)] = True
        usable = staffed[model.col_market] & ~is_taken[model.col_place] & ~model.is_pinned
        if near is not None:
            usable &= near[model.market_venue[model.col_market]]
        usable[removed] = False
        others = np.flatnonzero(usable)
        typical = float(np.abs(self.col_value[removed]).mean()) if len(removed) else 1.0
        worth = self.col_value[others] + self.rng.gumbel(size=len(others)) * NOISE * typical
        best = np.argsort(-worth, kind="stable")[: COLUMNS_PER_SECTION * max(4, len(removed))]
        return np.sort(np.concatenate([removed, others[best]]))

    @cached_property
    def distance(self) -> Floats:
        """Return the kilometres between all venues."""
        at = np.array([(venue.lat, venue.lon) for venue in self.model.problem.venues]).reshape(-1, 2)
        return kilometres(at[:, :1], at[:, 1:], at[:, 0], at[:, 1])

    @cached_property
    def market_of_staff(self) -> Ints:
        """Return the market of each staff entry."""
        return np.repeat(np.arange(len(self.model.market_course)), np.diff(self.model.staff_start))

    @cached_property
    def teaches(self) -> Bools:
        """Return which lecturer gives which course, as (lecturers, courses)."""
        mask = np.zeros((len(self.model.lecturer_limit), len(self.model.course_min)), bool)
        mask[self.model.staff, self.model.market_course[self.market_of_staff]] = True
        return mask


class _Free:
    """The sections that may be freed: places, columns and lecturers side by side."""

    def __init__(self, places: Ints, columns: list[int], lecturers: list[int]) -> None:
        self.places = places
        self.columns, self.lecturers = np.array(columns, np.int64), np.array(lecturers, np.int64)
