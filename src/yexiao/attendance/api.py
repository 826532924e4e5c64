"""The door of attendance: the evening, from the roster to the last mark.

Operations: `mark`, `mark_many`, `check_in`, `check_in_ticket`, `ask_leave`,
`ask_leave_of_many`, `take_back_leave`, `close_meeting`, `close_due`,
`cancel_meeting`, `move_meeting`, `replace_lecturer`. All may be repeated.
Questions: `roster`, `rosters`, `tonight`, `next_evening`, `list_meetings_of_lecturer`,
`list_evenings_of`, `standing`, `too_often_absent`, `who_is_told`,
`door_code`, `door_poster_code`, `ticket`.
Port: `use_calendar` takes the address of a person's calendar feed.

View for joining: `attendance_public_marks(meeting_id, section_id, account_id, kind, marked_at)`.
"""

from yexiao.attendance._calendar import CalendarAddress, use_calendar
from yexiao.attendance._changes import cancel_meeting, move_meeting, replace_lecturer, who_is_told
from yexiao.attendance._checkin import check_in, check_in_ticket
from yexiao.attendance._closing import close_due, close_meeting
from yexiao.attendance._codes import door_code, door_poster_code, ticket
from yexiao.attendance._leave import ask_leave, ask_leave_of_many, take_back_leave
from yexiao.attendance._marks import mark, mark_many
from yexiao.attendance._records import (
    CheckedIn,
    CodeAltered,
    CodeExpired,
    DoorsClosed,
    Evening,
    LeaveTooLate,
    MarkUnknown,
    MeetingIsCancelled,
    MeetingUnknown,
    MeetingWords,
    NewMark,
    NotOnRoster,
    NotYetBegun,
    OtherClass,
    Roster,
    RosterRow,
    Standing,
    Told,
    TonightRow,
)
from yexiao.attendance._rosters import (
    list_evenings_of,
    list_meetings_of_lecturer,
    next_evening,
    roster,
    rosters,
    tonight,
)
from yexiao.attendance._standing import standing, too_often_absent

__all__ = [
    "CalendarAddress",
    "CheckedIn",
    "CodeAltered",
    "CodeExpired",
    "DoorsClosed",
    "Evening",
    "LeaveTooLate",
    "MarkUnknown",
    "MeetingIsCancelled",
    "MeetingUnknown",
    "MeetingWords",
    "NewMark",
    "NotOnRoster",
    "NotYetBegun",
    "OtherClass",
    "Roster",
    "RosterRow",
    "Standing",
    "Told",
    "TonightRow",
    "ask_leave",
    "ask_leave_of_many",
    "cancel_meeting",
    "check_in",
    "check_in_ticket",
    "close_due",
    "close_meeting",
    "door_code",
    "door_poster_code",
    "list_evenings_of",
    "list_meetings_of_lecturer",
    "mark",
    "mark_many",
    "move_meeting",
    "next_evening",
    "replace_lecturer",
    "roster",
    "rosters",
    "standing",
    "take_back_leave",
    "ticket",
    "tonight",
    "too_often_absent",
    "use_calendar",
    "who_is_told",
]
