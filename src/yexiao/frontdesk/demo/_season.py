"""Run a season through the product's own doors: wishes, plan, seats, evenings, marks, feedback.

Nothing is inserted. Every step is an operation a person could have asked
for, at the moment it would have been asked for, in its list form where many
act at once. Chance comes from a seed, so the same season comes out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, randomness
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo._choosing import course_ids_by_slug, suiting
from yexiao.frontdesk.demo._evenings import hold_evenings
from yexiao.frontdesk.demo._residents import Resident
from yexiao.frontdesk.demo._script import Script
from yexiao.planning import api as planning

WISHES_WEEKS, PLAN_WEEKS, WINDOW_OPENS_WEEKS, WINDOW_CLOSES_WEEKS = 6, 5, 4, 2
FIRST_COME_SHARE = 0.2
GIVES_BACK_SHARE = 0.03


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
    wish_for(season_id=script.season.id, residents=script.people, at=script.weeks_before(WISHES_WEEKS))


def wish_for(*, season_id: int, residents: Mapping[int, Resident], at: datetime) -> None:
    """Let these residents say at that moment what they wish for a season."""
    course_ids = course_ids_by_slug()
    wishes = {account_id: _wishes_of(person, course_ids) for account_id, person in residents.items()}
    with clock.standing_at(at):
        demand.say_wishes_of_many(season_id=season_id, wishes_by_person=wishes, at=at)


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
            iterations=script.plan_iterations,
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


def _seated(sections: Sequence[catalogue.SectionRecord]) -> Mapping[int, Sequence[int]]:
    return defaultdict(list, enrolment.list_holders(section_ids=[section.id for section in sections]))


def _accept(section_id: int, account_ids: Sequence[int], at: datetime) -> None:
    with clock.standing_at(at):
        for account_id in account_ids:
            offers = enrolment.list_seats_of(account_id=account_id, states=("offered",))
            if any(seat.section_id == section_id for seat in offers):
                enrolment.accept_offer(section_id=section_id, account_id=account_id, at=at)
