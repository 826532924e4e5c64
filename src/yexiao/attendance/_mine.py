"""Everything on the page "my evenings", each room asked once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yexiao.attendance import _calendar, _rosters, _rules
from yexiao.attendance._records import Evening
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment
from yexiao.places import api as places

PAST_SHOWN = 30
NEXT_SHOWN = 20
LATELY = 6
DRAWS_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class SectionWords:
    """A section by the words people know it by, with its weekday and place."""

    id: int
    code: str
    title: str
    title_en: str
    weekday: int
    venue: str
    venue_en: str


@dataclass(frozen=True)
class Entry:
    """A draw entered: the choices in order, and what came of it."""

    record: enrolment.EntryRecord
    choices: tuple[SectionWords, ...]


@dataclass(frozen=True)
class Past:
    """An evening that is over; `can_speak` says that the person was there and may say how it was."""

    evening: Evening
    can_speak: bool


@dataclass(frozen=True)
class MyEvenings:
    """The page's content, in the order of the page."""

    offers: tuple[tuple[SectionWords, enrolment.SeatRecord], ...]
    coming: tuple[Evening, ...]
    waiting: tuple[tuple[SectionWords, enrolment.WaitingRecord], ...]
    entries: tuple[Entry, ...]
    past: tuple[Past, ...]
    earlier: tuple[Past, ...]
    feed: str

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing at all yet."""
        return not (self.offers or self.coming or self.waiting or self.entries or self.past)


def gather(*, account_id: int, at: datetime) -> MyEvenings:
    """Return a person's evenings, offers, waiting places and draws; the same few queries however many there are."""
    evenings = _rosters.list_evenings_of(account_id=account_id, at=at)
    offers = enrolment.list_seats_of(account_id=account_id, states=("offered",))
    waiting = enrolment.list_waiting_of(account_id=account_id)
    entries = enrolment.list_entries_of(account_id=account_id)
    words = _say_sections(offers, waiting, entries)
    coming = [evening for evening in evenings if evening.meeting.ends_at > at]
    past = _past([evening for evening in reversed(evenings) if evening.meeting.ends_at <= at])
    return MyEvenings(
        offers=tuple((words[seat.section_id], seat) for seat in offers),
        coming=tuple(coming[:NEXT_SHOWN]),
        waiting=tuple((words[place.section_id], place) for place in waiting),
        entries=tuple(_entry(entry, words) for entry in _recent(entries, at)),
        past=tuple(past[:LATELY]),
        earlier=tuple(past[LATELY:PAST_SHOWN]),
        feed=_calendar.address_of(account_id),
    )


def _recent(entries: Sequence[enrolment.EntryRecord], at: datetime) -> list[enrolment.EntryRecord]:
    """Keep draws still to be held, and those entered in the last weeks."""
    return [entry for entry in entries if entry.is_seated is None or entry.entered_at > at - DRAWS_SHOWN]


def _say_sections(
    offers: Collection[enrolment.SeatRecord],
    waiting: Collection[enrolment.WaitingRecord],
    entries: Collection[enrolment.EntryRecord],
) -> dict[int, SectionWords]:
    ids = {seat.section_id for seat in offers} | {place.section_id for place in waiting}
    ids |= {choice for entry in entries for choice in entry.choices}
    sections = catalogue.list_sections(ids=sorted(ids)) if ids else []
    if not sections:
        return {}
    courses = catalogue.describe_courses(ids=sorted({section.course_id for section in sections}))
    rooms = {room.id: room for room in places.list_rooms(ids=sorted({section.room_id for section in sections}))}
    venues = {venue.id: venue for venue in places.list_venues(ids=sorted({room.venue_id for room in rooms.values()}))}
    return {
        section.id: _words(section, courses[section.course_id], venues[rooms[section.room_id].venue_id])
        for section in sections
    }


def _words(section: catalogue.SectionRecord, course: catalogue.CourseRecord, venue: places.VenueRecord) -> SectionWords:
    return SectionWords(
        section.id, section.code, course.title, course.title_en, section.weekday, venue.name, venue.name_en
    )


def _entry(entry: enrolment.EntryRecord, words: Mapping[int, SectionWords]) -> Entry:
    return Entry(entry, tuple(words[section_id] for section_id in entry.choices if section_id in words))


def _past(evenings: Sequence[Evening]) -> list[Past]:
    """Mark, for each section, the latest evening the person was at: there one says how it was."""
    spoken: set[int] = set()
    rows = []
    for evening in evenings:
        was_there = evening.mark in _rules.HERE
        rows.append(Past(evening, was_there and evening.meeting.section_id not in spoken))
        if was_there:
            spoken.add(evening.meeting.section_id)
    return rows
