"""Move the demonstration city on: the clock goes forward evening by evening, and every evening is lived."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo import _evenings, _load
from yexiao.learning import api as learning

Tell = Callable[[str, int], None]


def advance(step: timedelta, tell: Tell) -> None:
    """Move the clock on by the step: draws that fall due are decided, offers lapse, evenings are held.

    People behave as in the seasons before; the marks given by hand stay.
    """
    start, goal = clock.now(), clock.now() + step
    moment = start
    while moment < goal:
        stop = min(goal, _next_morning(moment))
        _live(moment, stop)
        clock.move_on(stop - moment)
        moment = stop
        tell(f"{clock.local_date(moment)}", int(100 * (moment - start) / step))


def _next_morning(moment: datetime) -> datetime:
    return clock.at_local(clock.local_date(moment) + timedelta(days=1), 4)


def _live(start: datetime, stop: datetime) -> None:
    with clock.standing_at(stop):
        for opening in enrolment.list_openings(at=stop):
            if opening.policy == "draw" and not opening.decided_at and opening.closes_at <= stop:
                with suppress(enrolment.BeaconNeeded):  # a public number is told by hand
                    enrolment.decide_draw(opening_id=opening.id, at=stop)
        enrolment.lapse_offers(at=stop)
        enrolment.offer_freed_seats(section_ids=None, at=stop)
    over = [
        meeting
        for meeting in catalogue.list_meetings(between=(start - timedelta(hours=6), stop), within="")
        if meeting.state == "planned" and meeting.ends_at + _evenings.EVENING_OVER <= stop
    ]
    _hold(over, stop)


def _hold(meetings: list[catalogue.MeetingRecord], at: datetime) -> None:
    if not meetings:
        return
    chance = Random(f"{_load.demo()['seed']}/{at.date()}")  # noqa: S311  nothing secret is drawn
    sections = catalogue.list_sections(ids=sorted({meeting.section_id for meeting in meetings}))
    lasts = {section.id: max(meeting.number for meeting in section.meetings) for section in sections}
    by_hand = {
        (meeting_id, row.account_id)
        for meeting_id, roster in attendance.rosters([meeting.id for meeting in meetings]).items()
        for row in roster.rows
        if row.mark
    }
    free = [(meeting, who) for meeting, who in _evenings.expect(meetings) if (meeting.id, who) not in by_hand]
    evening = _evenings.behave(chance, _load.demo()["season"], free)
    with clock.standing_at(at):
        attendance.mark_many(marks=evening.marks, at=at)
        attendance.close_meeting(meeting_ids=[meeting.id for meeting in meetings], at=at)
        words = _evenings.words_after(chance, _load.demo()["season"], evening.marks, meetings, lasts)
        learning.say_feedback_of_many(feedback=words, at=at)
