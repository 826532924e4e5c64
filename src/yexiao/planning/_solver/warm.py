"""Plant the sections of an earlier plan, as far as today's rules allow, to start from them."""

from __future__ import annotations

import numpy as np

from .assign import best_seats
from .model import Model
from .problem import Section
from .timetable import Timetable


def replant(start: Timetable) -> Timetable | None:
    """Return a copy of the start with the earlier sections added; None where there are none.

    A section that breaks a rule, or that can no longer gather its minimum, is left out. People are seated anew.
    """
    model = start.model
    if not model.problem.previous:
        return None
    table = start.copy()
    spots = _spots(model)
    for section in sorted(model.problem.previous, key=lambda item: (item.slot, item.room)):
        column = spots.get((section.course, section.room, section.slot))
        if column is not None and int(model.col_place[column]) not in table.held:
            _plant(table, column, section)
    return table


def _spots(model: Model) -> dict[tuple[str, str, str], int]:
    problem = model.problem
    courses = model.market_course[model.col_market].tolist()
    slots = model.market_slot[model.col_market].tolist()
    return {
        (problem.courses[course].id, problem.rooms[room].id, problem.slots[slot].id): column
        for column, (course, room, slot) in enumerate(zip(courses, model.col_room.tolist(), slots, strict=True))
    }


def _plant(table: Timetable, column: int, section: Section) -> None:
    model = table.model
    staff = model.staff[table.free_staff(int(model.col_market[column]))]
    able = [who for who in staff.tolist() if model.problem.lecturers[who].id == section.lecturer]
    if not able or not table.allows(column, able[0]):
        return
    deficit = np.maximum(0, model.floors - table.street_served)
    seats = best_seats(model, np.array([column]), table.left, deficit)
    if not seats.short.any():
        table.add(column, able[0], seats.wish, seats.people)
