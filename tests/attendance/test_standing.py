"""No-show standing: a rate over 180 days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.attendance.factories import NINE_PM, SEVEN_PM, WEEK, make_class, make_people
from yexiao.attendance import _rules
from yexiao.attendance import api as attendance

AFTER = SEVEN_PM + 5 * WEEK


def mark_evenings(held, kinds):
    marks = [
        attendance.NewMark(meeting, held.learners[0], kind) for meeting, kind in zip(held.meetings, kinds, strict=True)
    ]
    attendance.mark_many(marks=marks, at=AFTER)


@pytest.mark.parametrize(
    ("kinds", "counted", "absent", "is_too_often"),
    [
        (("present", "present", "absent", "present"), 4, 1, False),  # 1 of 4
        (("absent", "present", "absent", "present"), 4, 2, True),  # 2 of 4, more than a third
        (("absent", "absent", "excused", "excused"), 2, 2, False),  # two marks are too few to judge
        (("absent", "late", "left_early", "excused"), 3, 1, False),  # 1 of 3 is a third, not more
        (("excused", "excused", "excused", "excused"), 0, 0, False),
    ],
)
def test_standing_is_a_rate_of_marks_that_count(db, kinds, counted, absent, is_too_often):
    held = make_class(1)
    mark_evenings(held, kinds)
    [ann] = held.learners

    found = attendance.standing(account_ids=[ann], at=AFTER)

    assert found == {ann: attendance.Standing(ann, counted, absent, is_too_often)}
    assert attendance.too_often_absent([ann], AFTER) == ({ann} if is_too_often else set())


def test_standing_heals_as_evenings_grow_old(db):
    held = make_class(1)
    mark_evenings(held, ("absent",) * 4)
    last = SEVEN_PM + 3 * WEEK

    still = attendance.standing(account_ids=held.learners, at=SEVEN_PM + timedelta(days=180) - timedelta(seconds=1))
    later = attendance.standing(account_ids=held.learners, at=last + timedelta(days=180))

    assert [row.counted for row in still.values()] == [4]
    assert [row.counted for row in later.values()] == [0]


def test_evenings_still_to_come_and_cancelled_ones_do_not_count(db):
    held = make_class(1)
    mark_evenings(held, ("absent",) * 4)
    attendance.cancel_meeting(meeting_id=held.meetings[3], by=1, at=NINE_PM)

    found = attendance.standing(account_ids=held.learners, at=SEVEN_PM + WEEK)

    assert [row.counted for row in found.values()] == [2]


def test_people_without_marks_stand_well(db):
    newcomers = make_people(2)

    assert attendance.standing(account_ids=newcomers, at=AFTER) == {who: attendance.Standing(who) for who in newcomers}


@pytest.mark.parametrize("size", [1, 3])
def test_standing_costs_one_query(db, django_assert_num_queries, size):
    held = make_class(size)

    with django_assert_num_queries(1):
        attendance.standing(account_ids=held.learners, at=AFTER)


counts = st.integers(min_value=0, max_value=200)


@given(absent=counts, here=counts)
def test_one_more_evening_attended_never_makes_standing_worse(absent, here):
    before = _rules.is_too_often_absent(absent=absent, counted=absent + here)
    after = _rules.is_too_often_absent(absent=absent, counted=absent + here + 1)

    enough_before = absent + here >= _rules.FEWEST_MARKS
    assert not (after and not before and enough_before)


@given(absent=counts, here=counts)
def test_one_more_absence_never_makes_standing_better(absent, here):
    before = _rules.is_too_often_absent(absent=absent, counted=absent + here)
    after = _rules.is_too_often_absent(absent=absent + 1, counted=absent + here + 1)

    assert after or not before


@given(absent=counts, here=counts, times=st.integers(min_value=1, max_value=10))
def test_the_rate_counts_and_not_the_number(absent, here, times):
    once = _rules.is_too_often_absent(absent=absent, counted=absent + here)
    often = _rules.is_too_often_absent(absent=absent * times, counted=(absent + here) * times)

    assert once == often or absent + here < _rules.FEWEST_MARKS
