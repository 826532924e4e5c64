"""The pure rules hold for every input, not only for the examples."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from yexiao.catalogue import _rules
from yexiao.catalogue._rules import Slot

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEKDAYS = st.integers(1, 7)
NOON = datetime(2026, 3, 6, 4, tzinfo=UTC)


@given(st.integers(0, 10**9))
def test_a_low_fee_is_thirty_percent_rounded_half_up(price):
    fee = _rules.low_fee_of(price)

    assert abs(fee * 100 - price * 30) <= 50
    assert fee * 100 - price * 30 != -50


def test_low_fees_by_hand():
    # 30 % of 480.00 is 144.00; of 0.05 it is 0.015, which rounds up to 0.02; of 0.01 it is 0.003
    assert [_rules.low_fee_of(fen) for fen in (48_000, 5, 1, 0)] == [14_400, 2, 0, 0]


@given(DAYS, WEEKDAYS)
def test_the_first_weekday_is_less_than_a_week_away(day, weekday):
    first = _rules.first_weekday(day, weekday)

    assert first.isoweekday() == weekday
    assert timedelta(0) <= first - day < timedelta(days=7)


@given(DAYS, st.integers(-30, 400))
def test_weekdays_are_counted_as_a_calendar_does(first, length):
    last = first + timedelta(days=length)

    counted = sum((first + timedelta(days=n)).isoweekday() == first.isoweekday() for n in range(length + 1))
    assert _rules.count_weekdays(first, last) == counted


@given(DAYS, st.integers(1, 12), st.sets(st.integers(0, 11)))
def test_evenings_are_weekly_free_and_as_many_as_asked(first, count, lost_weeks):
    lost = {first + timedelta(weeks=week) for week in lost_weeks}

    dates = _rules.weekly_dates(first, count=count, last=first, is_free=lambda day: day not in lost)

    assert len(dates) == count
    assert not set(dates) & lost
    assert {day.isoweekday() for day in dates} == {first.isoweekday()}
    passed_over = {first + timedelta(weeks=week) for week in range((dates[-1] - first).days // 7)}
    assert passed_over - set(dates) <= lost


@given(DAYS)
def test_evenings_that_are_never_free_are_not_waited_for_forever(first):
    assert _rules.weekly_dates(first, count=3, last=first, is_free=lambda day: False) == []


@given(DAYS, st.times(), st.times(), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_a_span_begins_that_day_and_lasts_at_most_a_day(day, start, end, zone):
    begins, ends = _rules.span_on(day, start, end, ZoneInfo(zone))

    assert begins.date() == day
    assert (begins.time(), ends.time()) == (start, end)
    assert timedelta(0) < ends.replace(tzinfo=None) - begins.replace(tzinfo=None) <= timedelta(days=1)


def slot(meeting_id: int | None, room_id: int, start: int, length: int, lecturer_id: int = 1) -> Slot:
    """Return a meeting so many minutes after noon."""
    starts_at = NOON + timedelta(minutes=start)
    return Slot(meeting_id, "code", room_id, lecturer_id, starts_at, starts_at + timedelta(minutes=length))


SLOTS = st.builds(slot, st.none(), st.integers(1, 3), st.integers(0, 600), st.integers(1, 180))
STORED = st.lists(st.builds(slot, st.integers(1, 999), st.integers(1, 3), st.integers(0, 600), st.integers(1, 180)))


@given(st.lists(SLOTS, max_size=8), STORED)
def test_a_clash_is_found_exactly_when_two_overlap_in_one_room(wanted, stored):
    clash = _rules.find_clash(wanted, stored, resource=lambda slot: slot.room_id)

    pairs = [(one, other) for one in wanted for other in [*wanted, *stored] if one is not other]
    overlapping = [
        (one, other)
        for one, other in pairs
        if one.room_id == other.room_id and max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
    ]
    assert (clash is not None) == bool(overlapping)
    assert clash is None or clash in overlapping


def test_a_meeting_does_not_clash_with_itself():
    assert _rules.find_clash([slot(7, 1, 0, 60)], [slot(7, 1, 30, 60)], resource=lambda slot: slot.room_id) is None


def test_a_span_over_midnight_by_hand():
    begins, ends = _rules.span_on(date(2026, 3, 6), time(23), time(1), ZoneInfo("Asia/Shanghai"))

    assert (begins.astimezone(UTC), ends.astimezone(UTC)) == (
        datetime(2026, 3, 6, 15, tzinfo=UTC),
        datetime(2026, 3, 6, 17, tzinfo=UTC),
    )
