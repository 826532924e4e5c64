"""On which evenings a wish could be met at all, whatever is planned: rooms, opening hours, equipment, lecturers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time
from functools import cache

from yexiao.catalogue import api as catalogue
from yexiao.demand import _rules
from yexiao.demand._records import DemandCell
from yexiao.places import api as places

EVENING_STARTS, EVENING_ENDS = time(19), time(21)


def evenings_within_reach(cells: Iterable[DemandCell]) -> Callable[[DemandCell], frozenset[int]]:
    """Return the question: on which weekdays could this cell's course be held in a room within its reach?"""
    courses = catalogue.describe_courses(ids={cell.course_id for cell in cells})
    taught, rooms = _taught(courses.keys()), _rooms()

    @cache
    def near(lat: float, lon: float, reach_km: float) -> list[_rules.Place]:
        return [room for point, room in rooms if places.distance_km((lat, lon), point) <= reach_km]

    @cache
    def evenings(lat: float, lon: float, reach_km: float, course_id: int) -> frozenset[int]:
        return _rules.possible_evenings(
            needs=courses[course_id].equipment, taught=taught.get(course_id, {}), places=near(lat, lon, reach_km)
        )

    return lambda cell: evenings(cell.lat, cell.lon, cell.reach_km, cell.course_id)


def _taught(course_ids: Iterable[int]) -> dict[int, dict[str, frozenset[int]]]:
    taught: dict[int, dict[str, frozenset[int]]] = {}
    for lecturer in catalogue.list_lecturers(course_ids=set(course_ids)):
        for course_id in lecturer.course_ids:
            by_district = taught.setdefault(course_id, {})
            for district in lecturer.districts:
                by_district[district] = by_district.get(district, frozenset()) | frozenset(lecturer.evenings)
    return taught


def _rooms() -> list[tuple[places.Point, _rules.Place]]:
    venues = {venue.id: venue for venue in places.list_venues()}
    rooms = places.list_rooms(venue_ids=sorted(venues))
    hours = places.list_hours(room_ids=[room.id for room in rooms])
    return [_place(room, venues[room.venue_id], hours[room.id]) for room in rooms]


def _place(
    room: places.RoomRecord, venue: places.VenueRecord, hours: places.Hours
) -> tuple[places.Point, _rules.Place]:
    weekdays = (day for day in range(1, 8) if places.is_open_during(hours, day, EVENING_STARTS, EVENING_ENDS))
    district = "/".join(venue.path.split("/")[:2])
    return (venue.lat, venue.lon), _rules.Place(room.equipment, district, frozenset(weekdays))
