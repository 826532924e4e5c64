"""Write the prices behind a bound so that anybody can recompute it, and read them back."""

from __future__ import annotations

from typing import Any

import numpy as np

from .bound import whole_bound
from .model import Model
from .prices import MONEY, UNIT, Prices

DUALISED = {
    "wish": "a person is served at most once",
    "street": "a street's floor is paid for by the penalty",
    "hour": "a lecturer gives one section per slot",
    "lecturer": "a lecturer gives at most max sections, the reserve one less",
    "stay": "a lecturer is in one venue of an evening",
    "budget": "costs stay within the budget",
    "sections": "there are at most max_sections sections",
    "free": "enough sections are free of charge",
}


def certify(model: Model, prices: Prices) -> tuple[int, dict[str, Any]]:
    """Return the bound of the prices, rounded to whole thousandths, and its certificate."""
    whole = prices.whole(model)
    constant, inner, bound = whole_bound(model, whole)
    certificate = {
        "unit": UNIT,
        "money_unit": MONEY,
        "dualised": DUALISED,
        "multipliers": _multipliers(model, whole),
        "constant": constant,
        "inner_maximum": inner,
    }
    return bound, certificate


def _multipliers(model: Model, whole: Prices) -> dict[str, Any]:
    problem = model.problem
    hours = np.flatnonzero(whole.hour)
    return {
        "wish": {problem.wishes[index].id: int(whole.wish[index]) for index in np.flatnonzero(whole.wish)},
        "street": {model.streets[index]: int(whole.street[index]) for index in np.flatnonzero(whole.street)},
        "hour": [
            [problem.lecturers[hour // model.slots].id, problem.slots[hour % model.slots].id, int(whole.hour[hour])]
            for hour in hours.tolist()
        ],
        "lecturer": {
            problem.lecturers[index].id: int(whole.lecturer[index]) for index in np.flatnonzero(whole.lecturer)
        },
        "stay": [[*_stay_ids(model, index), int(whole.stay[index])] for index in np.flatnonzero(whole.stay).tolist()],
        "budget": int(whole.budget),
        "sections": int(whole.sections),
        "free": int(whole.free),
    }


def _stay_ids(model: Model, index: int) -> tuple[str, str, str]:
    problem, stays = model.problem, model.stays
    lecturer, venue, slot = stays.lecturer[index], stays.venue[index], stays.slot[index]
    return problem.lecturers[lecturer].id, problem.venues[venue].id, problem.slots[slot].id
