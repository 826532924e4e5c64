"""The season as arrays.

Words used throughout the core:

- a **market** is a course in a venue at a slot, with the lecturers who could give it there; its **arcs** are the
  wishes that could be served there, each with the value of serving one person;
- a **column** is a market held in one room: at most ``col_cap`` people, at a cost;
- a **place** is a room at a slot (``room * slots + slot``): it holds one column at most;
- an **hour** is a lecturer at a slot (``lecturer * slots + slot``).

Arrays named ``x_start`` are the offsets of a compressed list: the entries of row i are
``x[x_start[i]:x_start[i + 1]]``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .problem import Problem, Rules
from .stays import Stays, find_stays

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Model:
    """One season, compiled. Indices follow the order of the problem's tuples."""

    problem: Problem
    streets: tuple[str, ...]
    people: Ints  # (wishes,)
    wish_course: Ints
    wish_street: Ints
    floors: Ints  # (streets,) people to serve before the penalty ends
    course_min: Ints
    course_free: Bools
    market_course: Ints
    market_venue: Ints
    market_slot: Ints
    arc_start: Ints
    arc_wish: Ints
    arc_value: Ints
    staff_start: Ints
    staff: Ints  # lecturers of each market
    col_start: Ints  # columns are grouped by market
    col_market: Ints
    col_room: Ints
    col_cap: Ints
    col_cost: Ints
    lecturer_cost: Ints
    lecturer_limit: Ints  # min(max, slots) of each lecturer
    slot_evening: Ints
    pinned_columns: Ints

    @property
    def rules(self) -> Rules:
        """Return the season's rules."""
        return self.problem.rules

    @cached_property
    def slots(self) -> int:
        """Return the number of slots."""
        return len(self.problem.slots)

    @cached_property
    def arc_market(self) -> Ints:
        """Return the market of each arc."""
        return np.repeat(np.arange(len(self.market_course)), np.diff(self.arc_start))

    @cached_property
    def staff_hour(self) -> Ints:
        """Return the hour a lecturer would spend on the market, beside ``staff``."""
        return self.staff * self.slots + np.repeat(self.market_slot, np.diff(self.staff_start))

    @cached_property
    def stays(self) -> Stays:
        """Return the stays of evenings with several slots."""
        market = np.repeat(np.arange(len(self.market_course)), np.diff(self.staff_start))
        return find_stays(self.staff, self.market_venue[market], self.market_slot[market], self.slot_evening)

    @cached_property
    def col_place(self) -> Ints:
        """Return the place of each column."""
        return self.col_room * self.slots + self.market_slot[self.col_market]

    @cached_property
    def col_min(self) -> Ints:
        """Return the fewest people each column may be held with."""
        return self.course_min[self.market_course[self.col_market]]

    @cached_property
    def col_free(self) -> Bools:
        """Return which columns are free of charge for learners."""
        return self.course_free[self.market_course[self.col_market]]

    @cached_property
    def places(self) -> int:
        """Return the number of places, used or not."""
        return len(self.problem.rooms) * self.slots

    @cached_property
    def hours(self) -> int:
        """Return the number of hours, offered or not."""
        return len(self.problem.lecturers) * self.slots

    @cached_property
    def is_pinned(self) -> Bools:
        """Return which columns a pin keeps."""
        mask = np.zeros(len(self.col_market), bool)
        mask[self.pinned_columns] = True
        return mask

    @cached_property
    def reserve_size(self) -> int:
        """Return how many lecturers must keep a section and a slot in hand."""
        return math.ceil(self.rules.reserve * len(self.problem.lecturers) - 1e-9)

    @cached_property
    def empty_value(self) -> int:
        """Return the value of a plan without sections."""
        return -self.rules.street_penalty * int(self.floors.sum())

    def staff_of(self, market: int) -> Ints:
        """Return the lecturers who could give the market."""
        return self.staff[self.staff_start[market] : self.staff_start[market + 1]]

    def arcs_of(self, market: int) -> slice:
        """Return where the market's arcs lie."""
        return slice(int(self.arc_start[market]), int(self.arc_start[market + 1]))

    def columns_of(self, market: int) -> range:
        """Return the market's columns."""
        return range(int(self.col_start[market]), int(self.col_start[market + 1]))

    def least_free(self, sections: int) -> int:
        """Return how many of so many sections must be free of charge."""
        return math.ceil(self.rules.free_share * sections - 1e-9)


def numbering(ids: Iterable[str]) -> dict[str, int]:
    """Return the position of each id."""
    return {key: index for index, key in enumerate(ids)}


def starts_of(groups: Ints, count: int) -> Ints:
    """Return the offsets of a list sorted by group."""
    starts: Ints = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))]).astype(np.int64)
    return starts


def spread(starts: Ints, lengths: Ints) -> Ints:
    """Return the concatenation of the ranges ``start .. start + length``."""
    if not len(lengths):
        return np.zeros(0, np.int64)
    ends = np.cumsum(lengths)
    return np.asarray(np.arange(int(ends[-1])) + np.repeat(starts - (ends - lengths), lengths))
