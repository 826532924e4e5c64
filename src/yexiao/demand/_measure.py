"""Asked, reachable, served, unmet: the season's demand by place, evening, skill or course.

A wish is one person and one course. By evening it counts under each of its
evenings, by skill under each skill of its course, so those columns add up
to more than the wishes; by place and by course they add up exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from yexiao.catalogue import api as catalogue
from yexiao.demand import _ports, _rules, _wishes
from yexiao.demand._records import DemandCell, DemandRow
from yexiao.places import api as places

Heading = Literal["place", "evening", "skill", "course"]
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
EVENING_STARTS, EVENING_ENDS = time(19), time(21)


@dataclass(frozen=True)
class _Counted:
    cell: DemandCell
    reachable: bool
    served: int
    missed: int


def measure_demand(*, season_id: int, within: str, by: Heading) -> list[DemandRow]:
    """Return one row per heading, most asked first. By place, the headings are the units one level below."""
    counted = _count(season_id, within)
    headings = {"place": _by_place, "evening": _by_evening, "skill": _by_skill, "course": _by_course}[by]
    names, keys_of = headings(within, [item.cell for item in counted])
    return sorted(_rows(counted, names, keys_of), key=lambda row: (-row.asked, row.key))


def _rows(
    counted: Iterable[_Counted],
    names: Mapping[str, tuple[str, str]],
    keys_of: Callable[[DemandCell], Iterable[str]],
) -> list[DemandRow]:
    sums: dict[str, list[int]] = {}
    for item in counted:
        people = item.cell.people
        for key in keys_of(item.cell):
            row = sums.setdefault(key, [0, 0, 0, 0])
            for place, amount in enumerate((people, people * item.reachable, item.served, item.missed)):
                row[place] += amount
    return [DemandRow(key, *names.get(key, (key, key)), *amounts) for key, amounts in sums.items()]


def _count(season_id: int, within: str) -> list[_Counted]:
    cells = _wishes.gather_demand(season_id=season_id, within=within)
    history = _ports.seat_history()
    served = history.served_wishes(season_id=season_id)
    missed = history.failed_attempts(season_id=season_id) - served
    evenings_of = _reach(cells)
    return [
        _Counted(
            cell=cell,
            reachable=bool(evenings_of(cell) & set(cell.evenings)),
            served=sum((person, cell.course_id) in served for person in cell.account_ids),
            missed=sum((person, cell.course_id) in missed for person in cell.account_ids),
        )
        for cell in cells
    ]


def _reach(cells: Iterable[DemandCell]) -> Callable[[DemandCell], frozenset[int]]:
    courses = catalogue.describe_courses(ids=sorted({cell.course_id for cell in cells}))
    taught = _taught(sorted(courses))
    rooms = _rooms()

    @cache
    def evenings(lat: float, lon: float, reach_km: float, course_id: int) -> frozenset[int]:
        near = (room for point, room in rooms if places.distance_km((lat, lon), point) <= reach_km)
        return _rules.possible_evenings(
            needs=frozenset(courses[course_id].equipment), taught=taught.get(course_id, {}), places=near
        )

    return lambda cell: evenings(cell.lat, cell.lon, cell.reach_km, cell.course_id)


def _taught(course_ids: list[int]) -> dict[int, dict[str, frozenset[int]]]:
    taught: dict[int, dict[str, frozenset[int]]] = {}
    for lecturer in catalogue.list_lecturers(course_ids=course_ids):
        for course_id in lecturer.course_ids:
            by_district = taught.setdefault(course_id, {})
            for district in lecturer.districts:
                by_district[district] = by_district.get(district, frozenset()) | frozenset(lecturer.evenings)
    return taught


def _rooms() -> list[tuple[tuple[float, float], _rules.Place]]:
    venues = {venue.id: venue for venue in places.list_venues()}
    rooms = places.list_rooms(venue_ids=sorted(venues))
    open_on: dict[int, set[int]] = {room.id: set() for room in rooms}
    for weekday in range(1, 8):
        is_open = places.is_open(room_ids=sorted(open_on), weekday=weekday, start=EVENING_STARTS, end=EVENING_ENDS)
        for room_id, answer in is_open.items():
            if answer:
                open_on[room_id].add(weekday)
    found = []
    for room in rooms:
        venue = venues[room.venue_id]
        district = "/".join(venue.path.split("/")[:2])
        place = _rules.Place(frozenset(room.equipment), district, frozenset(open_on[room.id]))
        found.append(((venue.lat, venue.lon), place))
    return found


Names = tuple[Mapping[str, tuple[str, str]], Callable[[DemandCell], Iterable[str]]]


def _by_place(within: str, cells: list[DemandCell]) -> Names:
    depth = within.count("/") + 2
    paths = sorted({"/".join(cell.path.split("/")[:depth]) for cell in cells})
    names = {unit.path: (unit.name, unit.name_en) for unit in places.list_units(paths=paths)}
    return names, lambda cell: ["/".join(cell.path.split("/")[:depth])]


def _by_evening(within: str, cells: list[DemandCell]) -> Names:
    del within, cells
    names = {str(day): (_in("zh-hans", word), _in("en", word)) for day, word in enumerate(WEEKDAYS, 1)}
    return names, lambda cell: [str(day) for day in cell.evenings]


def _by_skill(within: str, cells: list[DemandCell]) -> Names:
    del within
    courses = catalogue.describe_courses(ids=sorted({cell.course_id for cell in cells}))
    skills = {skill.id: skill for skill in catalogue.list_skills()}
    names = {str(skill.id): (skill.name, skill.name_en) for skill in skills.values()}
    return names, lambda cell: [str(skill_id) for skill_id in courses[cell.course_id].skill_ids]


def _by_course(within: str, cells: list[DemandCell]) -> Names:
    del within
    courses = catalogue.describe_courses(ids=sorted({cell.course_id for cell in cells}))
    names = {str(course.id): (course.title, course.title_en) for course in courses.values()}
    return names, lambda cell: [str(cell.course_id)]


def _in(language: str, word: str) -> str:
    with override(language):
        return _(word)
