"""A person's own pages: the first visit, the profile, and every way a session ends."""

from __future__ import annotations

import pytest

from tests.people.factories import (
    DAPENG,
    EIGHT_PM,
    KUICHONG,
    ZHANGGE,
    make_resident,
    make_staff,
    new_phone,
)
from yexiao.people import _codes
from yexiao.people import api as people
from yexiao.people.models import Account, Consent

LONGHUA, FUCHENG = "4403/440309", "4403/440309/440309005"
HOME = {"district": LONGHUA, "street": FUCHENG, "community": ZHANGGE}


@pytest.fixture
def enter(client, settings):
    """Return a function that signs the client in to an account."""

    def enter(account_id):
        client.force_login(Account.objects.get(pk=account_id))
        return client

    return enter


@pytest.fixture
def newcomer(db, enter):
    """Return a browser signed in to an account that has no name yet."""
    sent = []
    phone = new_phone()
    _codes.ask_for_code(phone=phone, at=EIGHT_PM, sms=lambda number, digits: sent.append(digits))
    answer = people.sign_in_by_code(phone=phone, code=sent[0], at=EIGHT_PM)
    return enter(answer.account_id)


def test_a_newcomer_chooses_district_street_and_community_one_after_the_other(newcomer):
    first = newcomer.post("/me/who/", {"name": "陈晓", "district": LONGHUA, "next": "/my/"}).content.decode()
    second = newcomer.post("/me/who/", {"name": "陈晓", "district": LONGHUA, "street": FUCHENG, "next": "/my/"})
    third = newcomer.post("/me/who/", {"name": " 陈  晓 ", "next": "/my/"} | HOME)

    assert ("福城街道" in first, "章阁社区" in first, "陈晓" in first, "field-error" in first) == (
        True,
        False,
        True,
        False,
    )
    assert ("章阁社区" in second.content.decode(), second.status_code) == (True, 200)
    assert third["Location"] == "/my/"
    account = Account.objects.get()
    assert (account.name, account.home_path) == ("陈 晓", ZHANGGE)


def test_a_place_that_lies_elsewhere_is_not_taken(newcomer):
    page = newcomer.post("/me/who/", {"name": "陈晓"} | HOME | {"district": DAPENG})

    assert page.status_code == 422
    assert "请选择您所在的街道" in page.content.decode()
    assert Account.objects.get().home_path == ""


def test_without_a_name_what_was_chosen_is_kept_and_the_name_asked_for(newcomer):
    page = newcomer.post("/me/who/", HOME)

    assert page.status_code == 422
    assert "请告诉我们怎么称呼您" in page.content.decode()
    assert f'<option value="{ZHANGGE}" selected>' in page.content.decode()


def test_pages_that_need_a_name_send_newcomers_to_say_it_first(newcomer):
    assert newcomer.get("/me/")["Location"] == "/me/who/?next=%2Fme%2F"


def test_with_script_each_choice_brings_the_next(db, client):
    page = client.get("/me/places/", {"district": LONGHUA, "street": FUCHENG, "community": ""}).content.decode()
    moved = client.get("/me/places/", {"district": DAPENG, "street": FUCHENG, "community": ZHANGGE}).content.decode()

    assert ("章阁社区" in page, "field-error" in page) == (True, False)
    assert ("葵涌街道" in moved, "葵涌社区" in moved, "福城街道" in moved) == (True, False, False)


def test_a_person_changes_what_they_said_and_may_say_it_twice(db, enter):
    account_id = make_resident(home_path=KUICHONG + "/440307013001")
    said = HOME | {"name": "陈晓月", "language": "en", "situation": "carer", "birth_decade": "1980"}
    client = enter(account_id)

    answers = [client.post("/me/", said | {"consents_to_figures": "on"}) for _ in range(2)]

    person = people.describe_people(ids=[account_id])[account_id]
    assert [answer["Location"] for answer in answers] == ["/me/", "/me/"]
    assert (person.name, person.home_path, person.language) == ("陈晓月", ZHANGGE, "en")
    assert (person.situation, person.birth_decade, Consent.objects.count()) == ("carer", 1980, 1)
    assert "About me" in client.get("/me/").content.decode()


def test_unticking_the_consent_erases_situation_and_decade(db, enter):
    account_id = make_resident(situation="carer", birth_decade=1980, consents=("figures",))
    client = enter(account_id)
    shown = client.get("/me/").content.decode()

    said = HOME | {"name": "陈晓", "language": "zh-hans", "situation": "carer", "birth_decade": "1980"}
    after = client.post("/me/", said, follow=True).content.decode()

    person = people.describe_people(ids=[account_id])[account_id]
    assert "checked" in shown
    assert (person.situation, person.birth_decade) == ("", None)
    assert "没有保存" in after


def test_a_name_of_signs_only_is_refused(db, enter):
    account_id = make_resident()
    said = HOME | {"language": "zh-hans"}

    answers = [
        enter(account_id).post("/me/", said | {"name": name}).status_code for name in ("😀😀", "123", "阿伟2", "Łukasz")
    ]

    assert answers == [422, 422, 302, 302]


def test_staff_without_a_home_need_not_choose_one(db, enter):
    client = enter(make_staff("operator"))

    assert client.post("/me/", {"name": "林工", "language": "zh-hans", "district": ""}).status_code == 302


@pytest.mark.parametrize("address", ["/me/", "/me/who/"])
def test_strangers_are_sent_to_sign_in_and_back(db, client, address):
    assert client.get(address)["Location"] == "/sign-in/?next=" + address.replace("/", "%2F")
    assert client.post(address, {"name": "x"})["Location"] == "/sign-in/"


def test_signing_out_everywhere_ends_every_session(db, client):
    account = Account.objects.get(pk=make_resident())
    phone, desk = client, type(client)()
    for browser in (phone, desk):
        browser.force_login(account)

    answer = phone.post("/me/sign-out-everywhere/")

    assert answer["Location"] == "/sign-in/"
    assert [browser.get("/me/").status_code for browser in (phone, desk)] == [302, 302]
    assert phone.post("/me/sign-out-everywhere/")["Location"].startswith("/sign-in/")


def test_a_closed_account_is_out_at_the_next_request(db, enter):
    account_id = make_resident()
    client = enter(account_id)
    before = client.get("/me/").status_code

    people.deactivate(account_id=account_id, by=None, at=EIGHT_PM)
    people.deactivate(account_id=account_id, by=None, at=EIGHT_PM)

    assert (before, client.get("/me/").status_code) == (200, 302)


def test_losing_a_role_ends_the_session_and_the_right(db, enter):
    account_id = make_staff("operator", ZHANGGE)
    client = enter(account_id)

    people.revoke_role(account_id=account_id, role="operator", path=ZHANGGE, by=None)

    assert client.get("/me/").status_code == 302
    assert people.actor_of(account_id).grants == ()


def test_a_new_password_ends_the_sessions_begun_under_the_old_one(db, enter):
    account_id = make_staff("operator")
    client = enter(account_id)
    account = Account.objects.get(pk=account_id)

    account.set_password("another-good-phrase")
    account.save(update_fields=["password"])

    assert client.get("/me/").status_code == 302


def test_a_full_number_is_on_no_page_and_the_profile_shows_it_masked(db, enter):
    phone = new_phone()

    page = enter(make_resident(phone=phone)).get("/me/").content.decode()

    assert (phone in page, f"{phone[:3]}****{phone[-4:]}" in page) == (False, True)


def test_a_request_asks_for_session_account_and_roles_once(db, enter, django_assert_num_queries):
    client = enter(make_resident())

    with django_assert_num_queries(7):  # session, account, roles; clock, person, consent; unread
        client.get("/me/")
