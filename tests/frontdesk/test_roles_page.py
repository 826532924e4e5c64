"""The administrators' page of roles, through HTTP."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people.factories import EIGHT_PM, make_resident, make_staff
from tests.places.factories import LONGHUA, ZHANGGE, make_rooms
from yexiao.people import api as people
from yexiao.people.models import Account

pytestmark = pytest.mark.django_db
PAGE, REVOKE = "/desk/roles/", "/desk/roles/revoke/"


def administrator(role: str, path: str = LONGHUA) -> Client:
    """Return the browser of an administrator; the territory is there."""
    make_rooms()
    client = Client()
    client.force_login(Account.objects.get(pk=make_staff(role, path, name="管理员")))
    return client


def roles_of(account_id: int) -> list[tuple[str, str]]:
    return [(grant.role, grant.path) for grant in people.actor_of(account_id).grants]


def test_a_role_is_given_by_phone_number_seen_and_taken_back():
    desk = administrator("security_administrator")
    person = people.NewPerson(name="罗海", phone="13500007777", home_path=ZHANGGE)
    [account_id] = people.register_people(people=[person], at=EIGHT_PM)

    desk.post(PAGE, {"who": "135 0000 7777", "role": "assistant", "place": ZHANGGE})

    assert roles_of(account_id) == [("assistant", ZHANGGE)]
    page = desk.get(PAGE).content.decode()
    assert all(words in page for words in ("罗海", "管理员"))
    for _repeat in range(2):
        desk.post(REVOKE, {"account": account_id, "role": "assistant", "path": ZHANGGE, "organisation": ""})
    assert roles_of(account_id) == []


@pytest.mark.parametrize(
    ("field", "value"), [("who", "nobody"), ("who", "13500009999"), ("role", "king"), ("place", "4403")]
)
def test_what_cannot_be_given_is_said_by_its_field(field, value):
    make_staff("official", LONGHUA)
    said = {"who": Account.objects.get().username, "role": "assistant", "place": ZHANGGE}

    answer = administrator("security_administrator").post(PAGE, said | {field: value})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_roles_outside_the_territory_are_neither_shown_nor_taken():
    desk = administrator("security_administrator")
    far = make_staff("operator", "4403/440307", name="远方的人")

    answer = desk.post(REVOKE, {"account": far, "role": "operator", "path": "4403/440307"})

    assert answer.status_code == 404
    assert roles_of(far) == [("operator", "4403/440307")]
    assert "远方的人" not in desk.get(PAGE).content.decode()


def test_the_auditor_reads_who_looked_at_whose_number_and_changes_nothing():
    desk, operator, person = (
        administrator("audit_administrator"),
        make_staff("operator", LONGHUA),
        make_resident("陈晓"),
    )
    people.look_at_phone(account_id=person, by=operator, reason="送还证件", at=EIGHT_PM)

    page = desk.get(PAGE).content.decode()

    assert all(words in page for words in ("送还证件", "陈晓", "林工"))
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert desk.post(PAGE, {}).status_code == 404
