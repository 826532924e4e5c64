"""The season, or a part of it, as a mixed-integer programme for HiGHS.

Variables: x (a column is held), w (a lecturer gives a market), y (people of an arc), z (people that lift a street's
penalty), r (a lecturer kept in hand), u (a lecturer's venue of an evening with several slots). Given x and w the rest
is a flow, so only they need to be whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import spread
from .timetable import Timetable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """Columns to hold with their lecturers; ``is_proven`` if nothing better exists in the part."""

    columns: list[int]
    lecturers: list[int]
    is_proven: bool


@dataclass(frozen=True)
class Effort:
    """How long one solve may take: seconds, nodes (the repeatable limit), relative gap."""

    seconds: float | None = None
    nodes: int | None = None
    gap: float = 0.0

    def options(self) -> dict[str, float]:
        """Return the limits in HiGHS' words."""
        named = {"time_limit": self.seconds, "node_limit": self.nodes, "mip_rel_gap": self.gap}
        return {key: value for key, value in named.items() if value is not None}


def solve_part(table: Timetable, columns: Ints, effort: Effort) -> Choice | None:
    """Choose among the columns the best sections to add to what the timetable holds; None if none was found.

    The columns' places must be free in the timetable. Its sections and their people stay as they are.
    """
    if not len(columns):
        return Choice([], [], is_proven=True)
    from scipy.optimize import Bounds, LinearConstraint, milp

    part = Part(table, columns)
    matrix, low, high = part.rows.build(part.size)
    result = milp(
        -part.gain,
        integrality=part.integrality,
        bounds=Bounds(part.low, part.high),
        constraints=LinearConstraint(matrix, low, high),
        options=effort.options(),
    )
    if result.x is None:
        return None
    return part.read(result.x, is_proven=result.status == 0)


class _Rows:
    """Constraints as triplets; a block adds one row per distinct group."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.col: list[Ints] = []
        self.factor: list[Floats] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []
        self.count = 0

    def block(self, count: int, low: Floats | float, high: Floats | float) -> int:
        """Add rows and return the number of the first."""
        self.low.append(np.broadcast_to(np.asarray(low, float), (count,)))
        self.high.append(np.broadcast_to(np.asarray(high, float), (count,)))
        self.count += count
        return self.count - count

    def put(self, row: Ints | int, col: Ints, factor: NDArray[Any] | float) -> None:
        """Set coefficients."""
        self.row.append(np.broadcast_to(np.asarray(row, np.int64), col.shape))
        self.col.append(col)
        self.factor.append(np.broadcast_to(np.asarray(factor, float), col.shape))

    def build(self, size: int) -> tuple[object, Floats, Floats]:
        from scipy.sparse import csr_array

        triplets = np.concatenate(self.factor), (np.concatenate(self.row), np.concatenate(self.col))
        matrix = csr_array(triplets, shape=(self.count, size))
        return matrix, np.concatenate(self.low), np.concatenate(self.high)


class Part:
    """The programme of a part: its variables in blocks, bounds, gain and rows."""

    def __init__(self, table: Timetable, columns: Ints) -> None:
        self.table, self.model, self.columns = table, table.model, columns
        self.rows = _Rows()
        self.markets, self.market_of_col = np.unique(self.model.col_market[columns], return_inverse=True)
        self._collect_staff()
        self._collect_arcs()
        self._lay_out()
        self._seat_rows()
        self._place_and_staff_rows()
        self._evening_rows()
        self._total_rows()
        self._reserve_rows()

    def _collect_staff(self) -> None:
        found = [self._possible_staff(int(market)) for market in self.markets]
        self.staff = np.concatenate([np.zeros(0, np.int64), *found])
        self.market_of_staff = np.repeat(np.arange(len(found)), [len(part) for part in found])

    def _possible_staff(self, market: int) -> Ints:
        return self.table.free_staff(market, with_reserve=False)

    def _collect_arcs(self) -> None:
        model, left = self.model, self.table.left
        start = model.arc_start[self.markets]
        lengths = model.arc_start[self.markets + 1] - start
        arc = spread(start, lengths)
        market = np.repeat(np.arange(len(self.markets)), lengths)
        keep = left[model.arc_wish[arc]] > 0
        self.arc, self.market_of_arc = arc[keep], market[keep]
        self.wishes, self.wish_of_arc = np.unique(model.arc_wish[self.arc], return_inverse=True)
        deficit = model.floors - self.table.street_served
        streets = np.unique(model.wish_street[self.wishes]) if model.rules.street_penalty else np.zeros(0, np.int64)
        self.streets = streets[deficit[streets] > 0]
        self.deficit = deficit[self.streets]

    def _lay_out(self) -> None:
        """Number the variables: x, w, y, z; later blocks are appended by ``_more``."""
        model, left = self.model, self.table.left
        sizes = [len(self.columns), len(self.staff), len(self.arc), len(self.streets)]
        self.x, self.w, self.y, self.z = np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:-1])
        self.size = sum(sizes)
        self.low, self.high = np.zeros(self.size), np.ones(self.size)
        self.low[self.x[model.is_pinned[self.columns]]] = 1
        self.high[self.y] = left[model.arc_wish[self.arc]]
        self.high[self.z] = self.deficit
        self.gain = np.zeros(self.size)
        self.gain[self.y] = model.arc_value[self.arc]
        self.gain[self.z] = model.rules.street_penalty
        self.integrality = np.zeros(self.size)
        self.integrality[self.x] = self.integrality[self.w] = 1

    def _more(self, count: int) -> Ints:
        first, self.size = self.size, self.size + count
        for name, value in (("low", 0.0), ("high", 1.0), ("gain", 0.0), ("integrality", 1.0)):
            setattr(self, name, np.concatenate([getattr(self, name), np.full(count, value)]))
        return np.arange(first, self.size)

    def _seat_rows(self) -> None:
        model, rows = self.model, self.rows
        people = self.table.left[self.wishes]
        once = rows.block(len(self.wishes), 0, people.astype(float))
        rows.put(once + self.wish_of_arc, self.y, 1)
        most = rows.block(len(self.markets), -np.inf, 0)
        rows.put(most + self.market_of_arc, self.y, 1)
        rows.put(most + self.market_of_col, self.x, -model.col_cap[self.columns])
        least = rows.block(len(self.markets), 0, np.inf)
        rows.put(least + self.market_of_arc, self.y, 1)
        rows.put(least + self.market_of_col, self.x, -model.col_min[self.columns])
        self._link_rows(people)
        lift = rows.block(len(self.streets), -np.inf, 0)
        rows.put(lift + np.arange(len(self.streets)), self.z, 1)
        street = model.wish_street[model.arc_wish[self.arc]]
        position = np.searchsorted(self.streets, street)
        hit = np.isin(street, self.streets)
        rows.put(lift + position[hit], self.y[hit], -1)

    def _link_rows(self, people: Ints) -> None:
        """Nobody is served by a market that is not held: the rows that make the relaxation tight."""
        rows = self.rows
        link = rows.block(len(self.arc), -np.inf, 0)
        rows.put(link + np.arange(len(self.arc)), self.y, 1)
        order = np.argsort(self.market_of_col, kind="stable")
        lengths = np.bincount(self.market_of_col, minlength=len(self.markets))
        first = np.cumsum(lengths) - lengths
        times = lengths[self.market_of_arc]
        column = order[spread(first[self.market_of_arc], times)]
        arc = np.repeat(np.arange(len(self.arc)), times)
        seats = np.minimum(people[self.wish_of_arc][arc], self.model.col_cap[self.columns][column])
        rows.put(link + arc, self.x[column], -seats)

    def _place_and_staff_rows(self) -> None:
        model, rows = self.model, self.rows
        _, place = np.unique(model.col_place[self.columns], return_inverse=True)
        held = rows.block(int(place.max(initial=-1)) + 1, 0, 1)
        rows.put(held + place, self.x, 1)
        match = rows.block(len(self.markets), 0, 0)
        rows.put(match + self.market_of_col, self.x, 1)
        rows.put(match + self.market_of_staff, self.w, -1)
        _, hour = np.unique(model.staff_hour[self.staff], return_inverse=True)
        once = rows.block(int(hour.max(initial=-1)) + 1, 0, 1)
        rows.put(once + hour, self.w, 1)
        self.who, self.who_of_staff = np.unique(model.staff[self.staff], return_inverse=True)
        spare = model.lecturer_limit[self.who] - self.table.load[self.who]
        self.limit_rows = rows.block(len(self.who), 0, spare.astype(float))
        rows.put(self.limit_rows + self.who_of_staff, self.w, 1)

    def _evening_rows(self) -> None:
        """A lecturer stays in one venue of an evening; only evenings with several slots need the variables."""
        model, rows = self.model, self.rows
        market = self.markets[self.market_of_staff]
        evening = model.slot_evening[model.market_slot[market]]
        several = np.bincount(model.slot_evening)[evening] > 1
        night = model.staff[self.staff] * (int(model.slot_evening.max(initial=0)) + 1) + evening
        stay = night * len(model.problem.venues) + model.market_venue[market]
        _, stay_of = np.unique(stay[several], return_inverse=True)
        stays = self._more(int(stay_of.max(initial=-1)) + 1)
        link = rows.block(int(several.sum()), -np.inf, 0)
        rows.put(link + np.arange(len(stay_of)), self.w[several], 1)
        rows.put(link + np.arange(len(stay_of)), stays[stay_of], -1)
        _, night_of_stay = np.unique(np.unique(stay[several]) // len(model.problem.venues), return_inverse=True)
        once = rows.block(int(night_of_stay.max(initial=-1)) + 1, 0, 1)
        rows.put(once + night_of_stay, stays, 1)

    def _total_rows(self) -> None:
        table, model, rows = self.table, self.model, self.rows
        rules = model.rules
        if rules.max_sections is not None:
            rows.put(rows.block(1, 0, rules.max_sections - table.sections), self.x, 1)
        if rules.budget is not None:
            row = rows.block(1, 0, float(rules.budget - table.cost))
            rows.put(row, self.x, model.col_cost[self.columns])
            rows.put(row, self.w, model.lecturer_cost[model.staff[self.staff]])
        if rules.free_share:
            owed = rules.free_share * table.sections - table.free - 1e-9
            row = rows.block(1, owed, np.inf)
            rows.put(row, self.x, model.col_free[self.columns] - rules.free_share)

    def _reserve_rows(self) -> None:
        model, rows = self.model, self.rows
        if not model.reserve_size:
            return
        idle = self.table.load < model.lecturer_limit
        others = int(idle.sum()) - int(idle[self.who].sum())
        if others >= model.reserve_size:
            return
        resting = self._more(len(self.who))
        rows.put(self.limit_rows + np.arange(len(self.who)), resting, 1)
        rows.put(rows.block(1, model.reserve_size - others, np.inf), resting, 1)

    def read(self, solution: Floats, *, is_proven: bool) -> Choice:
        """Return the sections of a solution; lecturers of a market go to its rooms in order."""
        held = np.flatnonzero(solution[self.x] > 0.5)
        given = np.flatnonzero(solution[self.w] > 0.5)
        held = held[np.argsort(self.market_of_col[held], kind="stable")]
        given = given[np.argsort(self.market_of_staff[given], kind="stable")]
        lecturers = self.model.staff[self.staff[given]]
        return Choice(self.columns[held].tolist(), lecturers.tolist(), is_proven)
