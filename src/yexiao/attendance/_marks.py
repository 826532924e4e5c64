"""Giving marks: one, or thousands in a handful of statements. What was said before is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from yexiao.attendance import _meetings, _rules
from yexiao.attendance._records import MarkUnknown, MeetingIsCancelled, NewMark, NotOnRoster, NotYetBegun
from yexiao.attendance.models import Mark, MarkKind
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment

SAID = """
WITH said AS (
    SELECT * FROM unnest(%(meetings)s::bigint[], %(accounts)s::bigint[], %(kinds)s::text[], %(sources)s::text[])
        AS said (meeting_id, account_id, kind, source)
)
"""
INSERT_NEW = """
INSERT INTO attendance_mark (meeting_id, account_id, kind, source, marked_by_id, marked_at)
SELECT meeting_id, account_id, kind, source, %(by)s, %(at)s FROM said ORDER BY meeting_id, account_id
ON CONFLICT (meeting_id, account_id) DO NOTHING
"""
LOCK_ALL = """
SELECT mark.id FROM attendance_mark mark JOIN said USING (meeting_id, account_id)
ORDER BY mark.id FOR NO KEY UPDATE OF mark
"""
KEEP_OLD = """
INSERT INTO attendance_remark (meeting_id, account_id, kind, source, marked_by_id, marked_at)
SELECT mark.meeting_id, mark.account_id, mark.kind, mark.source, mark.marked_by_id, mark.marked_at
FROM attendance_mark mark JOIN said USING (meeting_id, account_id)
WHERE mark.kind <> said.kind ORDER BY mark.id
"""
CHANGE = """
UPDATE attendance_mark mark
SET kind = said.kind, source = said.source, marked_by_id = %(by)s, marked_at = %(at)s
FROM said
WHERE mark.meeting_id = said.meeting_id AND mark.account_id = said.account_id AND mark.kind <> said.kind
"""


def mark(
    *, meeting_id: int, account_id: int, kind: str, source: str = "list", by: int | None = None, at: datetime
) -> int:
    """Give one person a mark; see `mark_many`."""
    return mark_many(marks=[NewMark(meeting_id, account_id, kind, source)], by=by, at=at)


@transaction.atomic
def mark_many(*, marks: Sequence[NewMark], by: int | None = None, at: datetime) -> int:
    """Give many people their marks, all or none; return how many are new or changed.

    The last word counts, and the one before is kept as a remark. Giving the
    same mark again changes nothing, so a list may be sent twice. Of two
    marks for the same person in one call the later one counts.

    Raises:
        MarkUnknown: A mark is none of the five.
        NotOnRoster: Somebody has no seat in the section.
        MeetingIsCancelled: A meeting was cancelled.
        NotYetBegun: It is more than half an hour to the start.
    """
    last = {(new.meeting_id, new.account_id): new for new in marks}
    _check_kinds(last.values())
    meetings = _meetings.find_meetings({new.meeting_id for new in last.values()})
    for meeting in meetings.values():
        _check_meeting(meeting, at)
    _check_roster(last.values(), meetings)
    return write(list(last.values()), by=by, at=at)


def write(marks: Sequence[NewMark], *, by: int | None, at: datetime) -> int:
    """Store marks already found right: new ones first, then changed ones under their row locks.

    Must run inside a transaction. All rows of the list are locked, in id
    order, before any is compared: two lists for one meeting wait for each
    other, never deadlock, and each keeps exactly the words it replaces.
    """
    fresh = add(marks, by=by, at=at)
    if fresh == len(marks):
        return fresh
    values = _columns(marks, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(SAID + LOCK_ALL, values)
        cursor.execute(SAID + KEEP_OLD, values)
        cursor.execute(SAID + CHANGE, values)
        return fresh + int(cursor.rowcount)


def add(marks: Sequence[NewMark], *, by: int | None, at: datetime) -> int:
    """Store the marks of those who have none yet; a mark already given stays as it is. Return how many are new."""
    if not marks:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SAID + INSERT_NEW, _columns(marks, by=by, at=at))
        return int(cursor.rowcount)


def list_marks(meeting_ids: Collection[int]) -> dict[int, dict[int, Mark]]:
    """Return the marks by meeting and account."""
    found: dict[int, dict[int, Mark]] = {meeting_id: {} for meeting_id in meeting_ids}
    for row in Mark.objects.filter(meeting_id__in=meeting_ids):
        found[row.meeting_id][row.account_id] = row
    return found


def _columns(marks: Sequence[NewMark], *, by: int | None, at: datetime) -> dict[str, Any]:
    return {
        "meetings": [new.meeting_id for new in marks],
        "accounts": [new.account_id for new in marks],
        "kinds": [new.kind for new in marks],
        "sources": [new.source for new in marks],
        "by": by,
        "at": at,
    }


def _check_kinds(marks: Iterable[NewMark]) -> None:
    for new in marks:
        if new.kind not in MarkKind.values:
            raise MarkUnknown(field="kind", reason=new.kind)


def _check_meeting(meeting: catalogue.MeetingRecord, at: datetime) -> None:
    if meeting.state == "cancelled":
        raise MeetingIsCancelled(meeting_id=meeting.id)
    if at < meeting.starts_at - _rules.DOORS_OPEN:
        raise NotYetBegun(meeting_id=meeting.id, starts_at=meeting.starts_at)


def _check_roster(marks: Iterable[NewMark], meetings: Mapping[int, catalogue.MeetingRecord]) -> None:
    section_ids = sorted({meeting.section_id for meeting in meetings.values()})
    holders = {key: set(ids) for key, ids in enrolment.list_holders(section_ids=section_ids).items()}
    for new in marks:
        if new.account_id not in holders.get(meetings[new.meeting_id].section_id, ()):
            raise NotOnRoster(meeting_id=new.meeting_id, account_id=new.account_id)
