"""A season in Shuibei: 120 classes by ten lecturers, three in five free, and figures that come out as put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

import pytest

from tests.enrolment.history import find_faults, rows
from tests.scenarios.ground import Ground, give_seats, lay_ground, scenario, settle
from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.insight import api as insight

pytestmark = pytest.mark.db_heavy

FACTS = scenario("shuibei_season")
ANNOUNCED = datetime(2026, 2, 10, 4, tzinfo=UTC)
OPENS = datetime(2026, 2, 20, 12, tzinfo=UTC)
STARTS = date(2026, 3, 2)
ENDS = STARTS + timedelta(weeks=FACTS["weeks"], days=-1)
NOT_SAID_EVERY = 10  # every tenth person keeps their situation to themselves
AWAY_EVERY = 7  # every seventh person misses the first evening …
LEAVE_EVERY = 11  # … and every eleventh takes leave for the second


@dataclass(frozen=True)
class Column:
    """A room and a weekday that belong to one lecturer all season, with the courses held there in turn."""

    lecturer: str
    venue: str
    room: str
    weekday: int
    courses: tuple[str, ...]
    sections: int


def two(lecturer: str, venue: str, room: str, weekdays: tuple[int, int], *courses: str) -> list[Column]:
    """Return two evenings a week with six classes each."""
    return [Column(lecturer, venue, room, weekday, courses, 6) for weekday in weekdays]


COLUMNS = [
    *(Column("long-feiyu", "shuibei", "drawing", weekday, ("building-agents",), 4) for weekday in (1, 2, 3)),
    *two("xiao-jiaming", "shuibei", "drawing", (4, 5), "ai-spreadsheets", "workplace-ai-tools", "workplace-ai-tools"),
    *two("hou-meijuan", "shuibei", "drawing", (6, 7), "workplace-ai-tools"),
    *two("guo-zhenhua", "shuibei", "studio", (1, 2), "jewellery-shop-content"),
    *two("ou-zhihao", "shuibei", "studio", (3, 4), "ai-short-video", "phone-photography-ai"),
    *two(
        "ma-xiaoyan", "shuibei", "studio", (6, 7), "live-streaming", "jewellery-shop-content", "jewellery-shop-content"
    ),
    *two("shen-yulan", "shuibei", "lecture", (1, 2), "using-deepseek", "phone-photography-ai"),
    *two("jian-shuzhen", "shuibei", "lecture", (3, 4), "using-deepseek"),
    *two("ding-lihua", "cuizhu", "lecture", (1, 2), "using-deepseek"),
    *two("gu-tiancheng", "cuizhu", "lecture", (3, 4), "ai-marketing"),
]


@pytest.fixture
def ground(db) -> Ground:
    return lay_ground(ANNOUNCED)


def test_a_season_of_120_classes_gives_back_by_group_what_was_put_in(ground):
    home = ground.paths["440303004011"]
    sections = publish_season(ground)
    situations = [kind for kind, share in FACTS["shares"].items() for _ in range(round(FACTS["attendees"] * share))]
    people = settle(situations, home=home, at=ANNOUNCED, consents=lambda number: number % NOT_SAID_EVERY > 0)
    seated = fill(sections, people)
    give_seats(sections, seated, opens=OPENS, path=home)

    put_in = live(sections, seated, groups_of(people, situations))

    assert len(people) == FACTS["attendees"]
    by_group = insight.measure(season_id=sections[0].season_id, within=ground.paths[FACTS["street"]], by="situation")
    assert shown(by_group) == put_in
    assert told(by_group) == {
        "sections": FACTS["sections"],
        "free_share": FACTS["free_percent"] / 100,
        "meetings_held": sum(len(section.meetings) for section in sections),
        "attendees": FACTS["attendees"],
        "attendances": sum(came for _people, came in put_in.values()),
        "seats": sum(section.capacity for section in sections),
        "fill_rate": FACTS["attendees"] / sum(section.capacity for section in sections),
        "no_show_rate": no_show_rate(sections, seated),
    }
    fees = {section.id: section.fee_fen for section in sections}
    assert charged() == sum(fees[claim.section_id] for claim in seated)
    assert find_faults() == []


def test_no_lecturer_and_no_room_of_the_season_is_in_two_places(ground):
    sections = publish_season(ground)

    meetings = [meeting for section in sections for meeting in section.meetings]
    fees = Counter(section.fee_kind for section in sections)
    assert fees == {"free": 72, "low": 48}
    assert Counter(section.lecturer_id for section in sections) == {
        ground.lecturers[slug].id: 12 for slug in FACTS["lecturers"]
    }
    assert len({(meeting.room_id, meeting.starts_at) for meeting in meetings}) == len(meetings)
    assert len({(meeting.lecturer_id, meeting.starts_at) for meeting in meetings}) == len(meetings)


def test_every_class_of_the_season_has_what_its_course_needs(ground):
    for column in COLUMNS:
        for slug in column.courses:
            assert slug in FACTS["courses"]
            assert ground.courses[slug].id in ground.lecturers[column.lecturer].course_ids
            assert ground.courses[slug].equipment <= ground.rooms[column.venue, column.room].equipment
        assert column.weekday in ground.lecturers[column.lecturer].evenings


def publish_season(ground: Ground) -> list[catalogue.SectionRecord]:
    """Publish the columns round by round: a class begins when the one before it in the same room has ended."""
    season = catalogue.add_season(
        slug="shuibei-2026",
        name="2026 水贝夜校",
        name_en="Shuibei night school 2026",
        path=ground.paths["440303"],
        starts_date=STARTS,
        ends_date=ENDS,
        free_percent=FACTS["free_percent"],
    )
    sections: list[catalogue.SectionRecord] = []
    ended = dict.fromkeys(COLUMNS, STARTS)
    fee_kinds = cycle(["free", "low", "free", "low", "free"])
    for number in range(6):
        columns = [column for column in COLUMNS if number < column.sections]
        wanted = [new_section(ground, column, number, next(fee_kinds), ended[column]) for column in columns]
        made = catalogue.publish_sections(season_id=season.id, sections=wanted, at=ANNOUNCED)
        for column, section in zip(columns, made, strict=True):
            ended[column] = clock.local_date(section.meetings[-1].ends_at) + timedelta(days=1)
        sections += made
    return sections


def new_section(ground: Ground, column: Column, number: int, fee_kind: str, first_date: date) -> catalogue.NewSection:
    return catalogue.NewSection(
        ground.courses[column.courses[number % len(column.courses)]].id,
        ground.rooms[column.venue, column.room].id,
        ground.lecturers[column.lecturer].id,
        column.weekday,
        fee_kind,
        first_date=first_date,
    )


def fill(sections: list[catalogue.SectionRecord], people: list[int]) -> list[enrolment.Claim]:
    """Spread the people over the classes, one after another, past those that are full."""
    free = {section.id: section.capacity for section in sections}
    turns, claims = cycle(sections), []
    for who in people:
        section = next(section for section in turns if free[section.id])
        free[section.id] -= 1
        claims.append(enrolment.Claim(section.id, who))
    return claims


def groups_of(people: list[int], situations: list[str]) -> dict[int, str]:
    """Return the group each person is counted in."""
    return {
        who: situation if number % NOT_SAID_EVERY else "not_said"
        for number, (who, situation) in enumerate(zip(people, situations, strict=True))
    }


def live(
    sections: list[catalogue.SectionRecord], seated: list[enrolment.Claim], groups: dict[int, str]
) -> dict[str, tuple[int, int]]:
    """Hold every evening; return how many people and attendances of each group were put in."""
    people, came = Counter[str](), Counter[str]()
    marks, known = [], by_id(sections)
    for number, claim in enumerate(seated):
        meetings = known[claim.section_id].meetings
        kinds = [kind_of(number, evening) for evening in range(len(meetings))]
        marks += [
            attendance.NewMark(meeting.id, claim.learner_id, kind)
            for meeting, kind in zip(meetings, kinds, strict=True)
        ]
        people[groups[claim.learner_id]] += 1
        came[groups[claim.learner_id]] += kinds.count("present")
    over = max(meeting.ends_at for section in sections for meeting in section.meetings)
    with clock.standing_at(over):
        attendance.mark_many(marks=marks, at=over)
        ids = [meeting.id for section in sections for meeting in section.meetings]
        attendance.close_meeting(meeting_ids=ids, at=over)
    return {group: (people[group], came[group]) for group in people}


def kind_of(number: int, evening: int) -> str:
    """Return the mark of the person with that number on that evening of their class."""
    if evening == 0 and number % AWAY_EVERY == 0:
        return "absent"
    return "excused" if evening == 1 and number % LEAVE_EVERY == 0 else "present"


def no_show_rate(sections: list[catalogue.SectionRecord], seated: list[enrolment.Claim]) -> float:
    """Return absences over all marks but the excused, from how the evenings were made."""
    known = by_id(sections)
    kinds = Counter(
        kind_of(number, evening)
        for number, claim in enumerate(seated)
        for evening in range(len(known[claim.section_id].meetings))
    )
    return kinds["absent"] / (kinds["absent"] + kinds["present"])


def by_id(sections: list[catalogue.SectionRecord]) -> dict[int, catalogue.SectionRecord]:
    return {section.id: section for section in sections}


def shown(table: insight.FiguresTable) -> dict[str, tuple[int, int]]:
    """Return attendees and attendances of every group that has any."""
    found = defaultdict(tuple)
    for row in table.rows:
        assert not row.is_suppressed
        if row.cells["attendees"].value:
            found[row.key] = (row.cells["attendees"].value, row.cells["attendances"].value)
    return dict(found)


def told(table: insight.FiguresTable) -> dict[str, float]:
    keys = ["sections", "free_share", "meetings_held", "attendees", "attendances", "seats", "fill_rate", "no_show_rate"]
    return {key: table.total.cells[key].value for key in keys}


def charged() -> int:
    """Return the fees charged, in fen, as the ledger has them."""
    [(total,)] = rows("SELECT coalesce(sum(amount_fen), 0) FROM enrolment_feeline WHERE kind = 'charge'")
    return int(total)
