"""What the operators of the demonstration fix by hand before the season is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from yexiao.catalogue import api as catalogue
from yexiao.demand import api as demand
from yexiao.frontdesk.demo import _files, _load, _new_classes
from yexiao.places import api as places
from yexiao.planning import api as planning

WEEKEND = (6, 7)
COURSES_TRIED = 6


def pin_by_hand(*, season_id: int, path: str) -> None:
    """Pin what the district wants in any case, where enough people wish it."""
    cells = demand.gather_demand(season_id=season_id, within=path)
    needed = {course.id: course.min_people for course in catalogue.list_courses()}
    wanted = [*zhangge_friday(path), *weekend(cells, path)]
    for seat in wanted:
        if _could_come(seat, cells) >= needed[seat.course_id]:
            _pin(season_id, path, seat)


def zhangge_friday(path: str) -> list[catalogue.NewSection]:
    """Return the three classes side by side that Zhangge holds every Friday."""
    friday: dict[str, Any] = _load.demo()["scenarios"]["zhangge_friday"]
    venues = [venue.id for venue in places.list_venues(within=path) if venue.slug == friday["venue"]]
    rooms = {room.slug: room.id for room in places.list_rooms(venue_ids=venues)}
    courses = {course.slug: course.id for course in catalogue.list_courses()}
    lecturers = {lecturer.slug: lecturer.id for lecturer in catalogue.list_lecturers()}
    weekday = _files.WEEKDAYS[friday["evening"]]
    return [
        catalogue.NewSection(courses[row["course"]], rooms[row["room"]], lecturers[row["lecturer"]], weekday, "free")
        for row in friday["classes"]
        if row["room"] in rooms
    ]


def weekend(cells: Sequence[demand.DemandCell], path: str) -> list[catalogue.NewSection]:
    """Return a class on Saturday and one on Sunday, where most people could come, so that no evening is dark."""
    chosen: list[catalogue.NewSection] = []
    for weekday in WEEKEND:
        free = [cell for cell in cells if weekday in cell.evenings]
        seats = [seat for seat in _seats(free, path) if seat.weekday == weekday and not _clashes(seat, chosen)]
        chosen += sorted(seats, key=lambda seat: -_could_come(seat, free))[:1]
    return chosen


def _seats(cells: Sequence[demand.DemandCell], path: str) -> list[catalogue.NewSection]:
    people: Counter[int] = Counter()
    for cell in cells:
        people[cell.course_id] += cell.people
    courses = catalogue.describe_courses(ids=[course_id for course_id, _count in people.most_common(COURSES_TRIED)])
    return [seat for course in courses.values() for seat in _new_classes.candidates(course, path)]


def _clashes(seat: catalogue.NewSection, chosen: Sequence[catalogue.NewSection]) -> bool:
    return any(seat.course_id == other.course_id or seat.lecturer_id == other.lecturer_id for other in chosen)


def _could_come(seat: catalogue.NewSection, cells: Sequence[demand.DemandCell]) -> int:
    here = _where(seat.room_id)
    return sum(
        cell.people
        for cell in cells
        if cell.course_id == seat.course_id
        and seat.weekday in cell.evenings
        and places.distance_km((cell.lat, cell.lon), here) <= cell.reach_km
    )


@cache
def _where(room_id: int) -> tuple[float, float]:
    [room] = places.list_rooms(ids=[room_id])
    [venue] = places.list_venues(ids=[room.venue_id])
    return venue.lat, venue.lon


def _pin(season_id: int, path: str, section: catalogue.NewSection) -> None:
    planning.add_pin(
        season_id=season_id,
        path=path,
        course_id=section.course_id,
        room_id=section.room_id,
        lecturer_id=section.lecturer_id,
        weekday=section.weekday,
    )
