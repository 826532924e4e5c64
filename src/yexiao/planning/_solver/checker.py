"""Check a plan against its season, sharing nothing with the planner but the season's records.

Every rule is recomputed from the records one section at a time, the value from the distances, and the bound from
the certificate (``checker_bound``). A finding is one sentence; a plan without findings is right.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from .checker_bound import CertificateError, bound_of
from .problem import (
    EARTH_RADIUS_KM,
    RESULT_FORMAT,
    Course,
    Forbid,
    Lecturer,
    Problem,
    Room,
    Section,
    Venue,
    Wish,
    reach_of,
)


def check(problem: Problem, result: dict[str, Any]) -> list[str]:
    """Return everything wrong with a result, in words; an empty list means it is right."""
    if result.get("format") != RESULT_FORMAT:
        return [f'format must be "{RESULT_FORMAT}"']
    season = _Season(problem)
    try:
        sections = [_section(item) for item in result["sections"]]
        findings = [*_unknown(season, sections)]
        return findings or [*_rules(season, sections), *_figures(season, sections, result)]
    except (KeyError, TypeError, ValueError) as error:
        return [f"the result cannot be read ({type(error).__name__}: {error})"]


class _Season:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rooms: dict[str, Room] = {item.id: item for item in problem.rooms}
        self.courses: dict[str, Course] = {item.id: item for item in problem.courses}
        self.lecturers: dict[str, Lecturer] = {item.id: item for item in problem.lecturers}
        self.venues: dict[str, Venue] = {item.id: item for item in problem.venues}
        self.wishes: dict[str, Wish] = {item.id: item for item in problem.wishes}
        self.evenings = {item.id: item.evening for item in problem.slots}

    def venue(self, section: Section) -> Venue:
        return self.venues[self.rooms[section.room].venue]

    def cost(self, section: Section) -> int:
        room, course = self.rooms[section.room], self.courses[section.course]
        return room.cost + course.cost + self.lecturers[section.lecturer].cost


def _section(item: dict[str, Any]) -> Section:
    served = tuple((str(wish), people) for wish, people in item["served"])
    return Section(item["course"], item["room"], item["slot"], item["lecturer"], served)


def _name(section: Section) -> str:
    return f'"{section.course}" in "{section.room}" at "{section.slot}"'


def _unknown(season: _Season, sections: list[Section]) -> Iterator[str]:
    for section in sections:
        known: list[tuple[str, Collection[str]]] = [
            (section.course, season.courses),
            (section.room, season.rooms),
            (section.lecturer, season.lecturers),
            (section.slot, season.evenings),
        ]
        for key, ids in known:
            if key not in ids:
                yield f'{_name(section)} names the unknown "{key}"'
        for wish, people in section.served:
            if wish not in season.wishes:
                yield f'{_name(section)} serves the unknown wish "{wish}"'
            if isinstance(people, bool) or not isinstance(people, int) or people < 1:
                yield f'{_name(section)} serves {people!r} people of wish "{wish}"'


def _rules(season: _Season, sections: list[Section]) -> Iterator[str]:
    for section in sections:
        yield from _room_rules(season, section)
        yield from _lecturer_rules(season, section)
        yield from _people_rules(season, section)
        if any(_matches(forbid, section, season.venue(section)) for forbid in season.problem.forbid):
            yield f"{_name(section)} is forbidden"
    yield from _double_bookings(season, sections)
    yield from _double_seats(season, sections)
    yield from _lecturer_totals(season, sections)
    yield from _season_totals(season, sections)
    yield from _pins(season, sections)


def _room_rules(season: _Season, section: Section) -> Iterator[str]:
    room, course = season.rooms[section.room], season.courses[section.course]
    if section.slot not in room.slots:
        yield f"{_name(section)}: the room is not open"
    if course.equipment - room.equipment:
        yield f"{_name(section)}: the room lacks equipment"
    people = sum(count for _, count in section.served)
    if not course.min <= people <= min(course.max, room.capacity):
        yield f"{_name(section)} serves {people} people, outside its limits"


def _lecturer_rules(season: _Season, section: Section) -> Iterator[str]:
    lecturer, venue = season.lecturers[section.lecturer], season.venue(section)
    if section.course not in lecturer.courses:
        yield f"{_name(section)}: the lecturer does not give the course"
    if section.slot not in lecturer.slots:
        yield f"{_name(section)}: the lecturer is not free"
    if _km(lecturer, venue) > lecturer.reach_km:
        yield f"{_name(section)}: the lecturer does not reach the venue"


def _people_rules(season: _Season, section: Section) -> Iterator[str]:
    venue = season.venue(section)
    if len({wish for wish, _ in section.served}) != len(section.served):
        yield f"{_name(section)} lists a wish twice"
    for key, _ in section.served:
        wish = season.wishes[key]
        if wish.course != section.course or section.slot not in wish.slots:
            yield f'{_name(section)} serves wish "{key}", which wants something else'
        elif _km(wish, venue) > reach_of(wish, season.problem.rules):
            yield f'{_name(section)} serves wish "{key}" out of reach'


def _matches(forbid: Forbid, section: Section, venue: Venue) -> bool:
    return (
        forbid.course in (None, section.course)
        and forbid.room in (None, section.room)
        and forbid.slot in (None, section.slot)
        and forbid.lecturer in (None, section.lecturer)
        and forbid.venue in (None, venue.id)
    )


def _double_bookings(season: _Season, sections: list[Section]) -> Iterator[str]:
    rooms = Counter((section.room, section.slot) for section in sections)
    staff = Counter((section.lecturer, section.slot) for section in sections)
    for (key, slot), times in [*rooms.items(), *staff.items()]:
        if times > 1:
            yield f'"{key}" is booked {times} times at "{slot}"'
    nights: dict[tuple[str, str], set[str]] = defaultdict(set)
    for section in sections:
        nights[section.lecturer, season.evenings[section.slot]].add(season.venue(section).id)
    for (lecturer, evening), venues in nights.items():
        if len(venues) > 1:
            yield f'lecturer "{lecturer}" would be in {len(venues)} venues on evening "{evening}"'


def _double_seats(season: _Season, sections: list[Section]) -> Iterator[str]:
    served: Counter[str] = Counter()
    for section in sections:
        for wish, people in section.served:
            served[wish] += people
    for wish, people in served.items():
        if people > season.wishes[wish].people:
            yield f'wish "{wish}" stands for {season.wishes[wish].people} people and {people} are served'


def _lecturer_totals(season: _Season, sections: list[Section]) -> Iterator[str]:
    load = Counter(section.lecturer for section in sections)
    in_hand = 0
    for lecturer in season.problem.lecturers:
        given = load[lecturer.id]
        if given > lecturer.max:
            yield f'lecturer "{lecturer.id}" gives {given} sections and max is {lecturer.max}'
        in_hand += given <= lecturer.max - 1 and given < len(lecturer.slots)
    need = math.ceil(season.problem.rules.reserve * len(season.problem.lecturers) - 1e-9)
    if in_hand < need:
        yield f"{in_hand} lecturers are in reserve and {need} are needed"


def _season_totals(season: _Season, sections: list[Section]) -> Iterator[str]:
    rules = season.problem.rules
    free = sum(season.courses[section.course].is_free for section in sections)
    if free < math.ceil(rules.free_share * len(sections) - 1e-9):
        yield f"{free} of {len(sections)} sections are free of charge, too few"
    cost = sum(season.cost(section) for section in sections)
    if rules.budget is not None and cost > rules.budget:
        yield f"the plan costs {cost} and the budget is {rules.budget}"
    if rules.max_sections is not None and len(sections) > rules.max_sections:
        yield f"there are {len(sections)} sections and max_sections is {rules.max_sections}"


def _pins(season: _Season, sections: list[Section]) -> Iterator[str]:
    held = {(section.course, section.room, section.slot, section.lecturer) for section in sections}
    for pin in season.problem.pins:
        if (pin.course, pin.room, pin.slot, pin.lecturer) not in held:
            yield f'the pin "{pin.course}" in "{pin.room}" at "{pin.slot}" with "{pin.lecturer}" is not kept'


def _figures(season: _Season, sections: list[Section], result: dict[str, Any]) -> Iterator[str]:
    value, bound = _value(season, sections), result["bound"]
    if result["value"] != value:
        yield f"the value is {value}, not {result['value']}"
    try:
        proven = bound_of(season.problem, result["certificate"])
    except CertificateError as error:
        yield f"the certificate is not valid: {error}"
        return
    if bound != proven:
        yield f"the certificate proves a bound of {proven}, not {bound}"
    if value > proven:
        yield f"the value {value} lies above the bound {proven}"
    gap = (bound - value) / max(1, bound - _value(season, []))
    if not math.isclose(result["gap"], gap, rel_tol=1e-9, abs_tol=1e-12):
        yield f"the gap is {gap}, not {result['gap']}"
    yield from _unmet(season, sections, result)


def _value(season: _Season, sections: list[Section]) -> int:
    rules, total = season.problem.rules, 0
    served: Counter[str] = Counter()
    for section in sections:
        venue = season.venue(section)
        for key, people in section.served:
            wish = season.wishes[key]
            total += people * max(0, round(wish.weight - rules.km_penalty * _km(wish, venue)))
            served[wish.street] += people
    asked: Counter[str] = Counter()
    for wish in season.problem.wishes:
        asked[wish.street] += wish.people
    short = sum(
        max(0, math.ceil(rules.street_floor * people - 1e-9) - served[street]) for street, people in asked.items()
    )
    return total - rules.street_penalty * short


def _unmet(season: _Season, sections: list[Section], result: dict[str, Any]) -> Iterator[str]:
    left = {wish.id: wish.people for wish in season.problem.wishes}
    for section in sections:
        for wish, people in section.served:
            left[wish] -= people
    told = {item["wish"]: item["people"] for item in result["unmet"] if item["reason"]}
    if told != {wish: people for wish, people in left.items() if people > 0}:
        yield "the unmet people are not those the sections leave"


def _km(one: Wish | Lecturer, other: Venue) -> float:
    """Return the haversine distance of two places."""
    lat_one, lat_other = math.radians(one.lat), math.radians(other.lat)
    half_lat = (lat_other - lat_one) / 2
    half_lon = (math.radians(other.lon) - math.radians(one.lon)) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_one) * math.cos(lat_other) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))
