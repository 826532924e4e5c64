"""The inbox: one's own messages, in one's language."""

from __future__ import annotations

import pytest

from tests.notices.test_outbox import message_to
from tests.people.factories import EIGHT_PM, make_resident
from yexiao.notices import api as notices
from yexiao.notices.models import Notice
from yexiao.people.models import Account


@pytest.fixture
def owner(db, client):
    """Return the id of a resident to whom the client is signed in."""
    account_id = make_resident()
    client.force_login(Account.objects.get(pk=account_id))
    return account_id


def tell(account_id, event_key="moved:7", **values):
    notices.tell(messages=[message_to(account_id, event_key, **values)], at=EIGHT_PM)
    return Notice.objects.get(recipient_id=account_id, event_key=event_key, channel="in_app").pk


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "剪映 moves"), ("en", "Video editing moves")])
def test_the_inbox_speaks_the_readers_language(owner, client, language, words):
    client.cookies["language"] = language
    tell(owner)

    assert words in client.get("/inbox/").content.decode()


def test_an_empty_inbox_says_what_will_be_there(owner, client):
    assert "还没有消息" in client.get("/inbox/").content.decode()


def test_opening_a_message_marks_it_read_and_leads_on_also_twice(owner, client):
    notice_id = tell(owner)

    answers = [client.post(f"/inbox/{notice_id}/")["Location"] for _ in range(2)]

    assert answers == ["/classes/A1/", "/classes/A1/"]
    assert notices.count_unread(account_id=owner) == 0


def test_a_message_without_a_link_leads_back_to_the_inbox(owner, client):
    notice_id = tell(owner, link="")

    assert client.post(f"/inbox/{notice_id}/")["Location"] == "/inbox/"


def test_somebody_elses_message_stays_unread_and_says_nothing(owner, client):
    other = make_resident()
    notice_id = tell(other)

    assert client.post(f"/inbox/{notice_id}/")["Location"] == "/inbox/"
    assert "剪映" not in client.get("/inbox/").content.decode()
    assert notices.count_unread(account_id=other) == 1


def test_all_are_marked_read_at_once_and_only_ones_own(owner, client):
    other = make_resident()
    for account_id in (owner, other):
        tell(account_id)

    assert client.post("/inbox/read/")["Location"] == "/inbox/"
    assert client.post("/inbox/read/")["Location"] == "/inbox/"
    assert [notices.count_unread(account_id=person) for person in (owner, other)] == [0, 1]


def test_strangers_are_sent_to_sign_in(db, client):
    assert client.get("/inbox/")["Location"] == "/sign-in/?next=%2Finbox%2F"
    assert [client.post(address)["Location"] for address in ("/inbox/read/", "/inbox/1/")] == ["/sign-in/"] * 2


@pytest.mark.parametrize(("address", "method"), [("/inbox/", "post"), ("/inbox/read/", "get"), ("/inbox/1/", "get")])
def test_wrong_methods_change_nothing(owner, client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("messages", [1, 3])
def test_the_inbox_costs_the_same_queries_for_any_number(owner, client, django_assert_num_queries, messages):
    for number in range(messages):
        tell(owner, f"moved:{number}")

    with django_assert_num_queries(6):  # session, account, roles; messages, clock, unread
        client.get("/inbox/")
