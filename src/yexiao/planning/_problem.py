"""Turn a season's demand, rooms, courses and lecturers into the solver's problem, and its plan into rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.people import api as people
from yexiao.places import api as places
from yexiao.planning import _pins
from yexiao.planning._records import NothingToPlan
from yexiao.planning._solver import problem as solver

WEEKDAYS = range(1, 8)
EVENING = (time(19), time(21))
FREE_KINDS = frozenset({"common_core", "tailored", "micro_series", "train_the_trainer", "joint_class"})
WISH_WEIGHT = 100
REACH_KM, KM_PENALTY = 8.0, 4.0
STREET_FLOOR, STREET_PENALTY = 0.3, 60
RESERVE = 0.1


@dataclass(frozen=True)
class Season:
    """A problem and what is needed to read its plan: the demand cell of every wish."""

    problem: solver.Problem
    cells: dict[str, demand.DemandCell]
    capacities: dict[str, int]
    fee_kinds: dict[str, str]


def build(*, season: catalogue.SeasonRecord, path: str, max_sections: int | None) -> Season:
    """Gather everything that plans a season at a place.

    Rooms and lecturers that already have meetings in the season's time keep
    those evenings: they are not offered to the solver again.

    Raises:
        NothingToPlan: No wish, no room or no lecturer.
    """
    cells = {f"w{number}": cell for number, cell in enumerate(_cells(season.id, path))}
    courses = list(catalogue.describe_courses(ids=sorted({cell.course_id for cell in cells.values()})).values())
    venues = places.list_venues(within=path)
    rooms = places.list_rooms(venue_ids=[venue.id for venue in venues])
    lecturers = _lecturers(courses, path)
    if not (cells and rooms and lecturers):
        raise NothingToPlan(path=path)
    busy = _busy(season)
    problem = solver.Problem(
        slots=tuple(solver.Slot(_slot(day), _slot(day)) for day in WEEKDAYS),
        venues=tuple(_venue(venue) for venue in venues),
        rooms=_rooms(rooms, busy),
        courses=tuple(_course(course) for course in courses),
        lecturers=tuple(_lecturer(lecturer, {course.id for course in courses}, busy) for lecturer in lecturers),
        wishes=tuple(_wish(key, cell) for key, cell in cells.items()),
        rules=_rules(season, max_sections),
        pins=_pins.as_solver_pins(season_id=season.id, path=path),
        forbid=_pins.as_solver_forbids(season_id=season.id, path=path),
    )
    return Season(
        problem,
        cells,
        {str(room.id): room.capacity for room in rooms},
        {str(course.id): fee_kind_of(course) for course in courses},
    )


def fee_kind_of(course: catalogue.CourseRecord) -> str:
    """Return "free" for the common core and what is made for a trade or unit, "low" for the rest."""
    return "free" if course.kind in FREE_KINDS else "low"


def weekday_of(slot: str) -> int:
    """Return the weekday of a slot's id."""
    return int(slot.removeprefix("d"))


def _slot(weekday: int) -> str:
    return f"d{weekday}"


def _cells(season_id: int, path: str) -> Sequence[demand.DemandCell]:
    return demand.gather_demand(season_id=season_id, within=path)


def _lecturers(courses: Sequence[catalogue.CourseRecord], path: str) -> list[catalogue.LecturerRecord]:
    offered = catalogue.list_lecturers(course_ids=[course.id for course in courses])
    return [lecturer for lecturer in offered if any(_touch(path, district) for district in lecturer.districts)]


def _touch(path: str, other: str) -> bool:
    return people.is_within(path, other) or people.is_within(other, path)


@dataclass(frozen=True)
class _Busy:
    rooms: frozenset[tuple[int, int]]
    lecturers: frozenset[tuple[int, int]]
    sections_of: dict[int, int]


def _busy(season: catalogue.SeasonRecord) -> _Busy:
    start = clock.at_local(season.starts_date, 0)
    end = clock.at_local(season.ends_date, 23, 59)
    meetings = [
        meeting for meeting in catalogue.list_meetings(between=(start, end), within="") if meeting.state != "cancelled"
    ]
    sections: dict[int, set[int]] = {}
    for meeting in meetings:
        sections.setdefault(meeting.lecturer_id, set()).add(meeting.section_id)
    return _Busy(
        frozenset((meeting.room_id, _weekday(meeting.starts_at)) for meeting in meetings),
        frozenset((meeting.lecturer_id, _weekday(meeting.starts_at)) for meeting in meetings),
        {lecturer_id: len(found) for lecturer_id, found in sections.items()},
    )


def _weekday(moment: datetime) -> int:
    return clock.local_date(moment).isoweekday()


def _venue(venue: places.VenueRecord) -> solver.Venue:
    parts = venue.path.split("/")
    return solver.Venue(str(venue.id), venue.lat, venue.lon, street="/".join(parts[:3]), district="/".join(parts[:2]))


def _rooms(rooms: Sequence[places.RoomRecord], busy: _Busy) -> tuple[solver.Room, ...]:
    ids = [room.id for room in rooms]
    is_open = {day: places.is_open(room_ids=ids, weekday=day, start=EVENING[0], end=EVENING[1]) for day in WEEKDAYS}
    return tuple(
        solver.Room(
            id=str(room.id),
            venue=str(room.venue_id),
            capacity=room.capacity,
            equipment=frozenset(room.equipment),
            slots=tuple(_slot(day) for day in WEEKDAYS if is_open[day][room.id] and (room.id, day) not in busy.rooms),
            cost=room.cost_fen,
        )
        for room in rooms
    )


def _course(course: catalogue.CourseRecord) -> solver.Course:
    return solver.Course(
        str(course.id),
        frozenset(course.equipment),
        course.min_people,
        course.max_people,
        is_free=fee_kind_of(course) == "free",
    )


def _lecturer(lecturer: catalogue.LecturerRecord, course_ids: set[int], busy: _Busy) -> solver.Lecturer:
    lat, lon = _home(lecturer)
    return solver.Lecturer(
        id=str(lecturer.id),
        courses=tuple(str(course_id) for course_id in sorted(set(lecturer.course_ids) & course_ids)),
        slots=tuple(_slot(day) for day in sorted(lecturer.evenings) if (lecturer.id, day) not in busy.lecturers),
        max=max(0, lecturer.max_sections - busy.sections_of.get(lecturer.id, 0)),
        lat=lat,
        lon=lon,
        reach_km=lecturer.reach_km,
        cost=lecturer.rate_fen,
    )


def _home(lecturer: catalogue.LecturerRecord) -> tuple[float, float]:
    if lecturer.lat is not None and lecturer.lon is not None:
        return lecturer.lat, lecturer.lon
    return places.where_is(lecturer.districts[0])


def _wish(key: str, cell: demand.DemandCell) -> solver.Wish:
    return solver.Wish(
        id=key,
        lat=cell.lat,
        lon=cell.lon,
        street="/".join(cell.path.split("/")[:3]),
        course=str(cell.course_id),
        slots=tuple(_slot(day) for day in cell.evenings),
        people=cell.people,
        weight=WISH_WEIGHT,
    )


def _rules(season: catalogue.SeasonRecord, max_sections: int | None) -> solver.Rules:
    return solver.Rules(
        reach_km=REACH_KM,
        km_penalty=KM_PENALTY,
        free_share=season.free_percent / 100,
        street_floor=STREET_FLOOR,
        street_penalty=STREET_PENALTY,
        max_sections=max_sections,
        reserve=RESERVE,
    )
