"""What crosses the door of attendance: records and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from yexiao.common.refusals import BadInput, NotFound, Refusal


class MeetingUnknown(NotFound):
    """There is no such meeting."""


class MarkUnknown(BadInput):
    """The mark is none of the five."""

    code = "attendance.mark_unknown"


class NotOnRoster(Refusal):
    """The person has no seat in this class; a given-up seat looks the same."""

    code = "attendance.not_on_roster"


class MeetingIsCancelled(Refusal):
    """The meeting was cancelled; nobody is marked and nobody checks in."""

    code = "attendance.meeting_cancelled"


class DoorsClosed(Refusal):
    """Check-in is possible from half an hour before the start to the end; `opens_at` says when."""

    code = "attendance.doors_closed"


class NotYetBegun(Refusal):
    """Marks can be given from half an hour before the start."""

    code = "attendance.not_yet_begun"


class CodeAltered(Refusal):
    """The code or ticket is not one of ours, or was changed."""

    code = "attendance.code_altered"
    status = 422


class CodeExpired(Refusal):
    """The code on the door has changed since."""

    code = "attendance.code_expired"


class OtherClass(Refusal):
    """The ticket is good, but for another class than the one at this door."""

    code = "attendance.other_class"


class LeaveTooLate(Refusal):
    """Leave can be asked for until the meeting starts."""

    code = "attendance.leave_too_late"


@dataclass(frozen=True)
class NewMark:
    """A mark to be given. `source` is `list`, `door`, `poster`, `ticket` or `closing`."""

    meeting_id: int
    account_id: int
    kind: str
    source: str = "list"


@dataclass(frozen=True)
class RosterRow:
    """One person on a meeting's roster; `mark` is empty until there is one."""

    account_id: int
    name: str
    masked_phone: str
    mark: str = ""
    marked_at: datetime | None = None
    is_on_leave: bool = False
    leave_reason: str = ""


@dataclass(frozen=True)
class MeetingWords:
    """A meeting with the words people know it by; English beside Chinese."""

    id: int
    section_id: int
    section_code: str
    number: int
    of: int
    path: str
    state: str
    starts_at: datetime
    ends_at: datetime
    course: str
    course_en: str
    venue: str
    venue_en: str
    room: str
    room_en: str
    room_id: int
    lecturer_id: int
    lecturer: str
    lecturer_en: str
    lecturer_account_id: int | None


@dataclass(frozen=True)
class Roster:
    """Who is expected at a meeting, by name."""

    meeting: MeetingWords
    rows: tuple[RosterRow, ...]

    @property
    def expected(self) -> int:
        """Count everybody with a seat, those on leave included."""
        return len(self.rows)

    @property
    def here(self) -> int:
        """Count those who came."""
        return sum(row.mark in {"present", "late", "left_early"} for row in self.rows)

    @property
    def on_leave(self) -> int:
        """Count those who asked for leave."""
        return sum(row.is_on_leave for row in self.rows)


@dataclass(frozen=True)
class CheckedIn:
    """The answer at the door. `already_at` is set when the person had checked in before."""

    meeting_id: int
    account_id: int
    kind: str
    already_at: datetime | None = None


@dataclass(frozen=True)
class Evening:
    """One meeting of one person: where, when, and how they were there."""

    meeting: MeetingWords
    mark: str = ""
    is_on_leave: bool = False


@dataclass(frozen=True)
class TonightRow:
    """One meeting on the operator's list of the evening, with how many are expected, here and on leave."""

    meeting: MeetingWords
    expected: int
    here: int
    on_leave: int


@dataclass(frozen=True)
class Standing:
    """How reliably a person came in the last 180 days; excused evenings do not count."""

    account_id: int
    counted: int = 0
    absent: int = 0
    is_too_often_absent: bool = False


@dataclass(frozen=True)
class Told:
    """What a change to a meeting did: `changed` is false for a repeat; `account_ids` are those told."""

    changed: bool
    account_ids: tuple[int, ...] = field(default=())
