"""Rosters and lists of evenings: who is expected, who is here, what is on tonight, where do I go next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from yexiao.attendance import _leave, _marks, _meetings, _rules
from yexiao.attendance._records import Evening, MeetingWords, Roster, RosterRow, TonightRow
from yexiao.attendance.models import Leave, Mark
from yexiao.catalogue import api as catalogue
from yexiao.common import clock, text
from yexiao.enrolment import api as enrolment
from yexiao.people import api as people

LOOKS_BACK = timedelta(days=14)
LOOKS_AHEAD = timedelta(days=28)


def roster(*, meeting_id: int) -> Roster:
    """Return one meeting's roster.

    Raises:
        MeetingUnknown: There is no such meeting.
    """
    return rosters([meeting_id])[meeting_id]


def rosters(meeting_ids: Collection[int]) -> dict[int, Roster]:
    """Return the rosters by meeting, rows by name as pinyin sorts them; the same few queries for one or many.

    On a roster are the people with a seat, and whoever has a mark from
    before they gave it up.

    Raises:
        MeetingUnknown: One of them does not exist.
    """
    meetings = _meetings.find_meetings(meeting_ids)
    words = _meetings.say_meetings(list(meetings.values()))
    marks, leaves = _marks.list_marks(meetings), _leave.list_leaves(meetings)
    expected = _expected(words, marks)
    described = people.describe_people(ids=sorted({who for ids in expected.values() for who in ids}))
    return {
        meeting.id: Roster(
            meeting=meeting,
            rows=_rows(expected[meeting.id], described, marks[meeting.id], leaves[meeting.id]),
        )
        for meeting in words
    }


def tonight(*, within: str, on: date) -> list[TonightRow]:
    """Return the meetings of that evening in a territory by start, place and room, with their counts."""
    start = clock.at_local(on, 0)
    meetings = catalogue.list_meetings(between=(start, clock.at_local(on + timedelta(days=1), 0)), within=within)
    return _count(meetings)


def next_evening(*, within: Collection[str], after: date) -> date | None:
    """Return the first evening after a day that has a planned meeting in one of the territories; None in four weeks."""
    start = clock.at_local(after + timedelta(days=1), 0)
    span = (start, start + LOOKS_AHEAD)
    found = [
        meeting.starts_at
        for path in within
        for meeting in catalogue.list_meetings(between=span, within=path, states=[catalogue.MeetingState.PLANNED])[:1]
    ]
    return clock.local_date(min(found)) if found else None


def list_meetings_of_lecturer(*, account_id: int, at: datetime) -> list[TonightRow]:
    """Return a lecturer's own meetings from two weeks back to four weeks ahead."""
    lecturer = catalogue.lecturer_of(account_id=account_id)
    if lecturer is None:
        return []
    around = (at - LOOKS_BACK, at + LOOKS_AHEAD)
    return _count(catalogue.list_meetings(lecturer_id=lecturer.id, between=around))


def list_evenings_of(*, account_id: int, at: datetime) -> list[Evening]:
    """Return a person's evenings by time: every meeting of the sections they hold, and any they were marked at.

    Cancelled meetings still to come are listed too, so that nobody walks
    there for nothing; cancelled ones of the past are left out, and those
    held before the person joined (closing marks everybody who was expected).
    """
    seats = enrolment.list_seats_of(account_id=account_id, states=("taken", "completed"))
    marks = dict(Mark.objects.filter(account_id=account_id).values_list("meeting_id", "kind"))
    leaves = set(Leave.objects.filter(account_id=account_id).values_list("meeting_id", flat=True))
    held = catalogue.list_meetings(section_ids=sorted({seat.section_id for seat in seats}))
    others = sorted(marks.keys() - {meeting.id for meeting in held})
    meetings = [*held, *(catalogue.list_meetings(ids=others) if others else [])]
    shown = [
        meeting
        for meeting in meetings
        if meeting.ends_at > at or meeting.state == "planned" or (meeting.state == "held" and meeting.id in marks)
    ]
    words = _meetings.say_meetings(sorted(shown, key=lambda meeting: meeting.starts_at))
    return [Evening(meeting, marks.get(meeting.id, ""), meeting.id in leaves) for meeting in words]


def _expected(words: Sequence[MeetingWords], marks: Mapping[int, Mapping[int, Mark]]) -> dict[int, set[int]]:
    holders = enrolment.list_holders(section_ids=sorted({meeting.section_id for meeting in words}))
    return {meeting.id: {*holders.get(meeting.section_id, []), *marks[meeting.id]} for meeting in words}


def _rows(
    account_ids: Collection[int],
    described: Mapping[int, people.Person],
    marks: Mapping[int, Mark],
    leaves: Mapping[int, str],
) -> tuple[RosterRow, ...]:
    ordered = sorted(account_ids, key=lambda who: (text.pinyin_key(described[who].name), who))
    return tuple(_row(described[who], marks.get(who), leaves.get(who)) for who in ordered)


def _row(person: people.Person, mark: Mark | None, leave: str | None) -> RosterRow:
    return RosterRow(
        account_id=person.id,
        name=person.name,
        masked_phone=person.masked_phone,
        mark=mark.kind if mark else "",
        marked_at=mark.marked_at if mark else None,
        is_on_leave=leave is not None,
        leave_reason=leave or "",
    )


def _count(meetings: Sequence[catalogue.MeetingRecord]) -> list[TonightRow]:
    words = _meetings.say_meetings(meetings)
    ids = [meeting.id for meeting in words]
    marks, leaves = _marks.list_marks(ids), _leave.list_leaves(ids)
    expected = _expected(words, marks)
    rows = [
        TonightRow(
            meeting=meeting,
            expected=len(expected[meeting.id]),
            here=sum(mark.kind in _rules.HERE for mark in marks[meeting.id].values()),
            on_leave=len(leaves[meeting.id]),
        )
        for meeting in words
    ]
    return sorted(rows, key=lambda row: (row.meeting.starts_at, row.meeting.path, row.meeting.room_id))
