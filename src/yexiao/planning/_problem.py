"""Turn a season's demand, rooms, courses and lecturers into the solver's problem, and its complaints into refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from yexiao.catalogue import api as catalogue
from yexiao.common.refusals import Refusal
from yexiao.demand import api as demand
from yexiao.people import api as people
from yexiao.places import api as places
from yexiao.planning import _calendar, _pins, _rules
from yexiao.planning._records import NothingToPlan, PinImpossible, PinRecord, PinsImpossible
from yexiao.planning._solver import problem as solver

PIN_NAME = re.compile(r'pins "(\d+)" in "(\d+)" at "d(\d)" with "(\d+)"')


@dataclass(frozen=True)
class Season:
    """A problem and what is needed to read its plan.

    `cells` holds the demand cell of every wish; `too_short` the (course,
    weekday) pairs for which too few evenings are left.
    """

    problem: solver.Problem
    cells: dict[str, demand.DemandCell]
    courses: dict[str, catalogue.CourseRecord]
    capacities: dict[str, int]
    too_short: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class _Supply:
    courses: list[catalogue.CourseRecord]
    venues: list[places.VenueRecord]
    rooms: list[places.RoomRecord]
    lecturers: list[catalogue.LecturerRecord]
    pins: list[PinRecord]
    busy: _calendar.Busy


def build(*, season: catalogue.SeasonRecord, path: str, max_sections: int | None, at: datetime) -> Season:
    """Gather everything that plans a season at a place.

    Rooms and lecturers that already have meetings in the season's time keep
    those evenings, and a course is not held on a weekday with fewer evenings
    left than it has meetings: neither is offered to the solver.

    Raises:
        NothingToPlan: No wish, no room or no lecturer.
        PinImpossible: A pin names a room or lecturer that is not to be had there any more.
    """
    cells = {f"w{number}": cell for number, cell in enumerate(_cells(season.id, path))}
    supply = _gather(season, path, cells.values())
    if not (cells and supply.rooms and supply.lecturers):
        raise NothingToPlan(path=path)
    short = _calendar.too_short(season, supply.courses, at)
    problem = solver.Problem(
        slots=tuple(solver.Slot(_slot(day), _slot(day)) for day in _calendar.WEEKDAYS),
        venues=tuple(_venue(venue) for venue in supply.venues),
        rooms=_rooms(supply),
        courses=tuple(_course(course) for course in supply.courses),
        lecturers=_lecturers(supply),
        wishes=tuple(_wish(key, cell) for key, cell in cells.items()),
        rules=_season_rules(season, cells.values(), max_sections),
        pins=tuple(_pin(pin) for pin in supply.pins),
    )
    return Season(
        _check_pins(replace(problem, forbid=tuple(_forbids(season.id, path, problem, supply, short)))),
        cells,
        {str(course.id): course for course in supply.courses},
        {str(room.id): room.capacity for room in supply.rooms},
        frozenset(short),
    )


def fee_kind_of(course: catalogue.CourseRecord) -> str:
    """Return "free" or "low", as the planner proposes; see `_rules.fee_kind_of`."""
    return _rules.fee_kind_of(kind=course.kind, level=course.level)


def weekday_of(slot: str) -> int:
    """Return the weekday of a slot's id."""
    return int(slot.removeprefix("d"))


def refusal_of(trouble: solver.ProblemError) -> Refusal:
    """Return what the solver complains about as a refusal with words.

    Only pins come from people; anything else it complains about is our own
    mistake and is raised as it is.
    """
    named = PIN_NAME.fullmatch(trouble.where)
    if named:
        course_id, room_id, weekday, lecturer_id = (int(group) for group in named.groups())
        return PinImpossible(course_id=course_id, room_id=room_id, weekday=weekday, lecturer_id=lecturer_id)
    if trouble.where in {"pins", "rules"}:
        return PinsImpossible()
    raise trouble


def _cells(season_id: int, path: str) -> Sequence[demand.DemandCell]:
    return demand.gather_demand(season_id=season_id, within=path)


def _gather(season: catalogue.SeasonRecord, path: str, cells: Iterable[demand.DemandCell]) -> _Supply:
    pins = _still_wanted(_pins.list_pins(season_id=season.id, path=path), season.id)
    wished = {cell.course_id for cell in cells} | {pin.course_id for pin in pins}
    venues = places.list_venues(within=path)
    return _Supply(
        courses=list(catalogue.describe_courses(ids=wished).values()),
        venues=venues,
        rooms=places.list_rooms(venue_ids=[venue.id for venue in venues]),
        lecturers=[
            lecturer
            for lecturer in catalogue.list_lecturers(course_ids=wished)
            if any(_touch(path, district) for district in lecturer.districts)
        ],
        pins=pins,
        busy=_calendar.busy(season),
    )


def _still_wanted(pins: Iterable[PinRecord], season_id: int) -> list[PinRecord]:
    """Return the pins that no published section of the season fulfils already."""
    standing = {
        (section.course_id, section.room_id, section.lecturer_id, section.weekday)
        for section in catalogue.list_sections(season_id=season_id)
    }
    return [pin for pin in pins if (pin.course_id, pin.room_id, pin.lecturer_id, pin.weekday) not in standing]


def _touch(path: str, other: str) -> bool:
    return people.is_within(path, other) or people.is_within(other, path)


def _slot(weekday: int) -> str:
    return f"d{weekday}"


def _venue(venue: places.VenueRecord) -> solver.Venue:
    parts = venue.path.split("/")
    return solver.Venue(str(venue.id), venue.lat, venue.lon, street="/".join(parts[:3]), district="/".join(parts[:2]))


def _rooms(supply: _Supply) -> tuple[solver.Room, ...]:
    hours = places.list_hours(room_ids=[room.id for room in supply.rooms])
    return tuple(
        solver.Room(
            id=str(room.id),
            venue=str(room.venue_id),
            capacity=room.capacity,
            equipment=room.equipment,
            slots=tuple(
                _slot(day)
                for day in _calendar.WEEKDAYS
                if places.is_open_during(hours[room.id], day, *_calendar.EVENING)
                and (room.id, day) not in supply.busy.rooms
            ),
            cost=room.cost_fen,
        )
        for room in supply.rooms
    )


def _course(course: catalogue.CourseRecord) -> solver.Course:
    is_free = fee_kind_of(course) == "free"
    return solver.Course(str(course.id), course.equipment, course.min_people, course.max_people, is_free)


def _lecturers(supply: _Supply) -> tuple[solver.Lecturer, ...]:
    course_ids = {course.id for course in supply.courses}
    offered = [_lecturer(lecturer, course_ids, supply.busy) for lecturer in supply.lecturers]
    return tuple(lecturer for lecturer in offered if lecturer.max and lecturer.slots)


def _lecturer(lecturer: catalogue.LecturerRecord, course_ids: set[int], busy: _calendar.Busy) -> solver.Lecturer:
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


def _home(lecturer: catalogue.LecturerRecord) -> places.Point:
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
        weight=_rules.weight_of(cell.rank),
        reach_km=cell.reach_km,
    )


def _season_rules(
    season: catalogue.SeasonRecord, cells: Iterable[demand.DemandCell], max_sections: int | None
) -> solver.Rules:
    return solver.Rules(
        reach_km=max(cell.reach_km for cell in cells),
        km_penalty=_rules.KM_PENALTY,
        free_share=season.free_percent / 100,
        street_floor=_rules.STREET_FLOOR,
        street_penalty=_rules.STREET_PENALTY,
        max_sections=max_sections,
        reserve=_rules.RESERVE,
    )


def _pin(pin: PinRecord) -> solver.Pin:
    return solver.Pin(str(pin.course_id), str(pin.room_id), _slot(pin.weekday), str(pin.lecturer_id))


def _check_pins(problem: solver.Problem) -> solver.Problem:
    rooms, lecturers = {room.id for room in problem.rooms}, {lecturer.id for lecturer in problem.lecturers}
    for pin in problem.pins:
        if pin.room not in rooms or pin.lecturer not in lecturers:
            raise PinImpossible(
                course_id=int(pin.course),
                room_id=int(pin.room),
                weekday=weekday_of(pin.slot),
                lecturer_id=int(pin.lecturer),
            )
    return problem


def _forbids(
    season_id: int, path: str, problem: solver.Problem, supply: _Supply, short: Sequence[tuple[int, int]]
) -> Iterable[solver.Forbid]:
    """Yield what people forbid, what no evening is left for, and venues outside a lecturer's districts.

    A rule about something that is not in the problem matches nothing and is left out.
    """
    known = {item.id for item in problem.lecturers}
    for forbid in _pins.list_forbids(season_id=season_id, path=path):
        rule = solver.Forbid(
            course=_text(forbid.course_id),
            room=_text(forbid.room_id),
            slot=None if forbid.weekday is None else _slot(forbid.weekday),
            lecturer=_text(forbid.lecturer_id),
            venue=_text(forbid.venue_id),
        )
        if _is_about(rule, problem):
            yield rule
    for course_id, weekday in short:
        yield solver.Forbid(course=str(course_id), slot=_slot(weekday))
    for lecturer in supply.lecturers:
        for venue in supply.venues:
            if str(lecturer.id) in known and not people.is_within_any(venue.path, lecturer.districts):
                yield solver.Forbid(lecturer=str(lecturer.id), venue=str(venue.id))


def _is_about(rule: solver.Forbid, problem: solver.Problem) -> bool:
    return all(
        given is None or given in {item.id for item in items}
        for given, items in (
            (rule.course, problem.courses),
            (rule.room, problem.rooms),
            (rule.lecturer, problem.lecturers),
            (rule.venue, problem.venues),
        )
    )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
