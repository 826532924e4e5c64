"""Calendar files: which evenings belong in a person's or a class's, and the words for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.interop import _calendar, _editions, _feeds
from yexiao.people import api as people
from yexiao.places import api as places

LOOKS_BACK = timedelta(days=366)
EVENINGS_OF = """
SELECT meeting.meeting_id FROM catalogue_public_meetings AS meeting
WHERE meeting.ends_at > %(since)s AND (
    meeting.lecturer_id = %(lecturer_id)s
    OR meeting.section_id IN (
        SELECT seat.section_id FROM enrolment_public_seats AS seat
        WHERE seat.account_id = %(account_id)s AND seat.state IN ('taken', 'completed'))
    OR meeting.section_id IN (
        SELECT seat.section_id FROM enrolment_public_seats AS seat
        JOIN catalogue_public_sections AS section ON section.section_id = seat.section_id
        WHERE seat.account_id = %(account_id)s AND seat.state = 'released' AND section.state = 'cancelled'
            AND seat.decided_at = (
                SELECT max(other.decided_at) FROM enrolment_public_seats AS other
                WHERE other.section_id = seat.section_id)))
"""
"""A cancelled class lets all its seats go at one last moment: who left it then sees it struck out; who had
left before sees nothing."""


@dataclass(frozen=True)
class CalendarFile:
    """A calendar file in one language, and since when it looks so."""

    body: bytes
    changed_at: datetime
    language: str


@dataclass(frozen=True)
class _Facts:
    """What the evenings' words need, asked once for all of them."""

    sections: Mapping[int, catalogue.SectionRecord]
    courses: Mapping[int, catalogue.CourseRecord]
    lecturers: Mapping[int, catalogue.LecturerRecord]
    rooms: Mapping[int, places.RoomRecord]
    venues: Mapping[int, places.VenueRecord]


def write_feed(*, secret: str, at: datetime) -> CalendarFile:
    """Return a person's calendar in their language: their classes' evenings, and those they teach.

    Evenings of the last year and all to come; cancelled ones stay, marked as such.

    Raises:
        NotFound: Nobody's feed has that secret, or the account is closed.
    """
    actor = people.actor_of(_feeds.owner_of(secret))
    if actor.account_id is None:
        raise NotFound
    meetings = _meetings_of(actor.account_id, since=at - LOOKS_BACK)
    with override(actor.language):
        name = _("My night school")
        return _write(meetings, name=name, edition=f"feed/{actor.account_id}", at=at)


def write_section(*, code: str, at: datetime) -> CalendarFile:
    """Return a class's evenings as a calendar in the current language, cancelled ones marked.

    Raises:
        NotFound: No class has that code.
    """
    section = catalogue.section_by_code(code)
    course = catalogue.describe_courses(ids=[section.course_id])[section.course_id]
    edition = f"section/{section.id}/{get_language()}"
    return _write(section.meetings, name=_say(course, "title"), edition=edition, at=at)


def _meetings_of(account_id: int, *, since: datetime) -> list[catalogue.MeetingRecord]:
    lecturer = catalogue.lecturer_of(account_id=account_id)
    values = {"account_id": account_id, "lecturer_id": lecturer.id if lecturer else None, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(EVENINGS_OF, values)
        ids = [row[0] for row in cursor.fetchall()]
    return catalogue.list_meetings(ids=ids)


def _write(meetings: Sequence[catalogue.MeetingRecord], *, name: str, edition: str, at: datetime) -> CalendarFile:
    facts = _gather(meetings)
    entries = [_entry(meeting, facts) for meeting in meetings]
    zone = clock.city_zone()
    plain = _calendar.write(entries, name=name, zone=zone, stamp=datetime.fromtimestamp(0, zone))
    changed_at = _editions.changed_at(edition, plain, at=at)
    body = _calendar.write(entries, name=name, zone=zone, stamp=changed_at)
    return CalendarFile(body, changed_at, get_language() or settings.LANGUAGE_CODE)


def _gather(meetings: Collection[catalogue.MeetingRecord]) -> _Facts:
    sections = catalogue.list_sections(ids={meeting.section_id for meeting in meetings})
    rooms = places.list_rooms(ids={meeting.room_id for meeting in meetings})
    venues = places.list_venues(ids={room.venue_id for room in rooms})
    return _Facts(
        sections={section.id: section for section in sections},
        courses=catalogue.describe_courses(ids={section.course_id for section in sections}),
        lecturers=catalogue.describe_lecturers(ids={meeting.lecturer_id for meeting in meetings}),
        rooms={room.id: room for room in rooms},
        venues={venue.id: venue for venue in venues},
    )


def _entry(meeting: catalogue.MeetingRecord, facts: _Facts) -> _calendar.Entry:
    section = facts.sections[meeting.section_id]
    room = facts.rooms[meeting.room_id]
    venue = facts.venues[room.venue_id]
    title = _say(facts.courses[section.course_id], "title")
    is_cancelled = meeting.state == catalogue.MeetingState.CANCELLED
    return _calendar.Entry(
        uid=f"meeting-{meeting.id}@{urlsplit(settings.BASE_URL).hostname}",
        sequence=meeting.revision,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        is_cancelled=is_cancelled,
        summary=_("Cancelled: %(title)s") % {"title": title} if is_cancelled else title,
        location=", ".join([f"{_say(venue)} {_say(room)}", _say(venue, "address")]),
        point=(venue.lat, venue.lon),
        url=settings.BASE_URL + reverse("enrolment:section", args=[section.code]),
        description="\n".join(_lines(meeting, section, facts)),
    )


def _lines(meeting: catalogue.MeetingRecord, section: catalogue.SectionRecord, facts: _Facts) -> list[str]:
    course = facts.courses[section.course_id]
    venue = facts.venues[facts.rooms[meeting.room_id].venue_id]
    lines = [
        _("Evening %(number)s of %(of)s") % {"number": meeting.number, "of": len(section.meetings)},
        _("Lecturer: %(name)s") % {"name": _say(facts.lecturers[meeting.lecturer_id])},
    ]
    if course.bring:
        lines.append(_("Bring: %(things)s") % {"things": _say(course, "bring")})
    if venue.walk_hint:
        lines.append(_("Getting there: %(hint)s") % {"hint": _say(venue, "walk_hint")})
    return [*lines, settings.BASE_URL + reverse("enrolment:section", args=[section.code])]


def _say(record: Any, field: str = "name") -> str:
    """Return a record's words in the current language, in Chinese where there is no English."""
    english = getattr(record, f"{field}_en") if get_language() == "en" else ""
    return str(english or getattr(record, field))
