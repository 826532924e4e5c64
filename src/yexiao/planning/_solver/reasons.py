"""Say for each wish why some of its people are not served.

Reasons are found by asking, from the ground up, what the wish would have needed; the first thing missing
everywhere is the reason. Where several venues and slots would do, the one that came furthest speaks.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .build import staffed_columns, visits
from .model import Model
from .problem import Problem, Unmet
from .supply import Numbers, survey
from .timetable import Timetable

Ints = NDArray[np.int64]

REASONS = {
    "no_room_near": "no room within reach is open on the evenings wished",
    "no_equipment": "the rooms within reach lack equipment or seats for the course",
    "no_lecturer": "no lecturer of the course can come there on those evenings",
    "forbidden": "what would serve the wish is forbidden or kept for a pin",
    "too_few": "fewer people than the course's minimum could ever come",
    "full": "a section within reach is held, and all its seats are taken",
    "below_minimum": "too few people without a seat are left for another section",
    "evening_full": "every room that would do is taken on those evenings",
    "lecturer_busy": "every lecturer who could is taken, at the maximum, or kept in reserve",
    "section_limit": "the season's number of sections is reached",
    "free_share": "another low-fee section would break the share of free ones",
    "over_budget": "the budget does not pay for another section",
    "outweighed": "a section was possible, but the plan found serves others better",
}
ORDER = list(REASONS)
FULL = ORDER.index("full")
REACHABLE = ORDER.index("too_few") + 1  # from here on the plan itself is the reason


def explain(table: Timetable) -> tuple[Unmet, ...]:
    """Return the unmet people of each wish with the reason, in the order of the wishes."""
    model = table.model
    standing = _standing(model)
    rank = np.where(standing < REACHABLE, standing, _obstacle_of_wishes(table))
    return tuple(
        Unmet(model.problem.wishes[wish].id, int(table.left[wish]), ORDER[rank[wish]])
        for wish in np.flatnonzero(table.left > 0).tolist()
    )


def _obstacle_of_wishes(table: Timetable) -> Ints:
    """Return the furthest obstacle over the markets of each wish; a full section within reach speaks first."""
    model = table.model
    obstacles = np.array([_obstacle(table, market) for market in range(len(model.market_course))], np.int64)
    held = model.col_market[np.array([held.column for held in table.held.values()], np.int64)]
    obstacles[held] = FULL
    rank = np.zeros(len(model.people), np.int64)
    np.maximum.at(rank, model.arc_wish, obstacles[model.arc_market])
    has_full = np.zeros(len(model.people), bool)
    has_full[model.arc_wish[np.isin(model.arc_market, held)]] = True
    return np.where(has_full, FULL, rank)


def _obstacle(table: Timetable, market: int) -> int:
    """Return the number of the first thing another section of this market would lack."""
    model = table.model
    waiting = int(table.left[model.arc_wish[model.arcs_of(market)]].sum())
    columns = [column for column in model.columns_of(market) if int(model.col_place[column]) not in table.held]
    staff = table.free_staff(market)
    if waiting < max(1, int(model.course_min[model.market_course[market]])):
        return ORDER.index("below_minimum")
    if not columns:
        return ORDER.index("evening_full")
    if not len(staff):
        return ORDER.index("lecturer_busy")
    return ORDER.index(_total_obstacle(table, columns, model.staff[staff]))


def _total_obstacle(table: Timetable, columns: list[int], staff: Ints) -> str:
    model, rules = table.model, table.model.rules
    if rules.max_sections is not None and table.sections >= rules.max_sections:
        return "section_limit"
    if not model.col_free[columns[0]] and table.free < model.least_free(table.sections + 1):
        return "free_share"
    cost = table.cost + int(model.col_cost[columns].min()) + int(model.lecturer_cost[staff].min())
    if rules.budget is not None and cost > rules.budget:
        return "over_budget"
    return "outweighed"


def _standing(model: Model) -> Ints:
    """Return how far each wish gets in a season without sections: 0 to 4 name the obstacle, 5 is all the way."""
    problem, numbers = model.problem, Numbers(model.problem)
    level = _levels(model, problem, numbers).ravel()
    key, wish, _ = visits(problem, numbers)
    furthest = np.zeros(len(problem.wishes), np.int64)
    np.maximum.at(furthest, wish, level[key])
    return furthest


def _levels(model: Model, problem: Problem, numbers: Numbers) -> Ints:
    """Return per course, venue and slot how many of five conditions hold, each counted only after the last."""
    free = replace(problem, forbid=(), pins=())
    size = len(problem.courses), len(problem.venues), len(problem.slots)
    bare = survey(free, numbers)
    level = np.zeros(size, np.int64)
    for index, room in enumerate(problem.rooms):
        level[:, bare.room_venue[index], [numbers.slot[slot] for slot in room.slots]] = 1
    course, room_of, slot = np.nonzero(bare.is_open)
    level[course, bare.room_venue[room_of], slot] = 2
    level.ravel()[staffed_columns(free, bare).keys] = 3
    level.ravel()[staffed_columns(problem, survey(problem, numbers)).keys] = 4
    level[model.market_course, model.market_venue, model.market_slot] = 5
    return level
