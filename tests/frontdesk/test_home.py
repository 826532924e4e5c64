"""What each role finds on its home page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.attendance.factories import BY_DAY, SEVEN_PM, make_class
from tests.people.factories import make_resident, make_staff
from tests.places.factories import LONGHUA, ZHANGGE
from yexiao.attendance import api as attendance
from yexiao.common import clock
from yexiao.people.models import Account

pytestmark = pytest.mark.django_db


def home_of(account_id: int):
    """Return what the home page is made of for the account."""
    client = Client()
    client.force_login(Account.objects.get(pk=account_id))
    return client.get("/").context


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        ("operator", "attendance:tonight demand:desk planning:runs enrolment:openings insight:figures"),
        ("organiser", "demand:desk planning:runs enrolment:openings insight:figures"),
        ("official", "demand:desk insight:figures"),
        ("assistant", "attendance:tonight"),
        ("lecturer", "attendance:tonight"),
        ("system_administrator", "frontdesk:status"),
        ("security_administrator", "frontdesk:roles"),
        ("audit_administrator", "frontdesk:roles"),
    ],
)
def test_every_role_finds_its_doors_at_home(role, doors):
    assert [door.name for door in home_of(make_staff(role, LONGHUA))["doors"]] == doors.split()


def test_residents_find_no_desk_at_home():
    assert home_of(make_resident())["doors"] == []


def test_an_operator_looks_around_the_place_of_work():
    make_class()
    assert home_of(make_staff("operator", ZHANGGE))["near"] == ZHANGGE


def test_an_evening_without_classes_names_the_next_one_with_classes():
    make_class()
    operator = make_staff("operator", ZHANGGE)

    with clock.standing_at(BY_DAY - timedelta(days=1)):
        before = home_of(operator)
    with clock.standing_at(BY_DAY):
        same_day = home_of(operator)

    assert before["next_evening"] == SEVEN_PM.date()
    assert [row.expected for row in same_day["desk_rows"]] == [3]


def test_a_resident_finds_the_next_evening_at_home_and_not_one_of_leave():
    held = make_class(1)
    [learner] = held.learners

    with clock.standing_at(BY_DAY):
        first = home_of(learner)["my_evening"]
        attendance.ask_leave(meeting_id=held.meetings[0], account_id=learner, at=BY_DAY)
        then = home_of(learner)["my_evening"]

    assert [one.meeting.id for one in (first, then)] == list(held.meetings[:2])
    assert Client().get("/").context["my_evening"] is None
