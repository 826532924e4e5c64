"""Read a season from its exchange file, strictly: the first wrong entry is named in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, Protocol, TypeVar

from .entry import Entry
from .problem import (
    FORMAT,
    Course,
    Forbid,
    Lecturer,
    Pin,
    Problem,
    ProblemError,
    Room,
    Rules,
    Section,
    Slot,
    Venue,
    Wish,
)

MOST_PEOPLE = 10**7
MOST_WEIGHT = 10**6
SECTION_KEYS = ("course", "room", "slot", "lecturer")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_HasId)


def parse_text(text: str | bytes) -> Problem:
    """Read a season from JSON text.

    Raises:
        ProblemError: The text is not JSON, or an entry is wrong; the message names it.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemError("file", f"is not valid JSON ({error})") from None
    return parse(data)


def parse(data: object) -> Problem:
    """Read a season from a decoded exchange file.

    Raises:
        ProblemError: An entry is wrong; the message names it.
    """
    file = Entry("file", data)
    if file.get("format") != FORMAT:
        file.refuse(f'format must be "{FORMAT}"')
    slots = _records(file, "slots", _slot)
    slot_ids = {slot.id for slot in slots}
    venues = _records(file, "venues", _venue)
    venue_ids = {venue.id for venue in venues}
    rooms = _records(file, "rooms", lambda entry: _room(entry, venue_ids, slot_ids))
    courses = _records(file, "courses", _course)
    course_ids = {course.id for course in courses}
    lecturers = _records(file, "lecturers", lambda entry: _lecturer(entry, course_ids, slot_ids))
    wishes = _records(file, "wishes", lambda entry: _wish(entry, course_ids, slot_ids))
    _limit_people(wishes)
    ids = {
        "course": course_ids,
        "room": {room.id for room in rooms},
        "slot": slot_ids,
        "lecturer": {lecturer.id for lecturer in lecturers},
        "venue": venue_ids,
        "wish": {wish.id for wish in wishes},
    }
    return Problem(
        slots=slots,
        venues=venues,
        rooms=rooms,
        courses=courses,
        lecturers=lecturers,
        wishes=wishes,
        rules=_rules(Entry("rules", file.get("rules"))),
        pins=tuple(_pin(entry, ids) for entry in _entries(file, "pins")),
        forbid=tuple(_forbid(entry, ids) for entry in _entries(file, "forbid")),
        previous=tuple(read_section(entry, ids) for entry in _entries(file, "previous")),
    )


def read_section(entry: Entry, ids: dict[str, set[str]]) -> Section:
    """Read one section with the people it serves; ``ids`` holds the known ids by kind."""
    course, room, slot, lecturer = (entry.known(key, ids[key], key) for key in SECTION_KEYS)
    served = entry.data.get("served", [])
    if not isinstance(served, list):
        entry.refuse("served must be a list of pairs")
    pairs = tuple(_served_pair(entry, item, ids["wish"]) for item in served)
    if len({wish for wish, _ in pairs}) != len(pairs):
        entry.refuse("serves one wish in two entries")
    return Section(course, room, slot, lecturer, pairs)


def _served_pair(entry: Entry, item: object, wishes: set[str]) -> tuple[str, int]:
    if not isinstance(item, list) or len(item) != 2:
        entry.refuse("served must be a list of pairs")
    wish, people = item
    if wish not in wishes:
        entry.refuse(f'names the unknown wish "{wish}"')
    if isinstance(people, bool) or not isinstance(people, int) or people < 1:
        entry.refuse(f'the people served of wish "{wish}" must be a whole number from 1')
    return wish, people


def _records(file: Entry, key: str, read: Callable[[Entry], Record]) -> tuple[Record, ...]:
    file.get(key)
    records = tuple(read(entry) for entry in _entries(file, key))
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise ProblemError(f'{key} "{record.id}"', "is there twice")
        seen.add(record.id)
    return records


def _entries(file: Entry, key: str) -> list[Entry]:
    items = file.data.get(key, [])
    if not isinstance(items, list):
        file.refuse(f"{key} must be a list")
    return [Entry(_name(key, number, item), item) for number, item in enumerate(items, start=1)]


def _name(key: str, number: int, item: Any) -> str:
    named = isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"]
    return f'{key} "{named}"' if named else f"{key} number {number}"


def _slot(entry: Entry) -> Slot:
    evening = entry.get("evening")
    if isinstance(evening, bool) or not isinstance(evening, str | int):
        entry.refuse("evening must be a text or a whole number")
    meetings = entry.data.get("meetings") or []
    is_pairs = isinstance(meetings, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(end, str) for end in pair) for pair in meetings
    )
    if not is_pairs:
        entry.refuse("meetings must be a list of [start, end] pairs")
    return Slot(entry.text("id"), str(evening), tuple((start, end) for start, end in meetings))


def _venue(entry: Entry) -> Venue:
    return Venue(
        id=entry.text("id"),
        lat=entry.number("lat", low=-90, high=90),
        lon=entry.number("lon", low=-180, high=180),
        street=entry.text("street", default=""),
        district=entry.text("district", default=""),
    )


def _room(entry: Entry, venues: Collection[str], slots: Collection[str]) -> Room:
    return Room(
        id=entry.text("id"),
        venue=entry.known("venue", venues, "venue"),
        capacity=entry.whole("capacity"),
        equipment=frozenset(entry.texts("equipment")),
        slots=entry.all_known("slots", slots, "slot"),
        cost=entry.whole("cost", default=0),
    )


def _course(entry: Entry) -> Course:
    fee = entry.get("fee")
    if fee not in ("free", "low"):
        entry.refuse('fee must be "free" or "low"')
    course = Course(
        id=entry.text("id"),
        equipment=frozenset(entry.texts("equipment")),
        min=entry.whole("min"),
        max=entry.whole("max"),
        is_free=fee == "free",
        cost=entry.whole("cost", default=0),
    )
    if course.min > course.max:
        entry.refuse(f"min is {course.min} and more than max, which is {course.max}")
    return course


def _lecturer(entry: Entry, courses: Collection[str], slots: Collection[str]) -> Lecturer:
    return Lecturer(
        id=entry.text("id"),
        courses=entry.all_known("courses", courses, "course"),
        slots=entry.all_known("slots", slots, "slot"),
        max=entry.whole("max"),
        lat=entry.number("lat", low=-90, high=90),
        lon=entry.number("lon", low=-180, high=180),
        reach_km=entry.number("reach_km"),
        cost=entry.whole("cost", default=0),
    )


def _wish(entry: Entry, courses: Collection[str], slots: Collection[str]) -> Wish:
    return Wish(
        id=entry.text("id"),
        lat=entry.number("lat", low=-90, high=90),
        lon=entry.number("lon", low=-180, high=180),
        street=entry.text("street"),
        course=entry.known("course", courses, "course"),
        slots=entry.all_known("slots", slots, "slot"),
        people=entry.whole("people", high=MOST_PEOPLE),
        weight=entry.number("weight", high=MOST_WEIGHT),
        reach_km=None if entry.data.get("reach_km") is None else entry.number("reach_km"),
    )


def _limit_people(wishes: tuple[Wish, ...]) -> None:
    total = sum(wish.people for wish in wishes)
    if total > MOST_PEOPLE:
        raise ProblemError("wishes", f"stand for {total} people and may stand for {MOST_PEOPLE} at most")


def _rules(entry: Entry) -> Rules:
    entry.only(Rules.__dataclass_fields__)
    return Rules(
        reach_km=entry.number("reach_km"),
        km_penalty=entry.number("km_penalty"),
        budget=entry.limit("budget"),
        free_share=entry.number("free_share", high=1, default=0),
        street_floor=entry.number("street_floor", high=1, default=0),
        street_penalty=entry.whole("street_penalty", high=MOST_WEIGHT, default=0),
        max_sections=entry.limit("max_sections"),
        reserve=entry.number("reserve", high=1, default=0),
    )


def _pin(entry: Entry, ids: dict[str, set[str]]) -> Pin:
    entry.only(SECTION_KEYS)
    return Pin(*(entry.known(key, ids[key], key) for key in SECTION_KEYS))


def _forbid(entry: Entry, ids: dict[str, set[str]]) -> Forbid:
    keys = (*SECTION_KEYS, "venue")
    entry.only(keys)
    given = {key: entry.known(key, ids[key], key) for key in keys if entry.data.get(key) is not None}
    if not given:
        entry.refuse("is empty and would forbid everything")
    return Forbid(**given)
