"""Closing an evening: whoever was not marked is absent, or excused with leave; the last one completes seats."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yexiao.attendance import _leave, _marks, _rules
from yexiao.attendance._records import NewMark
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment

OLDEST = timedelta(days=366)
GRACE = timedelta(minutes=30)


@transaction.atomic
def close_meeting(*, meeting_ids: Collection[int], at: datetime) -> int:
    """Close the meetings among these that are over; return how many.

    People without a mark get one: excused with leave, absent without. The
    meeting becomes held; with a section's last meeting its seats become
    completed. Cancelled meetings, meetings still running and meetings
    already closed are passed over, so the job may run twice.
    """
    planned = [
        meeting
        for meeting in catalogue.list_meetings(ids=sorted(meeting_ids))
        if meeting.state == "planned" and meeting.ends_at <= at
    ]
    if not planned:
        return 0
    catalogue.hold_meeting(ids=[meeting.id for meeting in planned], at=at)
    held = catalogue.list_meetings(ids=[meeting.id for meeting in planned], states=("held",))
    _mark_the_rest(held, at)  # one that was moved or cancelled in this very moment is not among them
    complete_finished(section_ids={meeting.section_id for meeting in held}, at=at)
    return len(held)


def complete_finished(*, section_ids: Collection[int], at: datetime) -> None:
    """Complete the seats of those sections that have no evening to come and were held at least once."""
    states: dict[int, set[str]] = {}
    for meeting in catalogue.list_meetings(section_ids=sorted(section_ids)):
        states.setdefault(meeting.section_id, set()).add(meeting.state)
    finished = [section_id for section_id, seen in states.items() if "held" in seen and "planned" not in seen]
    if finished:
        enrolment.complete_seats(section_ids=finished, at=at)


def close_due(*, at: datetime) -> int:
    """Close every meeting that ended at least half an hour ago, so that staff can finish the list; return how many."""
    meetings = catalogue.list_meetings(between=(at - OLDEST, at - GRACE), states=("planned",))
    due = [meeting.id for meeting in meetings if meeting.ends_at <= at - GRACE]
    return close_meeting(meeting_ids=due, at=at) if due else 0


def _mark_the_rest(meetings: Sequence[catalogue.MeetingRecord], at: datetime) -> None:
    ids = [meeting.id for meeting in meetings]
    holders = enrolment.list_holders(section_ids=sorted({meeting.section_id for meeting in meetings}))
    marked, leaves = _marks.list_marks(ids), _leave.list_leaves(ids)
    missing = [
        new
        for meeting in meetings
        for new in _unmarked(meeting.id, holders.get(meeting.section_id, []), marked[meeting.id], leaves[meeting.id])
    ]
    _marks.add(missing, by=None, at=at)


def _unmarked(
    meeting_id: int, holders: Collection[int], marked: Collection[int], leaves: Mapping[int, str]
) -> Iterator[NewMark]:
    for account_id in holders:
        if account_id not in marked:
            kind = _rules.kind_at_closing(is_on_leave=account_id in leaves)
            yield NewMark(meeting_id, account_id, kind, "closing")
