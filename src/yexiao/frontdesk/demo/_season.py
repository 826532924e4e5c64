"""Run a season through the product's own doors: wishes, plan, seats, evenings, marks, feedback.

Nothing is inserted. Every step is an operation a person could have asked
for, at the moment it would have been asked for, in its list form where many
act at once. Chance comes from a seed, so the same season comes out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random

from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock, randomness
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo._residents import Resident
from yexiao.learning import api as learning
from yexiao.places import api as places
from yexiao.planning import api as planning

Tell = Callable[[str, int], None]
WISHES_WEEKS, PLAN_WEEKS, WINDOW_OPENS_WEEKS, WINDOW_CLOSES_WEEKS = 6, 5, 4, 2
MOST_CHOICES = 5
FIRST_COME_SHARE = 0.2
GIVES_BACK_SHARE = 0.03
LEFT_EARLY_SHARE = 0.02
STARS = ((5, 52), (4, 33), (3, 11), (2, 3), (1, 1))
USES_AT_WORK_SHARE = 0.58
EVENING_OVER = timedelta(minutes=10)


@dataclass
class Script:
    """What a simulated season is made of. `until` ends it; meetings after that stay in the future.

    `fix` is what operators do by hand once the wishes are known.
    """

    season: catalogue.SeasonRecord
    path: str
    people: Mapping[int, Resident]
    rates: Mapping[str, float]
    seed: str
    until: datetime
    plan_seconds: int
    max_sections: int | None
    by: int | None
    tell: Tell = lambda phase, percent: None
    fix: Callable[[], None] = lambda: None
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        """Seed the season's chance."""
        self.chance = Random(f"{self.seed}/{self.season.slug}")  # noqa: S311  nothing secret is drawn

    def weeks_before(self, weeks: float) -> datetime:
        """Return noon that many weeks before the season starts."""
        return clock.at_local(self.season.starts_date, 12) - timedelta(weeks=weeks)


def run(script: Script) -> list[int]:
    """Run the season up to `until`; return the ids of its sections."""
    with randomness.coming_from(f"{script.seed}/{script.season.slug}/secret"):
        say_wishes(script)
        script.fix()
        script.tell("wishes", 5)
        sections = plan_and_publish(script)
        script.tell("plan", 25)
        give_out_seats(script, sections)
        script.tell("seats", 45)
        hold_evenings(script, sections)
        script.tell("evenings", 95)
    return [section.id for section in sections]


def say_wishes(script: Script) -> None:
    """Let everybody say what they wish."""
    at, course_ids = script.weeks_before(WISHES_WEEKS), _course_ids()
    with clock.standing_at(at):
        demand.say_wishes_of_many(
            season_id=script.season.id,
            wishes_by_person={
                account_id: [
                    demand.NewWish(
                        course_ids[slug], person.evenings, person.reach_km, person.path, rank, person.purpose
                    )
                    for rank, slug in enumerate(person.courses, 1)
                ]
                for account_id, person in script.people.items()
            },
            at=at,
        )


def _wishes_of(person: Resident, course_ids: Mapping[str, int]) -> list[demand.NewWish]:
    return [
        demand.NewWish(course_ids[slug], person.evenings, person.reach_km, person.path, rank, person.purpose)
        for rank, slug in enumerate(person.courses, 1)
    ]


def plan_and_publish(script: Script) -> list[catalogue.SectionRecord]:
    """Plan the season from its wishes and publish the draft."""
    at = script.weeks_before(PLAN_WEEKS)
    with clock.standing_at(at):
        run_id = planning.ask_for_draft(
            season_id=script.season.id,
            path=script.path,
            seconds=script.plan_seconds,
            max_sections=script.max_sections,
            by=script.by,
            at=at,
        )
        planning.run_now(run_id=run_id)
        run = planning.run(run_id)
        if run.draft_id is None:
            raise RuntimeError(f"the season of {script.path} could not be planned: {run.error}")
        draft = planning.draft(run.draft_id)
        section_ids = planning.publish_plan(draft_id=draft.id, version=draft.version, by=script.by, at=at)
    return catalogue.list_sections(ids=section_ids)


def give_out_seats(script: Script, sections: Sequence[catalogue.SectionRecord]) -> None:
    """Open a draw for most sections and first come for the rest; decide, queue, give back, offer."""
    quick = {section.id for section in sections if script.chance.random() < FIRST_COME_SHARE}
    drawn = [section for section in sections if section.id not in quick]
    open_draw(script, drawn)
    come_first(script, [section for section in sections if section.id in quick])
    give_some_back(script, sections)


def open_draw(script: Script, sections: Sequence[catalogue.SectionRecord]) -> None:
    """Announce a draw, let people rank what suits them, and decide it when the window closes."""
    opens, closes = script.weeks_before(WINDOW_OPENS_WEEKS), script.weeks_before(WINDOW_CLOSES_WEEKS)
    opening_id = announce(script, "draw", sections, opens, closes)
    entries = [
        enrolment.NewEntry(account_id, choices)
        for account_id, choices in suiting(script.people, sections).items()
        if choices
    ]
    with clock.standing_at(opens + timedelta(days=2)):
        enrolment.enter_draw_of_many(opening_id=opening_id, entries=entries, at=opens + timedelta(days=2))
    with clock.standing_at(closes):
        enrolment.decide_draw(opening_id=opening_id, at=closes)


def come_first(script: Script, sections: Sequence[catalogue.SectionRecord]) -> None:
    """Announce first come, and let those whom it suits come in an order of chance; who is too late queues."""
    if not sections:
        return
    opens = script.weeks_before(WINDOW_CLOSES_WEEKS) + timedelta(days=1, hours=8)
    announce(script, "first_come", sections, opens, clock.at_local(script.season.ends_date, 22))
    claims = [
        enrolment.Claim(choice, account_id)
        for account_id, choices in suiting(script.people, sections).items()
        for choice in choices[:1]
    ]
    script.chance.shuffle(claims)
    at = opens + timedelta(minutes=1)
    with clock.standing_at(at):
        enrolment.take_seats_of_many(claims=claims, at=at)
        seated = _seated(sections)
        late = [claim for claim in claims if claim.learner_id not in seated[claim.section_id]]
        enrolment.join_waiting_lists_of_many(joins=late, at=at)


def announce(
    script: Script, policy: str, sections: Sequence[catalogue.SectionRecord], opens: datetime, closes: datetime
) -> int:
    """Announce an opening a week before it opens; return its id."""
    at = opens - timedelta(days=7)
    with clock.standing_at(at):
        return enrolment.announce_opening(
            season_id=script.season.id,
            path=script.path,
            policy=policy,
            section_ids=[section.id for section in sections],
            opens_at=opens,
            closes_at=closes,
            seats_per_person=2 if policy == "draw" else 1,
            by=script.by,
            at=at,
        )


def give_some_back(script: Script, sections: Sequence[catalogue.SectionRecord]) -> None:
    """Let a few people give their seats back before the first evening; the next on the list accept."""
    at = script.weeks_before(1)
    ids = [section.id for section in sections]
    with clock.standing_at(at):
        waiting = enrolment.list_waiting(section_ids=ids)
        for section_id, holders in enrolment.list_holders(section_ids=ids).items():
            leaving = [account_id for account_id in holders if script.chance.random() < GIVES_BACK_SHARE]
            for account_id in leaving:
                enrolment.release_seat(
                    section_id=section_id, learner_id=account_id, by=account_id, at=at, why="given_back"
                )
            _accept(section_id, waiting.get(section_id, [])[: len(leaving)], at + timedelta(hours=3))


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


Expected = tuple[catalogue.MeetingRecord, int]


@dataclass(frozen=True)
class Lived:
    """How an evening went: who took leave, and the marks of those who came; nobody marks the others."""

    leave: list[Expected]
    marks: list[attendance.NewMark]


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


def suiting(people: Mapping[int, Resident], sections: Iterable[catalogue.SectionRecord]) -> dict[int, tuple[int, ...]]:
    """Return, for each person, the sections of their courses in reach on evenings they can, best first."""
    by_course: dict[int, list[catalogue.SectionRecord]] = defaultdict(list)
    for section in sections:
        by_course[section.course_id].append(section)
    course_ids, where = _course_ids(), _where(by_course)
    homes = places.centres(paths=sorted({person.path for person in people.values()}))
    return {
        account_id: _choices(person, homes[person.path], by_course, course_ids, where)
        for account_id, person in people.items()
    }


def _choices(
    person: Resident,
    home: tuple[float, float],
    by_course: Mapping[int, Sequence[catalogue.SectionRecord]],
    course_ids: Mapping[str, int],
    where: Mapping[int, tuple[float, float]],
) -> tuple[int, ...]:
    ranked: list[tuple[bool, int, float, int]] = []
    for rank, slug in enumerate(person.courses):
        for section in by_course.get(course_ids[slug], ()):
            km, suits = places.distance_km(home, where[section.room_id]), section.weekday in person.evenings
            if km <= person.reach_km and (suits or person.is_flexible):
                ranked.append((not suits, rank, km, section.id))
    return tuple(section_id for *_order, section_id in sorted(ranked)[:MOST_CHOICES])


def _where(by_course: Mapping[int, Sequence[catalogue.SectionRecord]]) -> dict[int, tuple[float, float]]:
    room_ids = sorted({section.room_id for sections in by_course.values() for section in sections})
    rooms = places.list_rooms(ids=room_ids)
    venues = {venue.id: venue for venue in places.list_venues(ids=sorted({room.venue_id for room in rooms}))}
    return {room.id: (venues[room.venue_id].lat, venues[room.venue_id].lon) for room in rooms}


def _course_ids() -> dict[str, int]:
    return {course.slug: course.id for course in catalogue.list_courses()}


def _seated(sections: Sequence[catalogue.SectionRecord]) -> Mapping[int, Sequence[int]]:
    return defaultdict(list, enrolment.list_holders(section_ids=[section.id for section in sections]))


def _accept(section_id: int, account_ids: Sequence[int], at: datetime) -> None:
    with clock.standing_at(at):
        for account_id in account_ids:
            offers = enrolment.list_seats_of(account_id=account_id, states=("offered",))
            if any(seat.section_id == section_id for seat in offers):
                enrolment.accept_offer(section_id=section_id, account_id=account_id, at=at)


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
