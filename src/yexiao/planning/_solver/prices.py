"""Lagrangian prices and the inner maximum they leave (derivation: ``docs/planner-bound.md``).

All amounts are thousandths of a point of value, so whole prices give whole, exact sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import Model, spread
from .ordering import order_by_group

UNIT = 1000
MONEY = 10**6  # the budget's price is per million minor units, or it would round to nothing
Ints = NDArray[np.int64]
Amounts = NDArray[Any]  # floats while searching, whole numbers in a certificate


@dataclass
class Prices:
    """A non-negative multiplier per dualised rule, in thousandths.

    - wish (wishes,): a person is served once;
    - street (streets,), up to the penalty: the worth of serving one more person of the street;
    - hour (hours,): one section per lecturer and slot;
    - lecturer (lecturers,): the maximum and the reserve;
    - stay (stays,): a lecturer is in one venue of an evening;
    - budget (per ``MONEY`` minor units), sections, free: one number each.
    """

    wish: Amounts
    street: Amounts
    hour: Amounts
    lecturer: Amounts
    stay: Amounts
    budget: float = 0
    sections: float = 0
    free: float = 0

    @classmethod
    def zero(cls, model: Model) -> Prices:
        """Return prices of nothing."""
        wishes, streets, lecturers = len(model.people), len(model.floors), len(model.lecturer_limit)
        stays = len(model.stays.visit)
        return cls(np.zeros(wishes), np.zeros(streets), np.zeros(model.hours), np.zeros(lecturers), np.zeros(stays))

    def whole(self, model: Model) -> Prices:
        """Return the prices as whole numbers within their limits."""
        return Prices(
            np.rint(self.wish).astype(np.int64),
            np.minimum(np.rint(self.street).astype(np.int64), model.rules.street_penalty * UNIT),
            np.rint(self.hour).astype(np.int64),
            np.rint(self.lecturer).astype(np.int64),
            np.rint(self.stay).astype(np.int64),
            round(self.budget),
            round(self.sections),
            round(self.free),
        )


@dataclass
class Inner:
    """The inner maximum at some prices: the best column of each place, if it is worth opening."""

    total: float
    chosen: Ints  # columns
    staff: Ints  # position in model.staff of the lecturer of each chosen column
    people: Ints  # served by each chosen column
    col_value: Amounts
    order: Ints  # arcs by market and falling reduced value
    count_before: Ints  # people of the market before each ordered arc


def constant(model: Model, prices: Prices) -> Any:
    """Return the part of the bound that no choice changes."""
    rules = model.rules
    total = (model.people * prices.wish).sum() - (model.floors * prices.street).sum()
    total += prices.hour.sum() + (model.lecturer_limit * prices.lecturer).sum()
    total -= reserve_relief(model, prices)
    total += model.stays.best_visits(prices.stay)[0].sum()
    total += prices.sections * (rules.max_sections or 0)
    if rules.budget is not None and prices.budget:
        total += money(rules.budget, prices.budget) + 1
    return total + (1 if prices.free else 0)


def money(amount: Any, price: float) -> Any:
    """Return what an amount costs at the budget's price; whole prices round down, which keeps bounds valid."""
    return amount * price // MONEY if isinstance(price, int) else amount * price / MONEY


def reserve_relief(model: Model, prices: Prices) -> Any:
    """Return what the reserve takes off: the cheapest lecturers give up one section each."""
    able = np.sort(prices.lecturer[model.lecturer_limit >= 1])
    return able[: model.reserve_size].sum()


def column_prices(model: Model, prices: Prices) -> tuple[Amounts, Ints]:
    """Return what holding each column costs, and the cheapest lecturer's position in ``model.staff``."""
    per_staff = prices.hour[model.staff_hour] + prices.lecturer[model.staff]
    per_staff = (
        per_staff
        + np.append(prices.stay, 0)[model.stays.of_staff]
        + money(model.lecturer_cost, prices.budget)[model.staff]
    )
    market = np.repeat(np.arange(len(model.market_course)), np.diff(model.staff_start))
    cheapest = order_by_group(market, -per_staff)[model.staff_start[:-1]]
    price = per_staff[cheapest][model.col_market] + money(model.col_cost, prices.budget) + prices.sections
    return price - np.where(model.col_free, *free_worth(model, prices)), cheapest


def free_worth(model: Model, prices: Prices) -> tuple[float, float]:
    """Return what the share of free sections adds to a free and to a low-fee section, rounded up."""
    share = model.rules.free_share
    worth = prices.free * (1 - share), -prices.free * share
    if isinstance(prices.free, int):
        return int(np.ceil(worth[0])), int(np.ceil(worth[1]))
    return worth


def inner_maximum(model: Model, prices: Prices) -> Inner:
    """Choose the best column of each place at these prices; pinned columns always."""
    reduced = model.arc_value * UNIT + (prices.street[model.wish_street] - prices.wish)[model.arc_wish]
    order = order_by_group(model.arc_market, reduced)
    reduced = reduced[order]
    people = model.people[model.arc_wish[order]]
    count = np.concatenate([[0], np.cumsum(people)])
    worth = np.concatenate([np.zeros(1, reduced.dtype), np.cumsum(people * reduced)])
    first = model.arc_start[:-1]
    liked = np.concatenate([[0], np.cumsum(np.where(reduced > 0, people, 0))])
    wanted = (liked[model.arc_start[1:]] - liked[first])[model.col_market]
    served = np.clip(wanted, model.col_min, model.col_cap)
    col_value = _worth_of_first(model, served, count, worth, reduced)
    price, cheapest = column_prices(model, prices)
    col_value = col_value - price
    chosen = best_per_place(model, col_value)
    staff = cheapest[model.col_market[chosen]]
    total = col_value[chosen].sum()
    before = count[:-1] - count[first][model.arc_market]
    return Inner(total, chosen, staff, served[chosen], col_value, order, before)


def _worth_of_first(model: Model, served: Ints, count: Ints, worth: Amounts, reduced: Amounts) -> Amounts:
    """Return the summed reduced value of the best ``served`` people of each column's market."""
    base = model.arc_start[:-1][model.col_market]
    if not len(reduced):
        return np.zeros(len(base), reduced.dtype)
    target = count[base] + served
    arc = np.maximum(np.searchsorted(count, target, side="left") - 1, base)
    arc = np.minimum(arc, len(reduced) - 1)
    return np.asarray(worth[arc] - worth[base] + (target - count[arc]) * reduced[arc])


def best_per_place(model: Model, col_value: Amounts) -> Ints:
    """Return the best column of each place that is worth more than nothing or pinned."""
    order = order_by_group(model.col_place, col_value)
    places = model.col_place[order]
    lead = np.concatenate([[True], places[1:] != places[:-1]]) if len(places) else np.zeros(0, bool)
    best = order[lead]
    return np.asarray(best[(col_value[best] > 0) | model.is_pinned[best]])


def served_arcs(model: Model, inner: Inner) -> tuple[Ints, Ints, Ints]:
    """Return chosen column, wish and people of everything the inner maximum serves."""
    market = model.col_market[inner.chosen]
    start = model.arc_start[market]
    lengths = model.arc_start[market + 1] - start
    position = spread(start, lengths)
    wish = model.arc_wish[inner.order[position]]
    seats = np.repeat(inner.people, lengths)
    taken = np.clip(seats - inner.count_before[position], 0, model.people[wish])
    keep = taken > 0
    return np.repeat(inner.chosen, lengths)[keep], wish[keep], taken[keep]
