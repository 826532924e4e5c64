"""Secret addresses: shown to their owner, ended by a new one, guessed by nobody."""

from __future__ import annotations

import pytest

from tests.people.factories import EIGHT_PM, make_resident
from yexiao.interop import api as interop
from yexiao.interop.models import Feed
from yexiao.people import api as people
from yexiao.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    """Return the id of a resident to whom the client is signed in."""
    account_id = make_resident()
    client.force_login(Account.objects.get(pk=account_id))
    return account_id


def make_feed(account_id):
    """Give somebody a feed; return its path."""
    return interop.renew_feed(account_id=account_id, at=EIGHT_PM)


def test_the_address_can_be_shown_again_and_differs_between_people(owner):
    path = make_feed(owner)

    assert interop.address_of(owner) == path
    assert make_feed(make_resident()) != path


def test_nobody_has_an_address_before_asking_for_one(owner, client):
    page = client.get("/my/calendar/").content.decode()

    assert interop.address_of(owner) == ""
    assert "生成我的日历地址" in page
    assert "webcal://" not in page


def test_the_database_does_not_hold_the_secret(owner):
    secret = make_feed(owner).removeprefix("/calendar/").removesuffix(".ics")

    stored = Feed.objects.values_list("salt", "secret_hash").get(account_id=owner)

    assert len(secret) == 32
    assert not any(secret.encode() in bytes(value) or bytes.fromhex(secret) in bytes(value) for value in stored)


def test_the_page_shows_the_address_in_full_and_for_calendar_apps(owner, client):
    make_feed(owner)

    page = client.get("/my/calendar/").content.decode()

    assert f"http://localhost:8000{interop.address_of(owner)}" in page
    assert f'href="webcal://localhost:8000{interop.address_of(owner)}"' in page


def test_my_evenings_lead_to_the_page(owner, client):
    assert 'href="/my/calendar/"' in client.get("/my/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "换一个新地址"), ("en", "Make a new address")])
def test_the_page_speaks_both_languages(owner, client, language, words):
    make_feed(owner)
    client.cookies["language"] = language

    assert words in client.get("/my/calendar/").content.decode()


def test_renewing_ends_the_old_address_at_once(owner, client):
    old = make_feed(owner)

    response = client.post("/my/calendar/renew/")

    assert response["Location"] == "/my/calendar/"
    assert client.get(old).status_code == 404
    assert client.get(interop.address_of(owner)).status_code == 200
    assert interop.address_of(owner) != old


def test_renewing_again_changes_nobody_elses(owner, client):
    other = make_feed(make_resident())

    client.post("/my/calendar/renew/")
    client.post("/my/calendar/renew/")

    assert client.get(other).status_code == 200
    assert Feed.objects.filter(account_id=owner).count() == 1


def test_a_closed_account_has_no_feed(owner, client):
    address = make_feed(owner)
    people.deactivate(account_id=owner, by=make_resident(), at=EIGHT_PM)

    assert client.get(address).status_code == 404


def test_a_guessed_address_looks_like_any_missing_page(client):
    assert client.get("/calendar/" + "0" * 32 + ".ics").status_code == 404
    assert client.get("/classes/none/class.ics").status_code == 404


@pytest.mark.parametrize("path", ["/my/calendar/", "/my/calendar/renew/"])
def test_strangers_are_sent_to_sign_in(client, path):
    response = client.post(path) if path.endswith("renew/") else client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_wrong_methods_are_refused(owner, client):
    assert client.get("/my/calendar/renew/").status_code == 405
    assert client.post("/my/calendar/").status_code == 405
    assert client.post(make_feed(owner)).status_code == 405
    assert client.post("/classes/none/class.ics").status_code == 405
