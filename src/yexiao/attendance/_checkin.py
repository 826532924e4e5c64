"""Checking in: by the code at the door with one's own phone, or by the personal ticket that staff scan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yexiao.attendance import _codes, _marks, _meetings, _rules
from yexiao.attendance._records import (
    CheckedIn,
    DoorsClosed,
    MeetingIsCancelled,
    NewMark,
    NotOnRoster,
    OtherClass,
)
from yexiao.attendance.models import Mark
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment


@transaction.atomic
def check_in(*, code: str, account_id: int, at: datetime) -> CheckedIn:
    """Check the person in by the code at the door.

    The first arrival counts: a second answers with the time of the first.
    More than a quarter of an hour after the start it says late.

    Raises:
        CodeAltered, CodeExpired: The code is not ours, or of an earlier minute.
        MeetingIsCancelled, DoorsClosed: There is nothing to check in to now.
        NotOnRoster: The person has no seat in this class.
    """
    read = _codes.read_door_code(code, at=at)
    source = "poster" if read.window is None else "door"
    return _arrive(NewMark(read.meeting_id, account_id, "", source), by=account_id, at=at)


@transaction.atomic
def check_in_ticket(*, ticket: str, by: int, at: datetime, meeting_id: int | None = None) -> CheckedIn:
    """Check in the person whose ticket staff scanned; `meeting_id` is the class at whose door they stand.

    The same ticket at two doors in the same instant makes one mark; the
    second scan is told the time of the first.

    Raises:
        CodeAltered: Not one of our tickets, or changed.
        OtherClass: A good ticket, but not for this door's class.
        MeetingIsCancelled, DoorsClosed, NotOnRoster: As in `check_in`.
    """
    read = _codes.read_ticket(ticket)
    if meeting_id is not None and read.meeting_id != meeting_id:
        raise OtherClass(meeting_id=meeting_id)
    return _arrive(NewMark(read.meeting_id, read.account_id, "", "ticket"), by=by, at=at)


def _arrive(new: NewMark, *, by: int, at: datetime) -> CheckedIn:
    meeting = _meetings.find_meetings([new.meeting_id])[new.meeting_id]
    _check_door(meeting, at)
    _check_seat(meeting, new.account_id)
    kind = _rules.kind_on_arrival(starts_at=meeting.starts_at, at=at)
    arrival = replace(new, kind=kind)
    if _marks.add([arrival], by=by, at=at):
        return CheckedIn(meeting_id=new.meeting_id, account_id=new.account_id, kind=kind)
    return _came_again(arrival, by=by, at=at)


def _came_again(new: NewMark, *, by: int, at: datetime) -> CheckedIn:
    """Answer a second arrival; somebody marked absent or excused who comes after all is here now."""
    rows = Mark.objects.select_for_update(no_key=True)
    before = rows.get(meeting_id=new.meeting_id, account_id=new.account_id)
    if before.kind in _rules.HERE:
        return CheckedIn(new.meeting_id, new.account_id, before.kind, already_at=before.marked_at)
    _marks.write([new], by=by, at=at)
    return CheckedIn(new.meeting_id, new.account_id, new.kind)


def _check_door(meeting: catalogue.MeetingRecord, at: datetime) -> None:
    if meeting.state == "cancelled":
        raise MeetingIsCancelled(meeting_id=meeting.id)
    if not _rules.are_doors_open(starts_at=meeting.starts_at, ends_at=meeting.ends_at, at=at):
        raise DoorsClosed(meeting_id=meeting.id, opens_at=meeting.starts_at - _rules.DOORS_OPEN)


def _check_seat(meeting: catalogue.MeetingRecord, account_id: int) -> None:
    holders = enrolment.list_holders(section_ids=[meeting.section_id])
    if account_id not in holders.get(meeting.section_id, ()):
        raise NotOnRoster(meeting_id=meeting.id, account_id=account_id)
