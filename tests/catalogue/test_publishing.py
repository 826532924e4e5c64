"""Sections are published all or nothing, on evenings when room and city are open."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.catalogue.factories import BEFORE, make_course, make_lecturer, make_season, new_section, publish
from tests.places.factories import ZHANGGE, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput, NotFound
from yexiao.places import api as places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_holidays(settings, tmp_path):
    """Let Friday 3 April 2026 be a holiday, whatever the content says."""
    (tmp_path / "holidays.toml").write_text(
        "[[years]]\nyear = 2026\nmake_up_days = []\nholidays = [{first = 2026-04-03, last = 2026-04-05}]\n"
    )
    settings.CONTENT_DIR = tmp_path


def dates_of(section: catalogue.SectionRecord) -> list[date]:
    return [clock.local_date(meeting.starts_at) for meeting in section.meetings]


def test_a_section_meets_weekly_at_seven_in_the_city():
    [section] = publish(new_section(course_id=make_course(meetings=2)))

    assert [(meeting.number, meeting.starts_at, meeting.ends_at) for meeting in section.meetings] == [
        (1, datetime(2026, 3, 6, 11, tzinfo=UTC), datetime(2026, 3, 6, 13, tzinfo=UTC)),
        (2, datetime(2026, 3, 13, 11, tzinfo=UTC), datetime(2026, 3, 13, 13, tzinfo=UTC)),
    ]
    assert (section.path, section.weekday, section.state) == (ZHANGGE, 5, "published")


def test_what_publishing_returns_is_what_is_stored():
    sections = publish()

    assert catalogue.list_sections(season_id=sections[0].season_id) == sections
    assert catalogue.section_by_code("longhua-spring-001") == sections[0]


def test_a_public_holiday_is_skipped_and_made_up():
    [section] = publish(new_section(course_id=make_course(meetings=6)))

    assert dates_of(section)[3:] == [date(2026, 3, 27), date(2026, 4, 10), date(2026, 4, 17)]


def test_a_closure_of_the_room_is_skipped():
    [room] = make_rooms(50)
    closed_from, closed_to = clock.at_local(date(2026, 3, 13), 20), clock.at_local(date(2026, 3, 14), 0)
    places.close_room(room_id=room.id, start=closed_from, end=closed_to, reason="polling station")

    [section] = publish(new_section(room_id=room.id, course_id=make_course(meetings=3)))

    assert dates_of(section) == [date(2026, 3, 6), date(2026, 3, 20), date(2026, 3, 27)]


def test_evenings_lost_at_the_end_are_made_up_after_the_season():
    [section] = publish(new_section(course_id=make_course(meetings=8)))

    assert dates_of(section)[-2:] == [date(2026, 4, 24), date(2026, 5, 1)]


def test_no_meeting_is_planned_in_the_past():
    [section] = publish(new_section(course_id=make_course(meetings=2)), at=clock.at_local(date(2026, 3, 13), 19, 1))

    assert dates_of(section) == [date(2026, 3, 20), date(2026, 3, 27)]


def test_a_first_date_holds_meetings_back():
    [section] = publish(new_section(course_id=make_course(meetings=2), first_date=date(2026, 3, 14)))

    assert dates_of(section) == [date(2026, 3, 20), date(2026, 3, 27)]


def test_a_course_longer_than_the_season_is_refused():
    with pytest.raises(catalogue.SeasonTooShort) as refused:
        publish(new_section(course_id=make_course(meetings=9)))

    assert (refused.value.data["evenings"], refused.value.data["meetings"]) == (8, 9)


@pytest.mark.parametrize("span", [(time(20, 30), time(22, 30)), (time(8), time(10)), (time(21, 30), time(0))])
def test_a_room_must_be_open_for_the_whole_meeting(span):
    with pytest.raises(catalogue.RoomClosed):
        publish(new_section(start=span[0], end=span[1]))


def test_a_room_closed_that_weekday_is_refused():
    [room] = make_rooms(50, weekdays=(1, 2, 3, 4, 6, 7))

    with pytest.raises(catalogue.RoomClosed):
        publish(new_section(room_id=room.id))


def test_a_room_closed_for_good_is_refused():
    [room] = make_rooms(50)
    forever = clock.at_local(date(2030, 1, 1), 0)
    places.close_venue(venue_id=room.venue_id, start=BEFORE, end=forever, reason="rebuilding")

    with pytest.raises(catalogue.RoomClosed):
        publish(new_section(room_id=room.id))


def test_more_seats_than_the_room_has_are_refused():
    [room] = make_rooms(30)

    with pytest.raises(catalogue.RoomTooSmall) as refused:
        publish(new_section(room_id=room.id, capacity=31))

    assert (refused.value.data["seats"], refused.value.data["capacity"]) == (30, 31)


def test_without_a_capacity_room_and_course_decide():
    small, large = make_rooms(30, 60)
    course_id = make_course(max_people=40)
    rooms = [new_section(room_id=room.id, course_id=course_id, weekday=day) for day, room in [(1, small), (3, large)]]

    sections = publish(*rooms)

    assert [section.capacity for section in sections] == [30, 40]


def test_the_fee_is_nothing_or_thirty_percent_of_the_market_price():
    course_id = make_course(market_price_fen=48_000)
    free = new_section(course_id=course_id)
    low = new_section(course_id=course_id, weekday=3, fee_kind="low")

    sections = publish(free, low)

    assert [(s.fee_kind, s.fee_fen, s.market_price_fen) for s in sections] == [
        ("free", 0, 48_000),
        ("low", 14_400, 48_000),
    ]


@pytest.mark.parametrize("missing", ["room_id", "lecturer_id", "course_id"])
def test_an_unknown_room_lecturer_or_course_is_not_found(missing):
    with pytest.raises(NotFound):
        publish(new_section(**{missing: 999_999}))


@pytest.mark.parametrize("wrong", [{"weekday": 0}, {"weekday": 8}, {"fee_kind": "dear"}])
def test_an_unknown_weekday_or_fee_is_bad_input(wrong):
    with pytest.raises(BadInput):
        publish(new_section(**wrong))


def test_one_section_that_does_not_fit_stops_all():
    season = make_season()
    good, bad = new_section(), new_section(weekday=3, start=time(23), end=time(23, 30))

    with pytest.raises(catalogue.RoomClosed):
        publish(good, bad, season_id=season.id)

    assert catalogue.list_sections(season_id=season.id) == []
    assert catalogue.list_meetings() == []


def test_codes_go_on_counting_in_the_season():
    season = make_season()

    first = publish(new_section(weekday=1), new_section(weekday=2), season_id=season.id)
    second = publish(new_section(weekday=3), season_id=season.id)

    assert [section.code for section in first + second] == [
        "longhua-spring-001",
        "longhua-spring-002",
        "longhua-spring-003",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_costs_the_same_queries_however_many(count, django_assert_num_queries):
    season = make_season()
    sections = [new_section(weekday=weekday, lecturer_id=make_lecturer()) for weekday in range(1, count + 1)]

    # nine questions, inserts and the queue, and the savepoints around them
    with django_assert_num_queries(15):
        catalogue.publish_sections(season_id=season.id, sections=sections, at=BEFORE)
