"""What the planner is measured against: a plain greedy, and what a clerk would do."""

from __future__ import annotations

import numpy as np

from yexiao.planning._solver.greedy import fill
from yexiao.planning._solver.model import Model
from yexiao.planning._solver.prices import Prices
from yexiao.planning._solver.timetable import Timetable


def plain_greedy(model: Model) -> Timetable:
    """Open the section that adds the most people's worth, again and again."""
    table = Timetable(model)
    fill(table, Prices.zero(model), trust=0.0)
    return table


def clerk(model: Model) -> Timetable:
    """Give the biggest room, evening by evening, to the course most people around still wait for.

    People are taken in the order of their wishes, the first lecturer who can come is called.
    """
    table = Timetable(model)
    at_place: dict[int, list[int]] = {}
    for column, place in enumerate(model.col_place.tolist()):
        at_place.setdefault(place, []).append(column)
    seats = {place: int(model.col_cap[columns].max()) for place, columns in at_place.items()}
    for place in sorted(at_place, key=lambda key: (-seats[key], key)):
        for column in sorted(at_place[place], key=lambda key: -_waiting(table, key)):
            if _hold(table, column):
                break
    return table


def _waiting(table: Timetable, column: int) -> int:
    arcs = table.model.arcs_of(int(table.model.col_market[column]))
    return int(table.left[table.model.arc_wish[arcs]].sum())


def _hold(table: Timetable, column: int) -> bool:
    model = table.model
    market = int(model.col_market[column])
    able = model.staff[table.free_staff(market)]
    if _waiting(table, column) < model.col_min[column] or not len(able) or not table.allows(column, int(able[0])):
        return False
    wish = model.arc_wish[model.arcs_of(market)]
    left = table.left[wish]
    taken = np.clip(int(model.col_cap[column]) - (np.cumsum(left) - left), 0, left)
    table.add(column, int(able[0]), wish[taken > 0], taken[taken > 0])
    return True
