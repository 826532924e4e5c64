"""Give people to opened sections exactly: one min-cost flow from streets over wishes to sections.

A street's first people are worth the penalty they lift, so its floor is a second arc into the street; a section's
first ``min`` seats carry a reward no other choice can outbid, so a minimum is missed only where it must be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import Model, spread
from .timetable import Timetable

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Seats:
    """Who is served by which of the given columns: position of the column, wish and people."""

    position: Ints
    wish: Ints
    people: Ints
    short: Ints  # people missing to each column's minimum


def reassign(table: Timetable, places: list[int]) -> bool:
    """Seat the people of these places and everybody unserved anew, as well as can be; tell whether it paid."""
    model = table.model
    before = table.value
    held = [table.remove(place) for place in places]
    columns = np.array([item.column for item in held], np.int64)
    deficit = np.maximum(0, model.floors - table.street_served)
    seats = best_seats(model, columns, table.left, deficit)
    better = not seats.short.any()
    for index, item in enumerate(held):
        mine = seats.position == index
        wish, people = (seats.wish[mine], seats.people[mine]) if better else (item.wish, item.people)
        table.add(item.column, item.lecturer, wish, people)
    return table.value > before


def best_seats(model: Model, columns: Ints, left: Ints, deficit: Ints) -> Seats:
    """Serve the people ``left`` in the columns with the greatest value; ``deficit`` is what streets still lack."""
    network = _Network(model, columns, left, deficit)
    return network.solve()


class _Arcs:
    """Arcs collected column by column before they go to the flow solver in one call."""

    def __init__(self) -> None:
        self.tail: list[Ints] = []
        self.head: list[Ints] = []
        self.room: list[Ints] = []
        self.cost: list[Ints] = []

    def add(self, tail: Ints, head: Ints, room: Ints, cost: Ints | int) -> None:
        self.tail.append(tail)
        self.head.append(np.broadcast_to(head, tail.shape))
        self.room.append(np.broadcast_to(room, tail.shape))
        self.cost.append(np.broadcast_to(np.asarray(cost, np.int64), tail.shape))


class _Network:
    def __init__(self, model: Model, columns: Ints, left: Ints, deficit: Ints) -> None:
        self.model, self.columns = model, columns
        market = model.col_market[columns]
        start = model.arc_start[market]
        lengths = model.arc_start[market + 1] - start
        arc = spread(start, lengths)
        position = np.repeat(np.arange(len(columns)), lengths)
        keep = left[model.arc_wish[arc]] > 0
        self.arc, self.position = arc[keep], position[keep]
        self.wishes, self.wish_of_arc = np.unique(model.arc_wish[self.arc], return_inverse=True)
        self.left = left[self.wishes]
        self.streets, self.street_of = np.unique(model.wish_street[self.wishes], return_inverse=True)
        self.deficit = deficit[self.streets]

    def solve(self) -> Seats:
        from ortools.graph.python import min_cost_flow  # slow to load, and not every process plans

        flow = min_cost_flow.SimpleMinCostFlow()
        arcs, served, first = self._arcs()
        tail, head = np.concatenate(arcs.tail), np.concatenate(arcs.head)
        flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.concatenate(arcs.room), np.concatenate(arcs.cost))
        total = int(self.left.sum())
        flow.set_node_supply(0, total)
        flow.set_node_supply(1, -total)
        status = flow.solve()
        if status != flow.OPTIMAL:
            raise RuntimeError(f"the seats' flow ended with status {status}")
        people = np.asarray(flow.flows(np.arange(first, first + served)), np.int64)
        return self._seats(people)

    def _arcs(self) -> tuple[_Arcs, int, int]:
        model, arcs = self.model, _Arcs()
        columns, streets, wishes = len(self.columns), len(self.streets), len(self.wishes)
        section_node = 2 + np.arange(columns)
        street_node = 2 + columns + np.arange(streets)
        wish_node = 2 + columns + streets + np.arange(wishes)
        source, plenty = np.zeros(1, np.int64), np.array([int(self.left.sum())])
        arcs.add(source, np.ones(1, np.int64), plenty, 0)
        arcs.add(np.zeros(streets, np.int64), street_node, self.deficit, -model.rules.street_penalty)
        arcs.add(np.zeros(streets, np.int64), street_node, plenty, 0)
        arcs.add(street_node[self.street_of], wish_node, self.left, 0)
        first = sum(len(part) for part in arcs.tail)
        values = model.arc_value[self.arc]
        arcs.add(wish_node[self.wish_of_arc], section_node[self.position], self.left[self.wish_of_arc], -values)
        least, most = model.col_min[self.columns], model.col_cap[self.columns]
        arcs.add(section_node, np.ones(columns, np.int64), least, -self._reward(values))
        arcs.add(section_node, np.ones(columns, np.int64), most - least, 0)
        return arcs, len(self.arc), first

    def _reward(self, values: Ints) -> int:
        """Return more than moving one person along any chain of sections could cost."""
        best = int(values.max(initial=0)) + self.model.rules.street_penalty + 1
        return 2 * best * (len(self.columns) + len(self.streets) + 2)

    def _seats(self, people: Ints) -> Seats:
        keep = people > 0
        position = self.position[keep]
        served = np.bincount(position, weights=people[keep], minlength=len(self.columns)).astype(np.int64)
        short = np.maximum(0, self.model.col_min[self.columns] - served)
        return Seats(position, self.model.arc_wish[self.arc[keep]], people[keep], short)
