"""Rooms are open by weekday, closed by exception, and people work by the calendar."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.factories import make_rooms
from yexiao.common.refusals import BadInput, NotFound
from yexiao.places import _rules, _working_days
from yexiao.places import api as places

NOON = datetime(2026, 3, 6, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENING = {"start": time(19), "end": time(21)}
NOTICE = """
[[years]]
year = 2026
make_up_days = [2026-02-14]
holidays = [{ name = "春节", name_en = "Spring Festival", first = 2026-02-15, last = 2026-02-23 }]
"""


@pytest.fixture
def notice(settings, tmp_path):
    """Give the calendar one year."""
    (tmp_path / "holidays.toml").write_text(NOTICE)
    settings.CONTENT_DIR = tmp_path


@pytest.mark.django_db
def test_a_room_is_open_when_its_venue_is_for_the_whole_span():
    [room] = make_rooms(50, opens=time(9), closes=time(21, 30), weekdays=(5,))

    def is_open(weekday: int, start: time, end: time) -> bool:
        return places.is_open(room_ids=[room.id], weekday=weekday, start=start, end=end)[room.id]

    assert is_open(5, time(19), time(21, 30))
    assert not is_open(5, time(19, 30), time(21, 31))
    assert not is_open(5, time(8, 59), time(10))
    assert not is_open(4, time(19), time(21))


@pytest.mark.django_db
def test_hours_are_replaced_as_a_whole():
    [room] = make_rooms(50)

    for _ in range(2):
        places.set_hours(venue_id=room.venue_id, hours={2: (time(18), time(22))})

    assert places.list_hours(room_ids=[room.id]) == {room.id: {2: (time(18), time(22))}}


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [{0: (time(9), time(22))}, {8: (time(9), time(22))}, {1: (time(22), time(9))}])
def test_hours_that_cannot_be_are_bad_input(hours):
    [room] = make_rooms(50)
    before = places.list_hours(room_ids=[room.id])

    with pytest.raises(BadInput):
        places.set_hours(venue_id=room.venue_id, hours=hours)

    assert places.list_hours(room_ids=[room.id]) == before


@pytest.mark.django_db
def test_what_does_not_exist_has_no_hours_and_no_closures():
    with pytest.raises(NotFound):
        places.set_hours(venue_id=999_999, hours={})
    with pytest.raises(NotFound):
        places.close_room(room_id=999_999, start=NOON, end=NOON + HOUR, reason="paint")
    with pytest.raises(NotFound):
        places.close_venue(venue_id=999_999, start=NOON, end=NOON + HOUR, reason="paint")


@pytest.mark.django_db
def test_closing_a_room_twice_closes_it_once_and_no_other():
    painted, other = make_rooms(50, 30)
    for _ in range(2):
        places.close_room(room_id=painted.id, start=NOON, end=NOON + HOUR, reason="paint")

    closures = places.list_closures(room_ids=[painted.id, other.id], start=NOON, end=NOON + HOUR)

    assert closures == [places.ClosureRecord(painted.id, NOON, NOON + HOUR, "paint")]


@pytest.mark.django_db
def test_closing_a_venue_twice_closes_each_room_once():
    rooms = make_rooms(50, 30)
    for _ in range(2):
        places.close_venue(venue_id=rooms[0].venue_id, start=NOON, end=NOON + HOUR, reason="storm")

    closures = places.list_closures(room_ids=[room.id for room in rooms], start=NOON, end=NOON + HOUR)

    assert sorted(closure.room_id for closure in closures) == sorted(room.id for room in rooms)


@pytest.mark.django_db
def test_a_closure_counts_only_while_it_lasts():
    [room] = make_rooms(50)
    places.close_room(room_id=room.id, start=NOON, end=NOON + HOUR, reason="paint")

    assert places.closed_between(room_id=room.id, start=NOON + HOUR / 2, end=NOON + 2 * HOUR)
    assert not places.closed_between(room_id=room.id, start=NOON + HOUR, end=NOON + 2 * HOUR)
    assert not places.closed_between(room_id=room.id, start=NOON - HOUR, end=NOON)


@pytest.mark.django_db
def test_a_closure_that_does_not_last_is_bad_input():
    [room] = make_rooms(50)

    with pytest.raises(BadInput):
        places.close_room(room_id=room.id, start=NOON, end=NOON, reason="paint")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_questions_cost_the_same_queries_however_many(count, django_assert_num_queries):
    rooms = make_rooms(*[20] * count)
    ids = [room.id for room in rooms]

    with django_assert_num_queries(1):
        assert len(places.is_open(room_ids=ids, weekday=5, **EVENING)) == count
    with django_assert_num_queries(2):
        places.list_closures(room_ids=ids, start=NOON, end=NOON + HOUR)


SPANS = st.tuples(st.times(), st.times()).filter(lambda span: span[0] < span[1])


@given(st.dictionaries(st.integers(1, 7), SPANS), st.integers(1, 7), SPANS)
def test_a_span_within_one_day_is_open_as_the_hours_say(hours, weekday, span):
    is_open = _rules.is_open_during(hours, weekday, *span)

    opens, closes = hours.get(weekday, (time.max, time.min))
    until = time.max if closes >= time(23, 59) else closes
    assert is_open == (opens <= span[0] and span[1] <= until)


def test_a_span_over_midnight_needs_both_days():
    night = {7: (time(9), time(23, 59)), 1: (time(0), time(6))}

    assert _rules.is_open_during(night, 7, time(23), time(1))
    assert _rules.is_open_during(night, 7, time(23), time(0))
    assert not _rules.is_open_during(night, 7, time(23), time(6, 30))
    assert not _rules.is_open_during({7: night[7]}, 7, time(23), time(1))


@pytest.mark.usefixtures("notice")
def test_working_days_follow_the_notice():
    friday, make_up_saturday, next_saturday = date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 28)
    holiday_monday, monday_after = date(2026, 2, 16), date(2026, 3, 2)

    assert [places.is_working_day(day) for day in (friday, make_up_saturday, monday_after)] == [True] * 3
    assert [places.is_working_day(day) for day in (next_saturday, holiday_monday)] == [False] * 2


@pytest.mark.usefixtures("notice")
def test_public_holidays_are_not_weekends():
    days = [date(2026, 2, 14), date(2026, 2, 15), date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 28)]

    assert [places.is_public_holiday(day) for day in days] == [False, True, True, False, False]


@pytest.mark.usefixtures("notice")
def test_an_unknown_year_is_monday_to_friday_and_one_warning(caplog):
    week = [date(2031, 3, 3) + timedelta(days=n) for n in range(7)]

    with caplog.at_level(logging.WARNING, logger=_working_days.__name__):
        working = [places.is_working_day(day) for day in week]
        holidays = [places.is_public_holiday(day) for day in week]

    assert working == [True] * 5 + [False] * 2
    assert holidays == [False] * 7
    assert [record.getMessage() for record in caplog.records] == [
        "holidays.toml says nothing about 2031: working days are Monday to Friday."
    ]


def test_the_citys_own_calendar_knows_national_day():
    assert places.is_public_holiday(date(2026, 10, 1))
    assert places.is_working_day(date(2026, 10, 10))
