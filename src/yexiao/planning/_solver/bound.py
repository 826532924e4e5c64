"""Search prices that make the bound small.

Any prices give a valid bound, so the search may stop at any step; it only decides how tight the bound is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .model import Model
from .prices import MONEY, UNIT, Inner, Prices, constant, inner_maximum, served_arcs

Floats = NDArray[np.float64]
DRIFT, SIZE = 0.9, 0.99  # memory of the slope and of its square
SHRINK = 3e-4  # last step over first step


class Search:
    """Prices, the best bound so far, and the moments of a descent, all in thousandths.

    The bound is convex and piecewise linear in the prices; its slope counts by how much each rule is over- or
    underused. Steps are scaled per price (Adam, Kingma and Ba 2015) and shrink geometrically over the run, since
    the price of a lecturer lies far above that of a seat.
    """

    def __init__(self, model: Model, start: Prices | None = None) -> None:
        self.model = model
        self.steps = 0
        self.scales = _scales(model)
        self.limits = _limits(model)
        self.best = np.minimum(_flat(start or Prices.zero(model)) / self.scales, self.limits)
        self.chosen = np.zeros(len(model.col_market), np.int64)
        self.bound, self.slope = self._price(self.best)

    def run(self, *, steps: int, reach: float, go_on: Callable[[], bool]) -> None:
        """Descend for some steps or while told to go on; ``reach`` is the length of the first step."""
        point, slope = self.best, self.slope
        self.chosen[:] = 0
        self.steps = 0
        drift, size = np.zeros_like(point), np.zeros_like(point)
        for step in range(1, steps + 1):
            if not go_on():
                return
            drift = DRIFT * drift + (1 - DRIFT) * slope
            size = SIZE * size + (1 - SIZE) * slope * slope
            pace = reach * SHRINK ** (step / steps) / (1 - DRIFT**step)
            move = pace * drift / (np.sqrt(size / (1 - SIZE**step)) + 1e-9)
            point = np.clip(point - move, 0, self.limits)
            bound, slope = self._price(point)
            if step * 2 > steps:
                self.chosen[self.inner.chosen] += 1
                self.steps += 1
            if bound < self.bound:
                self.bound, self.best, self.slope = bound, point, slope

    def _price(self, point: Floats) -> tuple[float, Floats]:
        prices = _unflat(self.model, point * self.scales)
        self.inner = inner_maximum(self.model, prices)
        bound = self.inner.total + constant(self.model, prices)
        return bound, _gradient(self.model, prices, self.inner) * self.scales

    def usage(self) -> Floats:
        """Return how often each column was chosen in the later half of the last run, from 0 to 1.

        The average of the choices tends to the best plan in fractions (Anstreicher and Wolsey 2009), so it tells
        good columns from those that merely look cheap at the last prices.
        """
        return np.asarray(self.chosen / max(1, self.steps), np.float64)

    def prices(self) -> Prices:
        """Return the best prices found."""
        return _unflat(self.model, self.best * self.scales)


def whole_bound(model: Model, prices: Prices) -> tuple[int, int, int]:
    """Return constant and inner maximum in thousandths, and the bound in points: all whole.

    The value of a plan is whole, so the bound may be rounded down.
    """
    fixed = int(constant(model, prices))
    inner = int(inner_maximum(model, prices).total)
    return fixed, inner, (fixed + inner) // UNIT


def _flat(prices: Prices) -> Floats:
    singles = [prices.budget, prices.sections, prices.free]
    return np.concatenate([prices.wish, prices.street, prices.hour, prices.lecturer, prices.stay, singles]).astype(
        np.float64
    )


def _unflat(model: Model, vector: Floats) -> Prices:
    sizes = [len(model.people), len(model.floors), model.hours, len(model.lecturer_limit), len(model.stays.visit)]
    *parts, singles = np.split(vector, np.cumsum(sizes))
    return Prices(parts[0], parts[1], parts[2], parts[3], parts[4], *(float(single) for single in singles))


def _scales(model: Model) -> Floats:
    """Measure lecturers in groups of people and money in sections, so that one step suits all prices."""
    group = max(1.0, float(model.col_cap.sum()) / max(1, len(model.col_cap)))
    rooms, lecturers = max(1, len(model.col_cost)), max(1, len(model.lecturer_cost))
    section = model.col_cost.sum() / rooms + model.lecturer_cost.sum() / lecturers
    prices = Prices.zero(model)
    prices.wish += 1
    prices.street += 1
    prices.hour += group
    prices.lecturer += group
    prices.stay += group
    prices.sections = prices.free = group
    prices.budget = MONEY * group / max(1.0, section)
    return _flat(prices)


def _limits(model: Model) -> Floats:
    """Return the highest price of each rule; a rule that does not hold stays at nothing."""
    rules = model.rules
    prices = _unflat(model, np.full(len(_flat(Prices.zero(model))), np.inf))
    prices.street[:] = rules.street_penalty * UNIT
    prices.budget = 0.0 if rules.budget is None else 1e9
    prices.sections = 0.0 if rules.max_sections is None else np.inf
    prices.free = np.inf if rules.free_share else 0.0
    return _flat(prices) / _scales(model)


def _gradient(model: Model, prices: Prices, inner: Inner) -> Floats:
    rules, people, stays = model.rules, model.people, len(model.stays.visit)
    _, wish, taken = served_arcs(model, inner)
    served = np.bincount(wish, weights=taken, minlength=len(people))
    of_street = np.bincount(model.wish_street, weights=served, minlength=len(model.floors))
    hour = 1 - np.bincount(model.staff_hour[inner.staff], minlength=model.hours)
    who = model.staff[inner.staff]
    load = np.bincount(who, minlength=len(model.lecturer_limit))
    cost = model.col_cost[inner.chosen].sum() + model.lecturer_cost[who].sum()
    free = model.col_free[inner.chosen].sum() - rules.free_share * len(who)
    gradient = Prices(
        people - served,
        of_street - model.floors,
        hour,
        model.lecturer_limit - _resting(model, prices) - load,
        _visited(model, prices) - np.bincount(model.stays.of_staff[inner.staff], minlength=stays + 1)[:stays],
        0.0 if rules.budget is None else (rules.budget - cost) / MONEY,
        0.0 if rules.max_sections is None else rules.max_sections - len(who),
        float(free),
    )
    return _flat(gradient)


def _resting(model: Model, prices: Prices) -> Floats:
    """Return 1 for the lecturers whose section the reserve takes at these prices."""
    able = np.flatnonzero(model.lecturer_limit >= 1)
    order = able[np.argsort(prices.lecturer[able], kind="stable")]
    resting = np.zeros(len(model.lecturer_limit))
    resting[order[: model.reserve_size]] = 1
    return resting


def _visited(model: Model, prices: Prices) -> Floats:
    """Return 1 for the stays of the dearest visit of each night."""
    _, best = model.stays.best_visits(prices.stay)
    is_best = np.zeros(int(model.stays.night_start[-1]))
    is_best[best] = 1
    return is_best[model.stays.visit]
