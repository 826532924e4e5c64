"""When an evening changes: cancelled, moved, or taught by somebody else. Everybody concerned is told once."""

from __future__ import annotations

from collections.abc import Collection
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
    The only evening a class has left takes the class with it: its learners
    are then told by enrolment, which gives their seats back.

    Raises:
        NotFound: There is no such meeting.
        MeetingOver: It was held already.
    """
    concerned = who_is_told(meeting_id=meeting_id)
    change = catalogue.cancel_meeting(meeting_id=meeting_id, by=by, at=at)
    if change is None:
        return Told(changed=False)
    _closing.complete_finished(section_ids=[change.section_id], at=at)
    _tell(change, CANCELLED)
    return Told(changed=True, account_ids=concerned)


@transaction.atomic
def move_meeting(*, meeting_id: int, starts_at: datetime, room_id: int | None = None, by: int, at: datetime) -> Told:
    """Move one evening to another time or room and tell everybody with a seat, and the lecturer, once.

    Moving it to where it already is changes nothing and tells nobody.

    Raises:
        NotFound: There is no such meeting.
        MeetingOver: It was held or cancelled, or the new time is past.
        RoomTaken, LecturerTaken, RoomClosed: The new time or room is not free; nothing is written.
    """
    change = catalogue.move_meeting(meeting_id=meeting_id, starts_at=starts_at, room_id=room_id, by=by, at=at)
    return _tell(change, MOVED)


@transaction.atomic
def replace_lecturer(
    *, lecturer_id: int, meeting_id: int | None = None, section_id: int | None = None, by: int, at: datetime
) -> Told:
    """Let somebody else teach one evening, or all of a section still to come; tell those concerned once.

    Raises:
        NotFound: There is no such meeting, section or lecturer.
        MeetingOver: It was held or cancelled.
        LecturerTaken: The other lecturer teaches elsewhere at that time; nothing is written.
    """
    change = catalogue.replace_lecturer(
        meeting_id=meeting_id, section_id=section_id, lecturer_id=lecturer_id, by=by, at=at
    )
    return _tell(change, REPLACED)


def who_is_told(*, meeting_id: int) -> tuple[int, ...]:
    """Return the accounts a change to the meeting would be told to: everybody with a seat, and its lecturer.

    Raises:
        MeetingUnknown: There is no such meeting.
    """
    meeting = _meetings.say_meeting(meeting_id)
    return tuple(sorted(_learners(meeting.section_id) | _lecturers([meeting])))


def _tell(change: catalogue.SectionChange | None, template: str) -> Told:
    """Tell those concerned once about a change; a section's six evenings make one message, not six.

    The catalogue gives a change to the first of parallel callers only, and
    numbers a meeting's changes, so the event's key is new for each change
    and the same for each repeat.
    """
    if change is None or not change.new:
        return Told(changed=False)
    words = _meetings.say_meetings([*change.old, *change.new])
    before, after = words[0], words[len(change.old)]
    learners, lecturers = _learners(after.section_id), _lecturers(words)
    values = _values(before, after, evenings=len(change.new))
    messages = [
        notices.Message(
            recipient_id=account_id,
            event_key=f"meeting:{after.id}:{change.new[0].revision}",
            template=f"{template}_to_lecturer" if account_id in lecturers else template,
            values=values,
            link=f"/desk/meetings/{after.id}/" if account_id in lecturers else f"/classes/{after.section_code}/",
        )
        for account_id in sorted(learners | lecturers)
    ]
    notices.tell(messages=messages, at=change.at)
    return Told(changed=True, account_ids=tuple(sorted(learners | lecturers)))


def _learners(section_id: int) -> set[int]:
    return set(enrolment.list_holders(section_ids=[section_id])[section_id])


def _lecturers(meetings: Collection[MeetingWords]) -> set[int]:
    return {words.lecturer_account_id for words in meetings if words.lecturer_account_id is not None}


def _values(before: MeetingWords, after: MeetingWords, *, evenings: int) -> dict[str, Any]:
    return {
        "course": after.course,
        "course_en": after.course_en,
        "before_at": before.starts_at.isoformat(),
        "starts_at": after.starts_at.isoformat(),
        "place": f"{after.venue} {after.room}",
        "place_en": f"{after.venue_en}, {after.room_en}",
        "lecturer": after.lecturer,
        "lecturer_en": after.lecturer_en,
        "evenings": evenings,
    }
