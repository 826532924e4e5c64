"""Decisions that need no database: phases, deadlines in waking hours, losses, choices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yexiao.enrolment import _rules
from yexiao.enrolment._rules import Phase

CITY = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([CITY, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
AHEAD = st.timedeltas(timedelta(minutes=1), timedelta(days=40))


def local(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=CITY)


@given(at=MOMENTS, ahead=AHEAD, zone=ZONES)
def test_an_offer_ends_awake_after_now_and_not_after_the_class_begins(at, ahead, zone):
    start = at + ahead

    deadline = _rules.offer_deadline(at=at, next_start=start, zone=zone)

    if deadline is None:
        # No waking moment is left before a class that begins at night.
        assert not _rules.is_waking(start, zone)
        assert ahead < timedelta(hours=11)
    else:
        assert at < deadline <= start
        assert _rules.is_waking(deadline, zone)


@given(at=MOMENTS, ahead=AHEAD)
def test_an_offer_is_held_for_two_days_at_the_most(at, ahead):
    deadline = _rules.offer_deadline(at=at, next_start=at + ahead, zone=CITY)

    assert deadline is None or deadline - at <= timedelta(days=1, hours=12)


@pytest.mark.parametrize(
    ("at", "start", "deadline"),
    [
        (local(2, 12), local(20, 19), local(3, 12)),  # far ahead: a day
        (local(2, 23), local(20, 19), local(4, 10)),  # a day later is night: ten in the morning after
        (local(2, 3), local(20, 19), local(3, 10)),  # the small hours: the same morning
        (local(2, 12), local(4, 19), local(2, 18)),  # within three days: six hours
        (local(2, 12), local(2, 19), local(2, 14)),  # within a day: two hours
        (local(2, 21), local(3, 19), local(3, 10)),  # within a day, but in the evening: next morning
        (local(2, 17), local(2, 19), local(2, 17, 30)),  # within six hours: half an hour
        (local(2, 18, 45), local(2, 19), local(2, 19)),  # a quarter of an hour before: until it begins
        (local(2, 19), local(2, 19), None),  # it has begun
    ],
)
def test_the_deadline_is_shorter_the_nearer_the_class(at, start, deadline):
    assert _rules.offer_deadline(at=at, next_start=start, zone=CITY) == deadline


def test_without_a_meeting_to_come_nothing_is_offered():
    assert _rules.offer_deadline(at=local(2, 12), next_start=None, zone=CITY) is None
    assert _rules.next_start([local(2, 12)], local(2, 12)) is None


@pytest.mark.parametrize(
    ("policy", "is_decided", "day", "phase"),
    [
        ("draw", False, 1, Phase.ANNOUNCED),
        ("draw", False, 2, Phase.ENTERING),
        ("draw", False, 3, Phase.DRAWING),
        ("draw", True, 3, Phase.OPEN),
        ("first_come", False, 1, Phase.ANNOUNCED),
        ("first_come", False, 2, Phase.OPEN),
        ("first_come", False, 3, Phase.CLOSED),
        ("invitation", False, 2, Phase.OPEN),
    ],
)
def test_an_opening_passes_through_its_phases_by_the_clock(policy, is_decided, day, phase):
    found = _rules.phase_of(
        policy=policy, is_decided=is_decided, opens_at=local(2, 0), closes_at=local(3, 0), at=local(day, 0)
    )

    assert found == phase


# Losses: (season, seated, day of March)


@pytest.mark.parametrize(
    ("history", "losses"),
    [
        ([], 0),
        ([(1, False, 1)], 1),
        ([(1, False, 1), (1, False, 2)], 1),  # two draws of one season are one loss
        ([(1, False, 1), (1, True, 2)], 0),  # a season with a seat is won
        ([(1, False, 1), (2, False, 2)], 2),
        ([(1, False, 1), (2, True, 2), (3, False, 3)], 1),  # a seat wipes out what was lost before
        ([(1, True, 1)], 0),
    ],
)
def test_losses_are_seasons_lost_since_the_last_seat(history, losses):
    assert _rules.count_losses((season, seated, local(day, 12)) for season, seated, day in history) == losses


HISTORIES = st.lists(st.tuples(st.integers(1, 5), st.booleans(), MOMENTS), max_size=8)


@given(HISTORIES)
def test_another_lost_season_counts_one_more_and_a_win_today_counts_nothing(history):
    now = datetime(2027, 6, 1, tzinfo=UTC)
    losses = _rules.count_losses(history)

    assert 0 <= losses <= 5
    assert _rules.count_losses([*history, (99, False, now)]) == losses + 1
    assert _rules.count_losses([*history, (99, True, now)]) == 0


@given(st.lists(st.integers(1, 9), max_size=9), st.sets(st.integers(1, 9)))
def test_a_ranking_is_good_if_it_names_classes_of_the_draw_each_once(choices, offered):
    is_good = _rules.are_choices_good(choices, offered)

    assert is_good == (1 <= len(choices) <= 6 and all(choices.count(c) == 1 and c in offered for c in choices))


def test_the_fee_is_returned_before_the_first_meeting_only():
    assert _rules.is_refunded(first_start=local(2, 19), at=local(2, 18, 59))
    assert not _rules.is_refunded(first_start=local(2, 19), at=local(2, 19))
