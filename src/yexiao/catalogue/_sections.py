"""Publishing sections: a course gets a room, a lecturer, evenings and a fee, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from yexiao.catalogue import _clashes, _courses, _rules, _timetable
from yexiao.catalogue._records import (
    CourseRecord,
    LecturerRecord,
    NewSection,
    RoomClosed,
    RoomTooSmall,
    SeasonTooShort,
    SectionRecord,
)
from yexiao.catalogue.models import FeeKind, Meeting, Season, Section
from yexiao.common import clock
from yexiao.common.refusals import BadInput, NotFound
from yexiao.places import api as places

Span = tuple[datetime, datetime]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Facts:
    """What publishing needs to know, asked once for all sections."""

    season: Season
    at: datetime
    courses: Mapping[int, CourseRecord]
    lecturers: Mapping[int, LecturerRecord]
    rooms: Mapping[int, places.RoomRecord]
    hours: Mapping[int, places.Hours]
    closures: Mapping[int, Sequence[Span]]


@transaction.atomic
def publish_sections(*, season_id: int, sections: Sequence[NewSection], at: datetime) -> list[SectionRecord]:
    """Publish the sections with their weekly meetings, in their order: all of them or none.

    Meetings begin with the first such weekday of the season (of `first_date`
    if later, never before `at`), skip public holidays and the room's
    closures, and make lost evenings up at the end, if need be after the
    season's. A constant number of queries, whatever the number of sections.

    Raises:
        NotFound: A season, course, room or lecturer is unknown.
        BadInput: A fee kind or weekday is unknown.
        RoomClosed: A room is not open then.
        RoomTooSmall: A section has more seats than its room.
        SeasonTooShort: A season has fewer such evenings than the course needs.
        RoomTaken, LecturerTaken: Another meeting is in the way; data says which.
    """
    season = Season.objects.select_for_update(no_key=True).filter(pk=season_id).first()
    if season is None:
        raise NotFound(season_id=season_id)
    if not sections:
        return []
    facts = _gather(season, sections, at)
    spans = [_plan(section, facts) for section in sections]
    first = Section.objects.filter(season=season).count() + 1
    codes = [f"{season.slug}-{number:03d}" for number in range(first, first + len(sections))]
    made = Section.objects.bulk_create(
        [_section(section, code, facts) for section, code in zip(sections, codes, strict=True)]
    )
    return _add_meetings(made, spans)


def _gather(season: Season, sections: Sequence[NewSection], at: datetime) -> Facts:
    room_ids = {section.room_id for section in sections}
    start = clock.at_local(season.starts_date, 0)
    end = clock.at_local(season.ends_date + (_rules.MOST_WEEKS_LATE + 1) * _rules.WEEK, 0)
    closures: dict[int, list[Span]] = {}
    for closure in places.list_closures(room_ids=room_ids, start=start, end=end):
        closures.setdefault(closure.room_id, []).append((closure.start, closure.end))
    return Facts(
        season=season,
        at=at,
        courses=_courses.describe_courses(ids={section.course_id for section in sections}),
        lecturers=_courses.describe_lecturers(ids={section.lecturer_id for section in sections}),
        rooms={room.id: room for room in places.list_rooms(ids=room_ids)},
        hours=places.list_hours(room_ids=room_ids),
        closures=closures,
    )


def _plan(section: NewSection, facts: Facts) -> list[Span]:
    course, _ = _known(section, facts)
    hours = facts.hours[section.room_id]
    if not places.is_open_during(hours, section.weekday, section.start, section.end):
        raise RoomClosed(room_id=section.room_id, weekday=section.weekday)
    first = _first_evening(section, facts)
    evenings = _rules.count_weekdays(first, facts.season.ends_date)
    if evenings < course.meetings:
        raise SeasonTooShort(evenings=evenings, meetings=course.meetings, course_id=course.id)
    dates = _rules.weekly_dates(
        first,
        count=course.meetings,
        last=facts.season.ends_date,
        is_free=lambda day: not places.is_public_holiday(day) and not _is_closed(section, _span(section, day), facts),
    )
    if len(dates) < course.meetings:
        raise RoomClosed(room_id=section.room_id, weekday=section.weekday)
    return [_span(section, day) for day in dates]


def _known(section: NewSection, facts: Facts) -> tuple[CourseRecord, places.RoomRecord]:
    _find(facts.lecturers, lecturer_id=section.lecturer_id)
    if section.weekday not in range(1, 8):
        raise BadInput(field="weekday", reason=str(section.weekday))
    if section.fee_kind not in FeeKind.values:
        raise BadInput(field="fee_kind", reason=section.fee_kind)
    room = _find(facts.rooms, room_id=section.room_id)
    if section.capacity is not None and section.capacity > room.capacity:
        raise RoomTooSmall(capacity=section.capacity, seats=room.capacity, room_id=room.id)
    return _find(facts.courses, course_id=section.course_id), room


def _find(known: Mapping[int, Found], **key: int) -> Found:
    [value] = key.values()
    if value not in known:
        raise NotFound(**key)
    return known[value]


def _first_evening(section: NewSection, facts: Facts) -> date:
    earliest = max(facts.season.starts_date, section.first_date or date.min, clock.local_date(facts.at))
    first = _rules.first_weekday(earliest, section.weekday)
    return first if _span(section, first)[0] > facts.at else first + timedelta(days=7)


def _span(section: NewSection, day: date) -> Span:
    return _rules.span_on(day, section.start, section.end, clock.city_zone())


def _is_closed(section: NewSection, span: Span, facts: Facts) -> bool:
    closures = facts.closures.get(section.room_id, ())
    return any(start < span[1] and span[0] < end for start, end in closures)


def _section(section: NewSection, code: str, facts: Facts) -> Section:
    course, room = facts.courses[section.course_id], facts.rooms[section.room_id]
    is_low = section.fee_kind == FeeKind.LOW
    return Section(
        season=facts.season,
        course_id=course.id,
        room_id=room.id,
        lecturer_id=section.lecturer_id,
        code=code,
        path=room.path,
        weekday=section.weekday,
        capacity=section.capacity or min(room.capacity, course.max_people),
        fee_kind=section.fee_kind,
        fee_fen=_rules.low_fee_of(course.market_price_fen) if is_low else 0,
        market_price_fen=course.market_price_fen,
        published_at=facts.at,
    )


def _add_meetings(sections: Sequence[Section], spans: Sequence[Sequence[Span]]) -> list[SectionRecord]:
    by_section = {section.pk: _meetings(section, own) for section, own in zip(sections, spans, strict=True)}
    indexes = {section.pk: (section.code, index) for index, section in enumerate(sections)}
    meetings = [meeting for own in by_section.values() for meeting in own]
    wanted = [_clashes.as_slot(meeting, *indexes[meeting.section_id]) for meeting in meetings]
    _clashes.write(lambda: Meeting.objects.bulk_create(meetings), wanted)
    return [_timetable.section_record(section, by_section[section.pk]) for section in sections]


def _meetings(section: Section, spans: Iterable[Span]) -> list[Meeting]:
    return [
        Meeting(
            section=section,
            number=number,
            room_id=section.room_id,
            lecturer_id=section.lecturer_id,
            during=DateTimeTZRange(*span),
        )
        for number, span in enumerate(spans, 1)
    ]
