"""A Friday in Zhangge: three classes of two hours side by side, on every Friday of a season."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.enrolment.history import find_faults
from tests.scenarios.ground import Ground, give_seats, lay_ground, scenario, settle
from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.insight import api as insight
from yexiao.places import api as places
from yexiao.planning import api as planning

pytestmark = pytest.mark.db_heavy

ASKED = datetime(2026, 1, 20, 4, tzinfo=UTC)
STARTS, ENDS = date(2026, 3, 2), date(2026, 8, 2)
ROUNDS = 5  # five courses of four Fridays, three side by side: the fifteen classes of the first phase
FRIDAY = 5
PEOPLE = 12  # in each class: the least that "Using DeepSeek" opens for
FACTS = scenario("zhangge_friday")


@pytest.fixture
def ground(db) -> Ground:
    return lay_ground(ASKED)


def test_three_classes_side_by_side_are_pinned_planned_published_and_held_every_friday(ground):
    season = make_season(ground)
    zhangge = ground.venues[FACTS["venue"]].path
    residents = settle(["employee"] * 3 * ROUNDS * PEOPLE, home=zhangge, at=ASKED, consents=lambda number: True)
    say_wishes(ground, season, residents)
    pin(ground, season)

    first = plan_and_publish(season)
    rounds = [first, *repeat(ground, season, first)]
    hold(ground, rounds, residents)

    fridays = evenings_by_day(rounds)
    assert list(fridays) == working_fridays()
    assert {len(rooms) for rooms in fridays.values()} == {3}
    assert spans(rounds) == {(FACTS["start"], FACTS["end"])}
    table = insight.measure(season_id=season.id, within=zhangge)
    told = {key: table.total.cells[key].value for key in ("sections", "meetings_held", "attendances", "attendees")}
    assert told == {
        "sections": FACTS["first_phase"]["sections"],
        "meetings_held": 60,
        "attendances": FACTS["first_phase"]["attendances"],
        "attendees": 180,
    }
    assert find_faults() == []


def test_the_operator_of_zhangge_sees_all_three_rosters_on_one_friday(ground):
    season = make_season(ground)
    zhangge = ground.venues[FACTS["venue"]].path
    sections = catalogue.publish_sections(season_id=season.id, sections=wanted(ground), at=ASKED)
    residents = settle(["employee"] * 3 * PEOPLE, home=zhangge, at=ASKED, consents=lambda number: False)
    give_seats(sections, share_out(sections, residents), opens=ASKED, path=zhangge)

    tonight = attendance.tonight(within=zhangge, on=date(2026, 3, 6))

    rooms = [row.meeting.room for row in tonight]
    assert sorted(rooms) == ["101 大教室", "102 飞行教室", "103 电脑室"]
    assert [row.expected for row in tonight] == [PEOPLE] * 3


def make_season(ground: Ground) -> catalogue.SeasonRecord:
    return catalogue.add_season(
        slug="zhangge-2026",
        name="2026 夜校",
        name_en="Night school 2026",
        path=ground.paths["440309"],
        starts_date=STARTS,
        ends_date=ENDS,
        free_percent=60,
    )


def wanted(ground: Ground, *, first_date: date | None = None) -> list[catalogue.NewSection]:
    """Return the three classes of the scenario, beginning on or after that day."""
    return [
        catalogue.NewSection(
            ground.courses[row["course"]].id,
            ground.rooms[FACTS["venue"], row["room"]].id,
            ground.lecturers[row["lecturer"]].id,
            FRIDAY,
            "free",
            first_date=first_date,
        )
        for row in FACTS["classes"]
    ]


def say_wishes(ground: Ground, season: catalogue.SeasonRecord, residents: list[int]) -> None:
    """Let a third of the residents wish each of the three courses, on Fridays, near home."""
    home = ground.venues[FACTS["venue"]].path
    courses = [ground.courses[row["course"]].id for row in FACTS["classes"]]
    demand.say_wishes_of_many(
        season_id=season.id,
        wishes_by_person={
            who: [demand.NewWish(courses[number % 3], (FRIDAY,), 3.0, home, 1, "")]
            for number, who in enumerate(residents)
        },
        at=ASKED,
    )


def pin(ground: Ground, season: catalogue.SeasonRecord) -> None:
    for seat in wanted(ground):
        planning.add_pin(
            season_id=season.id,
            path=season.path,
            course_id=seat.course_id,
            room_id=seat.room_id,
            lecturer_id=seat.lecturer_id,
            weekday=seat.weekday,
        )


def plan_and_publish(season: catalogue.SeasonRecord) -> list[catalogue.SectionRecord]:
    """Plan from wishes and pins and publish the draft; it holds the three classes and nothing else."""
    with clock.standing_at(ASKED):
        run_id = planning.ask_for_draft(
            season_id=season.id, path=season.path, seconds=2, max_sections=3, by=None, at=ASKED
        )
        planning.run_now(run_id=run_id)
        draft = planning.draft(planning.run(run_id).draft_id)
        assert [section.is_pinned for section in draft.sections] == [True] * 3
        ids = planning.publish_plan(draft_id=draft.id, version=draft.version, by=None, at=ASKED)
    return catalogue.list_sections(ids=ids)


def repeat(
    ground: Ground, season: catalogue.SeasonRecord, first: list[catalogue.SectionRecord]
) -> list[list[catalogue.SectionRecord]]:
    """Publish the same three classes again each time they end, until the season is full."""
    rounds, last = [], first
    for _ in range(ROUNDS - 1):
        begin = max(clock.local_date(meeting.ends_at) for section in last for meeting in section.meetings)
        sections = wanted(ground, first_date=begin + timedelta(days=1))
        last = catalogue.publish_sections(season_id=season.id, sections=sections, at=ASKED)
        rounds.append(last)
    return rounds


def share_out(sections: list[catalogue.SectionRecord], residents: list[int]) -> list[enrolment.Claim]:
    return [enrolment.Claim(sections[number % len(sections)].id, who) for number, who in enumerate(residents)]


def hold(ground: Ground, rounds: list[list[catalogue.SectionRecord]], residents: list[int]) -> None:
    """Seat 36 people in every round and hold its Fridays; in every third meeting one person stays away."""
    zhangge = ground.venues[FACTS["venue"]].path
    held = 0
    for number, sections in enumerate(rounds):
        own = residents[number * 3 * PEOPLE : (number + 1) * 3 * PEOPLE]
        opens = min(section.meetings[0].starts_at for section in sections) - timedelta(days=2)
        give_seats(sections, share_out(sections, own), opens=opens, path=zhangge)
        holders = enrolment.list_holders(section_ids=[section.id for section in sections])
        for meeting in (meeting for section in sections for meeting in section.meetings):
            absent = 1 if held % 3 == 0 else 0
            came = holders[meeting.section_id][absent:]
            marks = [attendance.NewMark(meeting.id, who, "present") for who in came]
            with clock.standing_at(meeting.ends_at):
                attendance.mark_many(marks=marks, at=meeting.ends_at)
                attendance.close_meeting(meeting_ids=[meeting.id], at=meeting.ends_at)
            held += 1


def evenings_by_day(rounds: list[list[catalogue.SectionRecord]]) -> dict[date, set[int]]:
    """Return the rooms in use on each day, in the order of days."""
    rooms: dict[date, set[int]] = defaultdict(set)
    for meeting in (meeting for sections in rounds for section in sections for meeting in section.meetings):
        rooms[clock.local_date(meeting.starts_at)].add(meeting.room_id)
    return dict(sorted(rooms.items()))


def spans(rounds: list[list[catalogue.SectionRecord]]) -> set[tuple[str, str]]:
    """Return the wall-clock spans of all meetings."""
    meetings = [meeting for sections in rounds for section in sections for meeting in section.meetings]
    zone = clock.city_zone()
    return {
        (f"{meeting.starts_at.astimezone(zone):%H:%M}", f"{meeting.ends_at.astimezone(zone):%H:%M}")
        for meeting in meetings
    }


def working_fridays() -> list[date]:
    """Return the season's Fridays without Labour Day (1 May) and the Dragon Boat festival (19 June)."""
    days = [STARTS + timedelta(days=number) for number in range((ENDS - STARTS).days + 1)]
    return [day for day in days if day.isoweekday() == FRIDAY and not places.is_public_holiday(day)]
