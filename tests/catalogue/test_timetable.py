"""Seasons, sections and meetings are found by place, time and state; views show the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.catalogue.factories import BEFORE, make_course, make_lecturer, make_season, new_section, publish
from tests.places.factories import LONGGANG, LONGHUA, ZHANGGE, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput, NotFound

pytestmark = pytest.mark.django_db


def rows(view: str) -> list[dict]:
    """Return what a public view shows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view} ORDER BY 1")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_adding_a_season_twice_makes_one():
    assert make_season() == make_season()
    assert len(catalogue.list_seasons()) == 1


def test_a_season_that_ends_before_it_starts_is_bad_input():
    with pytest.raises(BadInput):
        make_season(ends_date=date(2026, 3, 1))
    with pytest.raises(BadInput):
        make_season(free_percent=101)


def test_an_unknown_season_or_code_is_not_found():
    with pytest.raises(NotFound):
        catalogue.season(999_999)
    with pytest.raises(NotFound):
        catalogue.section_by_code("nowhere-001")


def test_seasons_are_listed_by_territory():
    here, _ = make_season("here"), make_season("there", path=LONGGANG)

    assert catalogue.list_seasons(within=LONGHUA) == [here]
    assert len(catalogue.list_seasons(within="4403")) == 2


def test_the_current_season_of_a_place_is_its_smallest_territorys():
    city, district = make_season("city", path="4403"), make_season("district")
    inside, outside = date(2026, 3, 2), date(2026, 4, 27)

    assert catalogue.current_season(path=ZHANGGE, on=inside) == district
    assert catalogue.current_season(path=LONGGANG, on=inside) == city
    assert catalogue.current_season(path=ZHANGGE, on=outside) is None
    assert catalogue.season(city.id) == city


def test_sections_are_listed_by_place_season_and_state():
    one, two = publish(new_section(weekday=1), new_section(weekday=2))
    catalogue.cancel_section(section_id=two.id, by=None, at=BEFORE)

    assert catalogue.list_sections(within=LONGHUA) == [one]
    assert catalogue.list_sections(within=LONGGANG) == []
    assert catalogue.list_sections(season_id=one.season_id, states=["cancelled"])[0].id == two.id
    assert [section.id for section in catalogue.list_sections(ids=[one.id, two.id])] == [one.id, two.id]


def test_meetings_are_listed_by_time_place_and_section():
    one, two = publish(new_section(weekday=1), new_section(weekday=2, lecturer_id=make_lecturer("liang")))
    monday = clock.at_local(date(2026, 3, 2), 0)

    assert catalogue.list_meetings(between=(monday, monday + timedelta(days=2))) == [
        one.meetings[0],
        two.meetings[0],
    ]
    assert tuple(catalogue.list_meetings(section_ids=[two.id])) == two.meetings
    assert catalogue.list_meetings(within=LONGGANG) == []
    assert len(catalogue.list_meetings(within=ZHANGGE, states=["planned"])) == 8


def test_the_public_view_of_sections_leaves_cancelled_meetings_out():
    [section] = publish(new_section(course_id=make_course(meetings=3)))
    first, second, last = section.meetings
    catalogue.cancel_meeting(meeting_id=first.id, by=None, at=BEFORE)

    [row] = rows("catalogue_public_sections")

    assert row.pop("course_search")
    assert row == {
        "section_id": section.id,
        "season_id": section.season_id,
        "course_id": section.course_id,
        "room_id": section.room_id,
        "lecturer_id": section.lecturer_id,
        "code": "longhua-spring-001",
        "path": ZHANGGE,
        "weekday": 5,
        "capacity": 40,
        "fee_kind": "free",
        "fee_fen": 0,
        "market_price_fen": 48_000,
        "state": "published",
        "first_starts_at": second.starts_at,
        "last_ends_at": last.ends_at,
        "course_title": "用好 DeepSeek",
        "course_title_en": "Using DeepSeek",
        "course_pinyin": "yong hao deepseek",
    }


def test_the_public_view_of_meetings_shows_every_meeting():
    [section] = publish(new_section(course_id=make_course(meetings=1)))
    [meeting] = section.meetings

    [row] = rows("catalogue_public_meetings")

    assert row.pop("during").lower == meeting.starts_at
    assert row == {
        "meeting_id": meeting.id,
        "section_id": section.id,
        "season_id": section.season_id,
        "room_id": meeting.room_id,
        "lecturer_id": meeting.lecturer_id,
        "number": 1,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "state": "planned",
        "path": ZHANGGE,
        "revision": 0,
    }


def test_the_public_view_of_course_skills_names_the_skill():
    ids = catalogue.load_skills(skills=[catalogue.NewSkill("drones", "无人机", "Drones", "动手", "Hands on")])
    course_id = make_course(skills=("drones",))

    assert rows("catalogue_public_course_skills") == [
        {"course_id": course_id, "skill_id": ids["drones"], "skill_slug": "drones"}
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_queries_however_long(count, django_assert_num_queries):
    [room] = make_rooms(50)
    sections = publish(*[new_section(room_id=room.id, weekday=day) for day in range(1, count + 1)])
    ids = [section.id for section in sections]

    with django_assert_num_queries(2):
        assert len(catalogue.list_sections(ids=ids)) == count
    with django_assert_num_queries(2):
        catalogue.section_by_code(sections[0].code)
    with django_assert_num_queries(1):
        assert len(catalogue.list_meetings(section_ids=ids)) == 4 * count
    with django_assert_num_queries(1):
        catalogue.list_seasons()
    with django_assert_num_queries(1):
        catalogue.current_season(path=ZHANGGE, on=date(2026, 3, 2))
