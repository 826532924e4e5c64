"""A plan under construction: sections, who is served, and what is left of everything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import Model

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Held:
    """A section of a timetable: its column, lecturer, and the people served of each wish."""

    column: int
    lecturer: int
    wish: Ints
    people: Ints


class Timetable:
    """Sections by place, kept consistent with every total the rules look at."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.held: dict[int, Held] = {}
        self.left = model.people.copy()
        self.street_served = np.zeros(len(model.floors), np.int64)
        self.hour_taken = np.zeros(model.hours, bool)
        self.load = np.zeros(len(model.lecturer_limit), np.int64)
        self.evenings: dict[tuple[int, int], list[int]] = {}
        self.points = self.cost = self.free = 0

    def copy(self) -> Timetable:
        """Return a timetable that changes on its own."""
        twin = Timetable.__new__(Timetable)
        twin.__dict__.update(self.__dict__)
        for name in ("left", "street_served", "hour_taken", "load"):
            setattr(twin, name, getattr(self, name).copy())
        twin.held = dict(self.held)
        twin.evenings = {key: list(venues) for key, venues in self.evenings.items()}
        return twin

    @property
    def value(self) -> int:
        """Return the value of the plan so far."""
        short = np.maximum(0, self.model.floors - self.street_served).sum()
        return self.points - self.model.rules.street_penalty * int(short)

    @property
    def sections(self) -> int:
        """Return the number of sections."""
        return len(self.held)

    def add(self, column: int, lecturer: int, wish: Ints, people: Ints) -> None:
        """Open a section; the caller has made sure that the rules allow it."""
        self.held[int(self.model.col_place[column])] = Held(column, lecturer, wish, people)
        self._count(self.held[int(self.model.col_place[column])], 1)
        self.evenings.setdefault(self._evening(column, lecturer), []).append(self._venue(column))

    def remove(self, place: int) -> Held:
        """Close the section of a place and return it."""
        held = self.held.pop(place)
        self._count(held, -1)
        key = self._evening(held.column, held.lecturer)
        self.evenings[key].remove(self._venue(held.column))
        if not self.evenings[key]:
            del self.evenings[key]
        return held

    def _count(self, held: Held, sign: int) -> None:
        model = self.model
        hour = held.lecturer * model.slots + model.market_slot[model.col_market[held.column]]
        self.hour_taken[hour] = sign > 0
        self.load[held.lecturer] += sign
        self.cost += sign * int(model.col_cost[held.column] + model.lecturer_cost[held.lecturer])
        self.free += sign * int(model.col_free[held.column])
        self.left[held.wish] -= sign * held.people
        np.add.at(self.street_served, model.wish_street[held.wish], sign * held.people)
        self.points += sign * int((self.values_of(held.column, held.wish) * held.people).sum())

    def values_of(self, column: int, wish: Ints) -> Ints:
        """Return the value of serving one person of each wish in a column."""
        arcs = self.model.arcs_of(int(self.model.col_market[column]))
        values: Ints = self.model.arc_value[arcs][np.searchsorted(self.model.arc_wish[arcs], wish)]
        return values

    def _venue(self, column: int) -> int:
        return int(self.model.market_venue[self.model.col_market[column]])

    def _evening(self, column: int, lecturer: int) -> tuple[int, int]:
        return lecturer, int(self.model.slot_evening[self.model.market_slot[self.model.col_market[column]]])

    def in_hand(self) -> int:
        """Return how many lecturers keep a section and a slot in hand."""
        return int((self.load < self.model.lecturer_limit).sum())

    def free_staff(self, market: int, *, with_reserve: bool = True) -> Ints:
        """Return positions in ``model.staff`` of lecturers who could take one more section of the market.

        Without the reserve, whoever asks sees to it.
        """
        model = self.model
        first, last = model.staff_start[market], model.staff_start[market + 1]
        staff, hour = model.staff[first:last], model.staff_hour[first:last]
        spare = model.lecturer_limit[staff] - self.load[staff]
        able = (spare > 0) & ~self.hour_taken[hour]
        if with_reserve and self.in_hand() <= model.reserve_size:
            able &= spare > 1
        evening, venue = int(model.slot_evening[model.market_slot[market]]), int(model.market_venue[market])
        found = [
            index
            for index in np.flatnonzero(able)
            if self.evenings.get((int(staff[index]), evening), [venue])[0] == venue
        ]
        return np.asarray(np.array(found, np.int64) + first)

    def allows(self, column: int, lecturer: int) -> bool:
        """Tell whether the totals (sections, budget, share of free ones) allow one more section."""
        rules, model = self.model.rules, self.model
        if rules.max_sections is not None and self.sections >= rules.max_sections:
            return False
        cost = self.cost + int(model.col_cost[column] + model.lecturer_cost[lecturer])
        if rules.budget is not None and cost > rules.budget:
            return False
        return bool(model.col_free[column]) or self.free >= model.least_free(self.sections + 1)

    def is_complete(self) -> bool:
        """Tell whether the rules about the whole plan hold; the others hold by construction."""
        rules = self.model.rules
        return (
            self.free >= self.model.least_free(self.sections)
            and (rules.budget is None or self.cost <= rules.budget)
            and (rules.max_sections is None or self.sections <= rules.max_sections)
            and self.in_hand() >= self.model.reserve_size
        )
