"""Gathering what the read API gives: each room asked once a page, no personal data, lecturers left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.enrolment import api as enrolment
from yexiao.interop import _finding, _shapes
from yexiao.places import api as places

Place = Mapping[str, Any]
"""Slugs of a venue and a room in it, by field name."""
NOBODY = 0
"""An id that is never given: what an unknown name looks for finds nothing."""
USUAL_SPAN = timedelta(days=28)


def list_venues(*, within: str) -> list[_shapes.Venue]:
    """Return a territory's venues with their rooms."""
    rooms: dict[int, list[places.RoomRecord]] = {}
    for room in places.list_rooms(within=within):
        rooms.setdefault(room.venue_id, []).append(room)
    return [_venue(venue, rooms.get(venue.id, [])) for venue in places.list_venues(within=within)]


def _venue(venue: places.VenueRecord, rooms: Sequence[places.RoomRecord]) -> _shapes.Venue:
    words = {name: getattr(venue, name) for name in _shapes.Venue.model_fields if name != "rooms"}
    return _shapes.Venue(**words, rooms=[_room(room) for room in rooms])


def _room(room: places.RoomRecord) -> _shapes.Room:
    return _shapes.Room(
        slug=room.slug,
        name=room.name,
        name_en=room.name_en,
        capacity=room.capacity,
        equipment=sorted(room.equipment),
    )


def list_courses(*, skill: str) -> list[_shapes.Course]:
    """Return the courses that are offered, those that teach the skill if one is named."""
    slugs = {found.id: found.slug for found in catalogue.list_skills()}
    courses = [_course(course, slugs) for course in catalogue.list_courses()]
    return [course for course in courses if not skill or skill in course.skills]


def _course(course: catalogue.CourseRecord, skills: Mapping[int, str]) -> _shapes.Course:
    words = {name: getattr(course, name) for name in _shapes.Course.model_fields if hasattr(course, name)}
    words |= {"skills": [skills[skill_id] for skill_id in course.skill_ids], "equipment": sorted(course.equipment)}
    return _shapes.Course(**words)


def find_sections(wanted: _shapes.SectionFilter, *, at: datetime) -> tuple[list[_shapes.Section], int]:
    """Return one page of classes with their seats and evenings, and how many there are in all."""
    seasons = {season.slug: season.id for season in catalogue.list_seasons()}
    found = _finding.find_sections(
        within=wanted.within,
        state=wanted.state,
        season_id=seasons.get(wanted.season, NOBODY) if wanted.season else None,
        course_id=_course_id(wanted.course) if wanted.course else None,
        weekday=wanted.weekday,
        fee=wanted.fee or "",
        has_free_seats=wanted.free_seats == "yes",
        limit=wanted.limit,
        offset=wanted.offset,
    )
    records = catalogue.list_sections(ids=found.ids)
    return _describe(records, {season_id: slug for slug, season_id in seasons.items()}, at=at), found.count


def _course_id(slug: str) -> int:
    return next((course.id for course in catalogue.list_courses() if course.slug == slug), NOBODY)


def section(code: str, *, at: datetime) -> _shapes.Section:
    """Return one class, in whatever state it is.

    Raises:
        NotFound: No class has that code.
    """
    record = catalogue.section_by_code(code)
    season = catalogue.season(record.season_id)
    return _describe([record], {season.id: season.slug}, at=at)[0]


def _describe(
    sections: Sequence[catalogue.SectionRecord], seasons: Mapping[int, str], *, at: datetime
) -> list[_shapes.Section]:
    courses = catalogue.describe_courses(ids={section.course_id for section in sections})
    seats = enrolment.describe_seats(section_ids=[section.id for section in sections], at=at)
    room_ids = {section.room_id for section in sections}
    where = _where(room_ids | {meeting.room_id for section in sections for meeting in section.meetings})
    return [
        _shapes.Section(
            **_plain(section),
            season=seasons[section.season_id],
            course=courses[section.course_id].slug,
            course_title=courses[section.course_id].title,
            course_title_en=courses[section.course_id].title_en,
            **where[section.room_id],
            seats=_seats(seats.get(section.id)),
            meetings=[_meeting(meeting, section.code, where) for meeting in section.meetings],
        )
        for section in sections
    ]


def _plain(section: catalogue.SectionRecord) -> dict[str, Any]:
    names = ("code", "path", "weekday", "capacity", "fee_kind", "fee_fen", "market_price_fen", "state")
    return {name: getattr(section, name) for name in names} | {
        "url": settings.BASE_URL + reverse("enrolment:section", args=[section.code]),
        "calendar_url": settings.BASE_URL + reverse("interop:section_calendar", args=[section.code]),
    }


def _where(room_ids: Collection[int]) -> dict[int, Place]:
    rooms = places.list_rooms(ids=room_ids)
    venues = {venue.id: venue.slug for venue in places.list_venues(ids={room.venue_id for room in rooms})}
    return {room.id: {"venue": venues[room.venue_id], "room": room.slug} for room in rooms}


def _seats(seats: enrolment.SeatsLeft | None) -> _shapes.Seats | None:
    if seats is None:
        return None
    return _shapes.Seats(**{name: getattr(seats, name) for name in _shapes.Seats.model_fields})


def _meeting(meeting: catalogue.MeetingRecord, code: str, where: Mapping[int, Place]) -> _shapes.Meeting:
    names = ("id", "number", "starts_at", "ends_at", "state", "revision")
    words = {name: getattr(meeting, name) for name in names}
    return _shapes.Meeting(**words, section=code, **where[meeting.room_id])


def find_meetings(wanted: _shapes.MeetingFilter, *, at: datetime) -> tuple[list[_shapes.Meeting], int]:
    """Return one page of evenings by time, and how many there are in all."""
    first = _clamp(wanted.first_date or clock.local_date(at))
    last = _clamp(wanted.last_date or first + USUAL_SPAN)
    start = clock.at_local(first, 0)
    found = _finding.find_meetings(
        within=wanted.within,
        section=wanted.section,
        start=start,
        end=max(start, clock.at_local(last + timedelta(days=1), 0)),
        limit=wanted.limit,
        offset=wanted.offset,
    )
    meetings = catalogue.list_meetings(ids=found.ids)
    sections = catalogue.list_sections(ids={meeting.section_id for meeting in meetings})
    codes = {section.id: section.code for section in sections}
    where = _where({meeting.room_id for meeting in meetings})
    return [_meeting(meeting, codes[meeting.section_id], where) for meeting in meetings], found.count


def _clamp(day: date) -> date:
    return min(max(day, clock.FIRST_DAY), clock.LAST_DAY)


def find_openings(wanted: _shapes.OpeningFilter, *, at: datetime) -> tuple[list[_shapes.Opening], int]:
    """Return one page of the openings of a territory or season, latest first, and how many there are in all."""
    seasons = {season.id: season.slug for season in catalogue.list_seasons()}
    within = [wanted.within] if wanted.within else None
    openings = enrolment.list_openings(within=within, at=at)
    kept = [record for record in openings if not wanted.season or seasons[record.season_id] == wanted.season]
    page = kept[wanted.offset : wanted.offset + wanted.limit]
    return _describe_openings(page, seasons), len(kept)


def opening(opening_id: int, *, at: datetime) -> _shapes.Opening:
    """Return one opening.

    Raises:
        NotFound: There is none with that id.
    """
    found = enrolment.list_openings(ids=[opening_id], at=at)
    if not found:
        raise NotFound
    season = catalogue.season(found[0].season_id)
    return _describe_openings(found, {season.id: season.slug})[0]


def _describe_openings(
    openings: Sequence[enrolment.OpeningRecord], seasons: Mapping[int, str]
) -> list[_shapes.Opening]:
    ids = {section_id for record in openings for section_id in record.section_ids}
    codes = {section.id: section.code for section in catalogue.list_sections(ids=ids)}
    return [_opening(record, seasons[record.season_id], codes) for record in openings]


def _opening(record: enrolment.OpeningRecord, season: str, codes: Mapping[int, str]) -> _shapes.Opening:
    own = {"season", "sections", "input_url", "result_url"}
    words = {name: getattr(record, name) for name in _shapes.Opening.model_fields if name not in own}
    hidden = {name: words[name] or None for name in ("seed", "beacon", "beacon_source", "entries_digest")}
    return _shapes.Opening(
        **words | hidden | {"result_digest": record.result_digest or None},
        season=season,
        sections=sorted(codes[section_id] for section_id in record.section_ids),
        input_url=_file_url(record.id, "input") if record.entries_digest else None,
        result_url=_file_url(record.id, "result") if record.result_digest else None,
    )


def _file_url(opening_id: int, name: str) -> str:
    return settings.BASE_URL + reverse("enrolment:draw_file", args=[opening_id, name])
