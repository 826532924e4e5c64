"""An employer's page, through HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.catalogue.factories import BEFORE
from tests.demand.factories import make_employer
from tests.people.factories import make_staff
from tests.places.factories import LONGHUA
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.people import api as people
from yexiao.people.models import Account

pytestmark = pytest.mark.django_db
PAGE = "/needs/"


@pytest.fixture(autouse=True)
def before_the_season():
    """Stand at a moment before the season."""
    with clock.standing_at(BEFORE):
        yield


@pytest.fixture
def skill() -> int:
    new = catalogue.NewSkill("robots", "机器人", "Robots", "制造", "Making")
    return catalogue.load_skills(skills=[new])["robots"]


def manager_of(organisation_id: int | None) -> Client:
    """Return the browser of somebody who speaks for the organisation."""
    account_id = make_staff("official", LONGHUA)
    people.grant_role(
        account_id=account_id, role="organisation_manager", organisation_id=organisation_id, by=None, at=BEFORE
    )
    client = Client()
    client.force_login(Account.objects.get(pk=account_id))
    return client


def said(organisation_id: int, skill: int, **changes):
    return {"organisation": organisation_id, "skill": skill, "people": 12, "by_date": "2026-06-01"} | changes


def test_an_employer_says_a_need_changes_it_and_takes_it_back(skill):
    employer = make_employer(LONGHUA)
    desk = manager_of(employer)

    desk.post(PAGE, said(employer, skill))
    desk.post(PAGE, said(employer, skill, people=15, note="夜班也可以"))

    [need] = demand.list_needs(within=LONGHUA)
    assert (need.organisation_id, need.skill_id, need.people, need.by_date) == (employer, skill, 15, date(2026, 6, 1))
    assert "夜班也可以" in desk.get(PAGE).content.decode()
    desk.post("/needs/withdraw/", {"need": need.id})
    desk.post("/needs/withdraw/", {"need": need.id})
    assert demand.list_needs(within=LONGHUA) == []
    desk.post(PAGE, said(employer, skill))
    assert [need.people for need in demand.list_needs(within=LONGHUA)] == [12]


@pytest.mark.parametrize(
    ("field", "value"), [("skill", "0"), ("people", "0"), ("by_date", "2026-02-19"), ("organisation", "0")]
)
def test_what_cannot_be_is_said_by_its_field(skill, field, value):
    employer = make_employer(LONGHUA)

    answer = manager_of(employer).post(PAGE, said(employer, skill) | {field: value})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert demand.list_needs(within=LONGHUA) == []


def test_nobody_speaks_for_an_organisation_of_others(skill):
    mine, theirs = make_employer(LONGHUA), make_employer(LONGHUA)
    manager_of(theirs).post(PAGE, said(theirs, skill))
    [need] = demand.list_needs(within=LONGHUA)

    answer = manager_of(mine).post(PAGE, said(theirs, skill, people=1))
    manager_of(mine).post("/needs/withdraw/", {"need": need.id})

    assert answer.status_code == 422
    assert demand.list_needs(within=LONGHUA) == [need]


def test_whoever_speaks_for_nobody_finds_no_such_page():
    assert manager_of(None).get(PAGE).status_code == 404
