"""Leave: saying in time that one will miss an evening.

Leave changes the mark at closing from absent to excused and nothing else:
the seat stays the person's and is not given to somebody for one evening.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from yexiao.attendance import _meetings
from yexiao.attendance._records import LeaveTooLate, MeetingIsCancelled, NotOnRoster
from yexiao.attendance.models import Leave
from yexiao.enrolment import api as enrolment

LONGEST_REASON = 200


def ask_leave(*, meeting_id: int, account_id: int, reason: str = "", at: datetime) -> None:
    """Note that the person will miss the meeting; asking again changes nothing.

    Raises:
        LeaveTooLate: The meeting has begun.
        MeetingIsCancelled: There is nothing to miss.
        NotOnRoster: The person has no seat in this class.
    """
    ask_leave_of_many(leaves=[(meeting_id, account_id, reason)], at=at)


@transaction.atomic
def ask_leave_of_many(*, leaves: Sequence[tuple[int, int, str]], at: datetime) -> int:
    """Note many leaves, given as (meeting, account, reason), all or none; return how many rows were offered.

    Raises:
        LeaveTooLate, MeetingIsCancelled, NotOnRoster: As in `ask_leave`.
    """
    meetings = _meetings.find_meetings({meeting_id for meeting_id, _, _ in leaves})
    holders = enrolment.list_holders(section_ids=sorted({meeting.section_id for meeting in meetings.values()}))
    sets = {section_id: set(ids) for section_id, ids in holders.items()}
    for meeting_id, account_id, _ in leaves:
        meeting = meetings[meeting_id]
        if meeting.state == "cancelled":
            raise MeetingIsCancelled(meeting_id=meeting_id)
        if at >= meeting.starts_at:
            raise LeaveTooLate(meeting_id=meeting_id)
        if account_id not in sets.get(meeting.section_id, ()):
            raise NotOnRoster(meeting_id=meeting_id, account_id=account_id)
    rows = [Leave(meeting_id=m, account_id=a, reason=why[:LONGEST_REASON], asked_at=at) for m, a, why in leaves]
    return len(Leave.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def take_back_leave(*, meeting_id: int, account_id: int, at: datetime) -> None:
    """Forget a leave: the person comes after all; without one nothing changes.

    Raises:
        LeaveTooLate: The meeting has begun; whoever comes is marked present anyway.
    """
    if at >= _meetings.find_meetings([meeting_id])[meeting_id].starts_at:
        raise LeaveTooLate(meeting_id=meeting_id)
    Leave.objects.filter(meeting_id=meeting_id, account_id=account_id).delete()


def list_leaves(meeting_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the reasons of leave by meeting and account."""
    found: dict[int, dict[int, str]] = {meeting_id: {} for meeting_id in meeting_ids}
    for meeting_id, account_id, reason in Leave.objects.filter(meeting_id__in=meeting_ids).values_list(
        "meeting_id", "account_id", "reason"
    ):
        found[meeting_id][account_id] = reason
    return found
