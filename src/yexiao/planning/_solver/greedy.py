"""Open sections one by one, the most promising first, judged by prices."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .prices import UNIT, Prices, money
from .timetable import Timetable

Ints = NDArray[np.int64]
LEAST_FAVOUR = 0.3  # of a market the search for prices never chose


def fill(
    table: Timetable,
    prices: Prices,
    *,
    trust: float,
    usage: NDArray[np.float64] | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Add sections while they promise a gain.

    ``trust`` says how far prices are believed: 0 judges a section by the value it adds alone, 1 charges the full
    price of its people, its lecturer and its money. ``usage`` (per column, 0 to 1) favours markets the search for
    prices kept choosing.
    """
    _Filler(table, prices, trust, usage).run(go_on)


class _Filler:
    def __init__(self, table: Timetable, prices: Prices, trust: float, usage: NDArray[np.float64] | None) -> None:
        self.table, self.model, self.prices, self.trust = table, table.model, prices, trust
        self.favour = np.ones(len(self.model.market_course))
        if usage is not None:
            chosen = np.bincount(self.model.col_market, weights=usage, minlength=len(self.favour))
            self.favour = LEAST_FAVOUR + np.minimum(1.0, chosen)
        self.wish_price = np.asarray(prices.wish, float)
        self.bonus = np.asarray(prices.street, float)
        self.blocked: list[int] = []

    def run(self, go_on: Callable[[], bool]) -> None:
        markets = range(len(self.model.market_course))
        heap = [(-offer[0], market) for market in markets if (offer := self._offer(market)) is not None]
        heapq.heapify(heap)
        while heap and go_on():
            _, market = heapq.heappop(heap)
            offer = self._offer(market)
            if offer is None or (offer[0] <= 0 and not self._owes_free(market)):
                continue
            if heap and offer[0] < -heap[0][0]:
                heapq.heappush(heap, (-offer[0], market))
            elif self._open(offer, market):
                heapq.heappush(heap, (-offer[0], market))
                self._release(heap, market)

    def _owes_free(self, market: int) -> bool:
        table = self.table
        is_free = self.model.course_free[self.model.market_course[market]]
        return bool(is_free) and table.free < self.model.least_free(table.sections)

    def _release(self, heap: list[tuple[float, int]], market: int) -> None:
        """A new free section may make room for low-fee ones that had to wait."""
        if self.blocked and self.model.course_free[self.model.market_course[market]]:
            for waiting in self.blocked:
                offer = self._offer(waiting)
                if offer is not None:
                    heapq.heappush(heap, (-offer[0], waiting))
            self.blocked.clear()

    def _open(self, offer: tuple[float, int, int, Ints, Ints], market: int) -> bool:
        _, column, lecturer, wish, people = offer
        if not self.table.allows(column, lecturer):
            if not self.model.col_free[column]:
                self.blocked.append(market)
            return False
        self.table.add(column, lecturer, wish, people)
        return True

    def _offer(self, market: int) -> tuple[float, int, int, Ints, Ints] | None:
        """Return score, column, lecturer and people of the best section the market has left."""
        column = self._best_room(market)
        if column is None:
            return None
        taken = self._people(market, int(self.model.col_cap[column]))
        if taken is None:
            return None
        lecturer, price = self._best_lecturer(market)
        if lecturer is None:
            return None
        worth, wish, people = taken
        price += money(int(self.model.col_cost[column]), float(self.prices.budget))
        return (worth - self.trust * price) * self.favour[market], column, lecturer, wish, people

    def _best_room(self, market: int) -> int | None:
        model = self.model
        rooms = [column for column in model.columns_of(market) if int(model.col_place[column]) not in self.table.held]
        return max(rooms, key=lambda column: (int(model.col_cap[column]), -int(model.col_cost[column])), default=None)

    def _best_lecturer(self, market: int) -> tuple[int | None, float]:
        model, prices = self.model, self.prices
        able = self.table.free_staff(market)
        if not len(able):
            return None, 0.0
        staff = model.staff[able]
        price = prices.hour[model.staff_hour[able]] + prices.lecturer[staff]
        price = price + money(model.lecturer_cost[staff], float(prices.budget))
        best = int(np.argmin(price))
        return int(staff[best]), float(price[best])

    def _people(self, market: int, seats: int) -> tuple[float, Ints, Ints] | None:
        """Return worth, wishes and people of the best group for so many seats, if it reaches the minimum."""
        model, table = self.model, self.table
        arcs = model.arcs_of(market)
        wish = model.arc_wish[arcs]
        left = table.left[wish]
        street = model.wish_street[wish]
        lifts = table.street_served[street] < model.floors[street]
        worth = model.arc_value[arcs] * UNIT + lifts * self.bonus[street]
        reduced = worth - self.wish_price[wish]
        order = np.argsort(-reduced, kind="stable")
        people = left[order]
        taken = np.clip(seats - (np.cumsum(people) - people), 0, people)
        total = int(taken.sum())
        if total < max(1, int(model.course_min[model.market_course[market]])):
            return None
        keep = taken > 0
        order, taken = order[keep], taken[keep]
        score = float((taken * (worth[order] - self.trust * self.wish_price[wish[order]])).sum())
        back = np.argsort(wish[order])
        return score, wish[order][back], taken[back]
