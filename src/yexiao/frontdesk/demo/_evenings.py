"""Hold the evenings of a simulated season: leave, marks, closing, and a word after the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random

from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo._script import Script
from yexiao.learning import api as learning

LEFT_EARLY_SHARE = 0.02
STARS = ((5, 52), (4, 33), (3, 11), (2, 3), (1, 1))
USES_AT_WORK_SHARE = 0.58
EVENING_OVER = timedelta(minutes=10)
Expected = tuple[catalogue.MeetingRecord, int]


@dataclass(frozen=True)
class Lived:
    """How an evening went: who took leave, and the marks of those who came; nobody marks the others."""

    leave: list[Expected]
    marks: list[attendance.NewMark]


def hold_evenings(script: Script, sections: Sequence[catalogue.SectionRecord]) -> None:
    """Hold every evening that is over by `until`: leave, marks, closing, and a word after the last one."""
    meetings = sorted(
        (
            meeting
            for section in sections
            for meeting in section.meetings
            if meeting.ends_at + EVENING_OVER < script.until
        ),
        key=lambda meeting: meeting.starts_at,
    )
    days = [(day, list(group)) for day, group in groupby(meetings, lambda meeting: clock.local_date(meeting.starts_at))]
    lasts = {section.id: max(meeting.number for meeting in section.meetings) for section in sections}
    for done, (day, evening) in enumerate(days, 1):
        hold_evening(script, day, evening, lasts)
        script.tell("evenings", 45 + 50 * done // len(days))


def hold_evening(
    script: Script, day: date, evening: Sequence[catalogue.MeetingRecord], lasts: Mapping[int, int]
) -> None:
    """Hold one evening's meetings, all at once."""
    lived = behave(script.chance, script.rates, expect(evening))
    _take_leave(lived.leave, clock.at_local(day, 12))
    over = max(meeting.ends_at for meeting in evening) + EVENING_OVER
    with clock.standing_at(over):
        attendance.mark_many(marks=lived.marks, by=script.by, at=over)
        attendance.close_meeting(meeting_ids=[meeting.id for meeting in evening], at=over)
        words = words_after(script.chance, script.rates, lived.marks, evening, lasts)
        learning.say_feedback_of_many(feedback=words, at=over)


def expect(evening: Sequence[catalogue.MeetingRecord]) -> list[Expected]:
    """Return each meeting with each person who has a seat in it."""
    holders = enrolment.list_holders(section_ids=sorted({meeting.section_id for meeting in evening}))
    return [(meeting, account_id) for meeting in evening for account_id in holders.get(meeting.section_id, [])]


def behave(chance: Random, rates: Mapping[str, float], expected: Iterable[Expected]) -> Lived:
    """Let chance decide who takes leave, who comes, and how."""
    lived = Lived([], [])
    for meeting, account_id in expected:
        luck = chance.random()
        if luck < rates["leave_rate"]:
            lived.leave.append((meeting, account_id))
        elif luck >= rates["leave_rate"] + rates["no_show_rate"]:
            lived.marks.append(attendance.NewMark(meeting.id, account_id, _mark(chance, rates), "door"))
    return lived


def words_after(
    chance: Random,
    rates: Mapping[str, float],
    marks: Sequence[attendance.NewMark],
    evening: Sequence[catalogue.MeetingRecord],
    lasts: Mapping[int, int],
) -> list[learning.NewFeedback]:
    """Return what people say of sections whose last meeting this was; `lasts` gives its number by section."""
    meetings = {meeting.id: meeting for meeting in evening}
    ending = [mark for mark in marks if meetings[mark.meeting_id].number == lasts[meetings[mark.meeting_id].section_id]]
    return [
        _word(chance, meetings[mark.meeting_id].section_id, mark.account_id)
        for mark in ending
        if chance.random() < rates["feedback_rate"]
    ]


def _mark(chance: Random, rates: Mapping[str, float]) -> str:
    luck = chance.random()
    if luck < rates["late_rate"]:
        return "late"
    return "left_early" if luck < rates["late_rate"] + LEFT_EARLY_SHARE else "present"


def _take_leave(leave: Sequence[Expected], at: datetime) -> None:
    with clock.standing_at(at):
        attendance.ask_leave_of_many(leaves=[(meeting.id, account_id, "") for meeting, account_id in leave], at=at)


def _word(chance: Random, section_id: int, account_id: int) -> learning.NewFeedback:
    stars = chance.choices([stars for stars, _weight in STARS], [weight for _stars, weight in STARS])[0]
    return learning.NewFeedback(
        section_id=section_id,
        account_id=account_id,
        stars=stars,
        uses_at_work=chance.random() < USES_AT_WORK_SHARE,
        comment="",
    )
