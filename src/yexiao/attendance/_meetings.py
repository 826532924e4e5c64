"""Meetings as attendance knows them: looked up in lists, and said in the words people know them by."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yexiao.attendance._records import MeetingUnknown, MeetingWords
from yexiao.catalogue import api as catalogue
from yexiao.places import api as places

ANY_STATE = ("published", "completed", "cancelled")


def find_meetings(meeting_ids: Collection[int]) -> dict[int, catalogue.MeetingRecord]:
    """Return the meetings by id.

    Raises:
        MeetingUnknown: One of them does not exist.
    """
    wanted = set(meeting_ids)
    found = {meeting.id: meeting for meeting in catalogue.list_meetings(ids=sorted(wanted))} if wanted else {}
    if wanted - found.keys():
        raise MeetingUnknown(meeting_ids=sorted(wanted - found.keys()))
    return found


def say_meetings(meetings: Sequence[catalogue.MeetingRecord]) -> list[MeetingWords]:
    """Return the meetings with their words, in the order given; the same few queries for one or a thousand."""
    if not meetings:
        return []
    sections = _sections_of(meetings)
    courses = catalogue.describe_courses(ids=sorted({section.course_id for section in sections.values()}))
    lecturers = catalogue.describe_lecturers(ids=sorted({meeting.lecturer_id for meeting in meetings}))
    rooms = {room.id: room for room in places.list_rooms(ids=sorted({meeting.room_id for meeting in meetings}))}
    venue_ids = sorted({room.venue_id for room in rooms.values()})
    venues = {venue.id: venue for venue in places.list_venues(ids=venue_ids)}
    return [
        _words(
            meeting,
            section=sections[meeting.section_id],
            course=courses[sections[meeting.section_id].course_id],
            lecturer=lecturers[meeting.lecturer_id],
            room=rooms[meeting.room_id],
            venue=venues[rooms[meeting.room_id].venue_id],
        )
        for meeting in meetings
    ]


def say_meeting(meeting_id: int) -> MeetingWords:
    """Return one meeting with its words.

    Raises:
        MeetingUnknown: There is no such meeting.
    """
    return say_meetings(list(find_meetings([meeting_id]).values()))[0]


def _sections_of(meetings: Sequence[catalogue.MeetingRecord]) -> dict[int, catalogue.SectionRecord]:
    ids = sorted({meeting.section_id for meeting in meetings})
    return {section.id: section for section in catalogue.list_sections(ids=ids, states=ANY_STATE)}


def _words(
    meeting: catalogue.MeetingRecord,
    *,
    section: catalogue.SectionRecord,
    course: catalogue.CourseRecord,
    lecturer: catalogue.LecturerRecord,
    room: places.RoomRecord,
    venue: places.VenueRecord,
) -> MeetingWords:
    return MeetingWords(
        id=meeting.id,
        section_id=section.id,
        section_code=section.code,
        number=meeting.number,
        of=len(section.meetings),
        path=section.path,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        course=course.title,
        course_en=course.title_en,
        venue=venue.name,
        venue_en=venue.name_en,
        room=room.name,
        room_en=room.name_en,
        room_id=room.id,
        lecturer_id=lecturer.id,
        lecturer=lecturer.name,
        lecturer_en=lecturer.name_en,
        lecturer_account_id=lecturer.account_id,
    )
