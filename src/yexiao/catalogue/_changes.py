"""What happens to published sections: held, cancelled, moved, taught by another; others are told in the transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.utils import timezone

from yexiao.catalogue import _clashes, _timetable
from yexiao.catalogue._records import MeetingOver, RoomClosed, RoomTooSmall, SectionChange, SectionOver
from yexiao.catalogue.models import Lecturer, Meeting, MeetingState, Section, SectionState
from yexiao.common import clock
from yexiao.common.refusals import BadInput, NotFound
from yexiao.places import api as places

Listener = Callable[[SectionChange], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Have the listener called with every change, inside its transaction; return what stops it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


@transaction.atomic
def hold_meeting(*, ids: Collection[int], at: datetime) -> list[int]:
    """Mark planned meetings that have ended as held; return the sections that are over by it.

    A section is over (completed) when it has no planned meeting left.
    """
    ended = Meeting.objects.filter(pk__in=set(ids), state=MeetingState.PLANNED, during__endswith__lte=at)
    section_ids = set(ended.values_list("section_id", flat=True))
    _lock_sections(section_ids)
    ended.update(state=MeetingState.HELD)
    return _complete(section_ids)


@transaction.atomic
def cancel_meeting(*, meeting_id: int, by: int | None, at: datetime) -> SectionChange | None:
    """Cancel one meeting and announce it; None if it is cancelled already.

    With its only meeting the whole section is cancelled, and announced as such.

    Raises:
        NotFound: There is no such meeting.
        MeetingOver: It was held.
    """
    meeting = _lock_meeting(meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        return None
    _must_be_planned(meeting)
    others = meeting.section.meetings.exclude(pk=meeting_id).exclude(state=MeetingState.CANCELLED)
    if not others.exists():
        return cancel_section(section_id=meeting.section_id, by=by, at=at)
    change = _change("meeting_cancelled", meeting.section, [meeting], by, at, state=MeetingState.CANCELLED)
    _complete([meeting.section_id])
    return change


@transaction.atomic
def cancel_section(*, section_id: int, by: int | None, at: datetime) -> SectionChange | None:
    """Cancel a section with every meeting still planned and announce it; None if it is cancelled already.

    Raises:
        NotFound: There is no such section.
        SectionOver: Its last meeting was held.
    """
    section = _lock_section(section_id)
    if section.state == SectionState.CANCELLED:
        return None
    if section.state == SectionState.COMPLETED:
        raise SectionOver(section_code=section.code)
    Section.objects.filter(pk=section_id).update(state=SectionState.CANCELLED)
    return _change("section_cancelled", section, _planned(section), by, at, state=MeetingState.CANCELLED)


@transaction.atomic
def move_meeting(
    *, meeting_id: int, starts_at: datetime, room_id: int | None = None, by: int | None, at: datetime
) -> SectionChange | None:
    """Move one meeting to another time, to another room too if one is named; None if it is there already.

    Its length stays. The section keeps its usual room and evening.

    Raises:
        NotFound: There is no such meeting or room.
        MeetingOver: It was held or cancelled, or the new time is past.
        RoomClosed, RoomTooSmall: The room cannot be used.
        RoomTaken, LecturerTaken: Another meeting is in the way; data says which.
    """
    meeting = _lock_meeting(meeting_id)
    target = room_id if room_id is not None else meeting.room_id
    if (meeting.during.lower, meeting.room_id) == (starts_at, target):
        return None
    _must_be_planned(meeting)
    if starts_at <= at:
        raise MeetingOver(meeting_id=meeting_id)
    during = DateTimeTZRange(starts_at, starts_at + (meeting.during.upper - meeting.during.lower))
    _must_fit(target, meeting.section, during)
    return _change("meeting_moved", meeting.section, [meeting], by, at, during=during, room_id=target)


@transaction.atomic
def replace_lecturer(
    *,
    section_id: int | None = None,
    meeting_id: int | None = None,
    lecturer_id: int,
    by: int | None,
    at: datetime,
) -> SectionChange | None:
    """Have another lecturer teach one meeting, or the section's meetings still to come; None if nothing changes.

    Raises:
        NotFound: There is no such section, meeting or lecturer.
        BadInput: Not exactly one of section and meeting is given.
        MeetingOver, SectionOver: It was held or cancelled.
        LecturerTaken: The lecturer teaches elsewhere then; data says where.
    """
    if not Lecturer.objects.filter(pk=lecturer_id, is_active=True).exists():
        raise NotFound(lecturer_id=lecturer_id)
    if meeting_id is not None and section_id is None:
        meeting = _lock_meeting(meeting_id)
        return _hand_over(meeting.section, [meeting], lecturer_id, by, at)
    if section_id is not None and meeting_id is None:
        section = _lock_section(section_id)
        to_come = [meeting for meeting in _planned(section) if meeting.during.lower > at]
        _take_over(section, lecturer_id)
        return _hand_over(section, to_come, lecturer_id, by, at)
    raise BadInput(field="meeting_id", reason="name a section or a meeting")


def _take_over(section: Section, lecturer_id: int) -> None:
    if section.state != SectionState.PUBLISHED:
        raise SectionOver(section_code=section.code)
    Section.objects.filter(pk=section.pk).update(lecturer=lecturer_id)


def _hand_over(
    section: Section, meetings: Sequence[Meeting], lecturer_id: int, by: int | None, at: datetime
) -> SectionChange | None:
    changing = [meeting for meeting in meetings if meeting.lecturer_id != lecturer_id]
    if not changing:
        return None
    for meeting in changing:
        _must_be_planned(meeting)
    return _change("lecturer_replaced", section, changing, by, at, lecturer_id=lecturer_id)


def _change(
    kind: str, section: Section, meetings: Sequence[Meeting], by: int | None, at: datetime, **values: Any
) -> SectionChange:
    old = tuple(_timetable.meeting_record(meeting) for meeting in meetings)
    for meeting in meetings:
        meeting.revision += 1
        for name, value in values.items():
            setattr(meeting, name, value)
    rows = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
    wanted = [_clashes.as_slot(meeting, section.code) for meeting in meetings]
    _clashes.write(lambda: rows.update(**values, revision=F("revision") + 1), wanted)
    new = tuple(_timetable.meeting_record(meeting) for meeting in meetings)
    change = SectionChange(kind, section.pk, tuple(record.id for record in old), by, at, old, new)
    for listener in _listeners:
        listener(change)
    return change


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise MeetingOver(meeting_id=meeting.pk)


def _must_fit(room_id: int, section: Section, during: DateTimeTZRange) -> None:
    found = places.list_rooms(ids=[room_id])
    if not found:
        raise NotFound(room_id=room_id)
    if found[0].capacity < section.capacity:
        raise RoomTooSmall(capacity=section.capacity, seats=found[0].capacity, room_id=room_id)
    start, end = (timezone.localtime(moment, clock.city_zone()) for moment in (during.lower, during.upper))
    weekday = start.isoweekday()
    is_open = places.is_open(room_ids=[room_id], weekday=weekday, start=start.time(), end=end.time())[room_id]
    if not is_open or places.closed_between(room_id=room_id, start=during.lower, end=during.upper):
        raise RoomClosed(room_id=room_id, weekday=weekday)


def _lock_meeting(meeting_id: int) -> Meeting:
    found = Meeting.objects.filter(pk=meeting_id).values_list("section_id", flat=True).first()
    if found is None:
        raise NotFound(meeting_id=meeting_id)
    section = _lock_section(found)
    meeting = Meeting.objects.get(pk=meeting_id)
    meeting.section = section
    return meeting


def _lock_section(section_id: int) -> Section:
    found = Section.objects.select_for_update(no_key=True).filter(pk=section_id).first()
    if found is None:
        raise NotFound(section_id=section_id)
    return found


def _lock_sections(section_ids: Collection[int]) -> None:
    list(Section.objects.select_for_update(no_key=True).filter(pk__in=section_ids).order_by("pk"))


def _planned(section: Section) -> list[Meeting]:
    return list(section.meetings.filter(state=MeetingState.PLANNED).order_by("number"))


def _complete(section_ids: Collection[int]) -> list[int]:
    over = Section.objects.filter(pk__in=section_ids, state=SectionState.PUBLISHED, meetings__state=MeetingState.HELD)
    over = over.exclude(meetings__state=MeetingState.PLANNED)
    ids = sorted(set(over.values_list("pk", flat=True)))
    Section.objects.filter(pk__in=ids).update(state=SectionState.COMPLETED)
    return ids
