"""When an evening changes: cancelled, moved, or taught by somebody else. Everybody concerned is told once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from yexiao.attendance import _closing, _meetings
from yexiao.attendance._records import MeetingWords, Told
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment
from yexiao.notices import api as notices

CANCELLED = "attendance.meeting_cancelled"
MOVED = "attendance.meeting_moved"
REPLACED = "attendance.lecturer_replaced"


@transaction.atomic
def cancel_meeting(*, meeting_id: int, by: int, at: datetime) -> Told:
    """Cancel one evening and tell everybody with a seat, and the lecturer, once.

    A repeat, also one at the same instant, changes nothing and tells nobody.

    Raises:
        MeetingUnknown: There is no such meeting.
        MeetingIsOver: It was held already.
    """
    before = _meetings.say_meeting(meeting_id)
    change = catalogue.cancel_meeting(meeting_id=meeting_id, by=by, at=at)
    if change is None:
        return Told(changed=False)
    _closing.complete_finished(section_ids=[before.section_id], at=at)
    return _tell([before], CANCELLED, key="cancelled", at=at)


@transaction.atomic
def move_meeting(*, meeting_id: int, starts_at: datetime, room_id: int | None = None, by: int, at: datetime) -> Told:
    """Move one evening to another time or room and tell everybody with a seat, and the lecturer, once.

    Moving it to where it already is changes nothing and tells nobody.

    Raises:
        MeetingUnknown: There is no such meeting.
        RoomTaken, LecturerTaken, RoomClosed: The new time or room is not free; nothing is written.
    """
    before = _meetings.say_meeting(meeting_id)
    change = catalogue.move_meeting(meeting_id=meeting_id, starts_at=starts_at, room_id=room_id, by=by, at=at)
    if change is None:
        return Told(changed=False)
    after = _meetings.say_meeting(meeting_id)
    key = f"moved:{at.timestamp():.0f}:{after.starts_at.timestamp():.0f}:{after.room_id}"
    return _tell([after], MOVED, key=key, at=at, before=before)


@transaction.atomic
def replace_lecturer(
    *, lecturer_id: int, meeting_id: int | None = None, section_id: int | None = None, by: int, at: datetime
) -> Told:
    """Let somebody else teach one evening, or a section's evenings still to come; tell learners and both lecturers once.

    Raises:
        MeetingUnknown: There is no such meeting.
        LecturerTaken: The other lecturer teaches elsewhere at that time; nothing is written.
    """
    meetings = catalogue.list_meetings(ids=[meeting_id]) if meeting_id else catalogue.list_meetings(section_ids=[section_id])
    before = {words.id: words for words in _meetings.say_meetings(meetings)}
    change = catalogue.replace_lecturer(
        meeting_id=meeting_id, section_id=section_id, lecturer_id=lecturer_id, by=by, at=at
    )
    if change is None:
        return Told(changed=False)
    after = _meetings.say_meetings(list(_meetings.find_meetings(change.meeting_ids).values()))
    key = f"taught:{at.timestamp():.0f}:{lecturer_id}"
    return _tell(after, REPLACED, key=key, at=at, before=before[after[0].id])


def who_is_told(*, meeting_id: int) -> tuple[int, ...]:
    """Return the accounts a change to the meeting would be told to: everybody with a seat, and its lecturer.

    Raises:
        MeetingUnknown: There is no such meeting.
    """
    return tuple(sorted(_concerned([_meetings.say_meeting(meeting_id)])))


def _tell(
    meetings: list[MeetingWords], template: str, *, key: str, at: datetime, before: MeetingWords | None = None
) -> Told:
    """Tell those concerned once about the first of the meetings; a section's evenings make one message, not six."""
    first = meetings[0]
    told = _concerned([*meetings, *([before] if before else [])])
    values = _values(first, before=before, evenings=len(meetings))
    messages = [
        notices.Message(
            recipient_id=account_id,
            event_key=f"meeting:{first.id}:{key}",
            template=template,
            values=values,
            link=f"/classes/{first.section_code}/",
        )
        for account_id in sorted(told)
    ]
    notices.tell(messages=messages, at=at)
    return Told(changed=True, account_ids=tuple(sorted(told)))


def _concerned(meetings: Iterable[MeetingWords]) -> set[int]:
    meetings = list(meetings)
    holders = enrolment.list_holders(section_ids=sorted({meeting.section_id for meeting in meetings}))
    lecturers = {meeting.lecturer_account_id for meeting in meetings} - {None}
    return {account_id for ids in holders.values() for account_id in ids} | {who for who in lecturers if who}


def _values(meeting: MeetingWords, *, before: MeetingWords | None, evenings: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "course": meeting.course,
        "course_en": meeting.course_en,
        "starts_at": meeting.starts_at.isoformat(),
        "place": f"{meeting.venue} {meeting.room}",
        "place_en": f"{meeting.venue_en}, {meeting.room_en}",
        "lecturer": meeting.lecturer,
        "lecturer_en": meeting.lecturer_en,
        "evenings": evenings,
    }
    return values | ({"before_at": before.starts_at.isoformat()} if before else {})
