"""The pages for signing in and out, as a browser without script meets them."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from tests.people.factories import EIGHT_PM, PASSWORD, ZHANGGE, make_resident, new_phone
from yexiao.notices import api as notices
from yexiao.people import _ports, _sessions
from yexiao.people import api as people
from yexiao.people.models import Account

WORDS = {
    "zh-hans": ["用手机号登录", "输入验证码", "工作人员登录"],
    "en": ["With your phone number", "Type the code", "Staff sign-in"],
}


def ask(client, phone, **values):
    return client.post("/sign-in/", {"phone": phone} | values)


def sign_in(client, codes, phone, **values):
    ask(client, phone, **values)
    return client.post("/sign-in/code/", {"code": codes[-1][1]})


def test_a_new_person_signs_in_says_who_they_are_and_arrives_where_they_wanted(db, client, codes):
    first = ask(client, phone := new_phone(), next="/classes/?q=夜校")
    second = client.post("/sign-in/code/", {"code": codes[-1][1]})
    third = client.get(second["Location"])

    assert (first.status_code, first["Location"]) == (302, "/sign-in/code/")
    assert second["Location"] == "/me/who/?next=%2Fclasses%2F%3Fq%3D%E5%A4%9C%E6%A0%A1"
    assert third.status_code == 200
    assert codes[-1][0] == "+86" + phone


def test_a_known_person_goes_straight_on(db, client, codes):
    make_resident(phone=(phone := new_phone()))

    assert sign_in(client, codes, phone, next="/my/")["Location"] == "/my/"
    assert client.get("/sign-in/?next=/my/")["Location"] == "/my/"


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_numbers_get_the_same_answers(db, client, codes, known):
    phone = "13800138000"
    if known:
        make_resident(phone=phone)

    asked = ask(client, phone)
    page = client.get("/sign-in/code/").content.decode()

    assert (asked.status_code, asked["Location"], len(codes)) == (302, "/sign-in/code/", 1)
    assert "138****8000" in page
    assert "13800138000" not in page


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\x"]
)
def test_a_foreign_next_is_never_followed(db, client, codes, address):
    make_resident(phone=(phone := new_phone()))

    assert sign_in(client, codes, phone, next=address)["Location"] == "/"
    assert client.get("/sign-in/", {"next": address})["Location"] == "/"


def test_a_wrong_code_is_said_beside_the_field_and_the_code_lives_on(db, client, codes):
    ask(client, new_phone())
    code = codes[-1][1]

    wrong = client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})

    assert wrong.status_code == 422
    assert "验证码不对" in wrong.content.decode()
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302


def test_a_double_tap_signs_in_once(db, client, codes):
    ask(client, new_phone())
    other_tap = Client()
    other_tap.cookies = client.cookies.copy()

    answers = [tap.post("/sign-in/code/", {"code": codes[-1][1]}).status_code for tap in (client, other_tap)]

    assert answers[0] == 302
    assert answers[1] == 302
    assert Account.objects.count() == 1


def test_another_code_makes_the_first_void(db, client, codes):
    ask(client, new_phone())

    again = client.post("/sign-in/code/again/")

    assert (again["Location"], len(codes)) == ("/sign-in/code/", 2)
    assert client.post("/sign-in/code/", {"code": codes[1][1]}).status_code == 302


def test_asking_too_often_says_when_to_try_again(db, client, codes):
    phone = new_phone()
    for _ in range(5):
        ask(client, phone)

    refused = ask(client, phone)

    assert (refused.status_code, len(codes)) == (429, 5)
    assert re.search(r"试得太频繁了。.*\d+ 分钟", refused.content.decode())
    assert client.post("/sign-in/code/again/").status_code == 429
    assert client.get("/sign-in/code/").status_code == 200


def test_the_code_page_without_a_number_leads_back_to_the_first(db, client):
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": "123456"})["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/again/")["Location"] == "/sign-in/code/"


def test_signing_in_takes_a_new_session_key_and_keeps_no_number_in_the_clear(db, client, codes):
    ask(client, phone := new_phone())
    before = client.session.session_key
    stored = str(dict(client.session.items()))

    client.post("/sign-in/code/", {"code": codes[-1][1]})

    assert phone not in stored
    assert client.session.session_key != before


def test_a_device_that_has_signed_in_is_known_again(db, client, codes):
    phone = new_phone()
    sign_in(client, codes, phone)
    client.post("/sign-out/")
    stranger = Client()
    for _ in range(5):
        ask(stranger, phone)

    assert ask(stranger, phone).status_code == 429
    assert ask(client, phone).status_code == 302
    assert client.cookies["device"]["httponly"]


def test_a_provider_that_is_away_is_said_and_the_number_kept(db, client, monkeypatch):
    def refuse(phone, digits):
        raise notices.SmsNotSent

    monkeypatch.setattr(_ports._sms, "_port", refuse)

    page = ask(client, "138 0013 8000")

    assert page.status_code == 503
    assert "短信暂时发不出去。请过一分钟再试。" in page.content.decode()
    assert 'value="138 0013 8000"' in page.content.decode()


def test_a_forwarded_address_counts_only_behind_our_own_proxy(db, client, codes, settings):
    seen = []
    for behind in (False, True):
        settings.BEHIND_PROXY = behind
        request = RequestFactory(headers={"X-Forwarded-For": "6.6.6.6, 10.9.9.9"}).get("/sign-in/")
        seen.append(_sessions.origin_of(request).address)

    assert seen == ["127.0.0.1", "10.9.9.9"]


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demonstration_shows_the_code_on_the_page(db, client, codes, settings, is_demo):
    settings.DEMO = is_demo
    ask(client, new_phone())

    assert (codes[-1][1] in client.get("/sign-in/code/").content.decode()) == is_demo


def test_staff_sign_in_by_password_and_go_on(db, client):
    register()

    page = client.post("/staff/sign-in/", {"username": "wang.hui", "password": PASSWORD, "next": "/desk/"})

    assert page["Location"] == "/desk/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("username", ["wang.hui", "nobody"])
def test_a_wrong_password_says_the_same_for_every_name(db, client, username):
    register()

    page = client.post("/staff/sign-in/", {"username": username, "password": "a guess"})

    words = re.sub(rf"{username}|value=\"[^\"]*\"", "", page.content.decode())
    assert page.status_code == 422
    assert "用户名或密码不对" in words
    assert "a guess" not in words


def test_signing_out_ends_the_session_and_twice_is_harmless(db, client, codes):
    make_resident(phone=(phone := new_phone()))
    sign_in(client, codes, phone)

    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/me/")["Location"] == "/sign-in/?next=%2Fme%2F"
    assert client.post("/sign-out/").status_code == 302


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("/sign-out/", "get"),
        ("/sign-in/code/again/", "get"),
        ("/me/sign-out-everywhere/", "get"),
        ("/me/places/", "post"),
        ("/sign-in/", "put"),
        ("/sign-in/code/", "delete"),
        ("/staff/sign-in/", "put"),
        ("/me/", "delete"),
        ("/me/who/", "put"),
    ],
)
def test_wrong_methods_change_nothing(db, client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/sign-in/code/", "/sign-in/code/again/", "/staff/sign-in/", "/sign-out/"]
)
def test_a_form_of_another_site_is_refused(db, address):
    assert Client(enforce_csrf_checks=True).post(address, {"phone": "13800138000"}).status_code == 403


@pytest.mark.parametrize("language", list(WORDS))
def test_the_pages_speak_both_languages(db, client, codes, language):
    client.cookies["language"] = language
    ask(client, new_phone())

    pages = [client.get(address).content.decode() for address in ("/sign-in/", "/sign-in/code/", "/staff/sign-in/")]

    words = {
        "zh-hans": ["用手机号登录", "输入验证码", "工作人员登录"],
        "en": ["With your phone", "Type the code", "Staff sign-in"],
    }
    assert [word in page for word, page in zip(words[language], pages, strict=True)] == [True] * 3
    if language == "en":
        assert not any(re.search(r"[\u4e00-\u9fff]", strip_switch(page)) for page in pages)


def strip_switch(page):
    """Return the page's main part: the header names the other language in its own words."""
    return page.partition("<main")[2].partition("</main>")[0]


def register():
    grants = [people.GrantRecord("operator", ZHANGGE)]
    people.register_staff(username="wang.hui", password=PASSWORD, name="王慧", grants=grants, at=EIGHT_PM)
