"""The demonstration's clock: what a visitor did by hand stays when the evening is lived."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.attendance.factories import SEVEN_PM, kinds, make_class, minutes
from tests.enrolment.factories import announce, make_sections
from yexiao.attendance import api as attendance
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import demo

pytestmark = pytest.mark.django_db


def quiet(what: str, percent: int) -> None:
    del what, percent


def test_marks_given_by_hand_stay_when_the_evening_is_lived():
    held = make_class(12)
    by_hand = [attendance.NewMark(held.meetings[0], who, "late", "list") for who in held.learners]
    attendance.mark_many(marks=by_hand, at=SEVEN_PM + minutes(30))

    with clock.standing_at(SEVEN_PM + minutes(30)):
        demo.advance(timedelta(hours=3), quiet)

    assert kinds(held.meetings[0]) == dict.fromkeys(held.learners, "late")


def test_a_draw_that_waits_for_a_public_number_does_not_stop_the_clock():
    opening_id = announce(make_sections(1), policy="draw", beacon_source="a lottery")
    closes_at = enrolment.opening(opening_id).closes_at

    with clock.standing_at(closes_at - minutes(1)):
        demo.advance(timedelta(hours=1), quiet)

    assert enrolment.opening(opening_id).decided_at is None
