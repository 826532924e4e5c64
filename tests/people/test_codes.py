"""Signing in by a code: right once, for one browser, for a short while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import all_at_once
from tests.people.factories import EIGHT_PM, make_resident, new_phone
from yexiao.common.limits import TooOften
from yexiao.people import _throttles
from yexiao.people import api as people
from yexiao.people.models import Account, SignInCode

MINUTE = timedelta(minutes=1)


def ask(phone, *, browser="one", at=EIGHT_PM, **origin):
    """Ask for a code and return its digits."""
    sent = []
    people.ask_for_code(
        phone=phone,
        at=at,
        sms=lambda number, digits: sent.append(digits),
        browser=browser,
        origin=people.Origin(**origin),
    )
    return sent[0]


def answer(phone, code, *, browser="one", at=EIGHT_PM, **origin):
    return people.sign_in_by_code(phone=phone, code=code, at=at, browser=browser, origin=people.Origin(**origin))


def full_width(text):
    """Return the text as a Chinese keyboard may type it."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_right_code_makes_an_account_for_a_new_number_and_finds_it_again(db):
    phone = new_phone()

    first = answer(phone, ask(phone))
    again = answer(phone, ask(phone))

    assert first.is_new
    assert (first.account_id, Account.objects.count()) == (again.account_id, 1)


def test_a_known_person_is_not_new(db):
    phone = new_phone()
    account_id = make_resident(phone=phone)

    assert answer("+86 " + phone, ask(phone)) == people.SignIn(account_id, is_new=False)


def test_only_a_keyed_hash_of_the_code_is_kept(db):
    code = ask(new_phone())
    row = SignInCode.objects.get()

    assert len(code) == 6
    assert len(bytes(row.code_hash)) == 32
    assert code.encode() not in bytes(row.code_hash)


def test_full_width_digits_and_spaces_are_forgiven(db):
    phone = new_phone()
    code = ask(phone)

    assert answer(phone, full_width(" ".join(code))).is_new


def test_five_wrong_tries_end_the_code_even_for_the_right_one(db):
    phone = new_phone()
    code = ask(phone)

    left = []
    for _ in range(5):
        with pytest.raises(people.CodeWrong) as refused:
            answer(phone, wrong(code))
        left.append(refused.value.data["tries_left"])

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(people.CodeExpired):
        answer(phone, code)


def test_a_code_ends_after_five_minutes(db):
    phone = new_phone()
    code = ask(phone)

    with pytest.raises(people.CodeExpired):
        answer(phone, code, at=EIGHT_PM + 5 * MINUTE + timedelta(seconds=1))


def test_a_new_code_replaces_the_one_before(db):
    phone = new_phone()
    old = ask(phone)
    new = ask(phone)

    if old != new:
        with pytest.raises(people.CodeWrong):
            answer(phone, old)
    assert answer(phone, new).is_new


def test_a_used_code_works_for_half_a_minute_and_no_longer(db):
    phone = new_phone()
    code = ask(phone)
    first = answer(phone, code)

    assert answer(phone, code, at=EIGHT_PM + timedelta(seconds=30)).account_id == first.account_id
    with pytest.raises(people.CodeExpired):
        answer(phone, code, at=EIGHT_PM + timedelta(seconds=31))


def test_a_stranger_can_neither_use_nor_spoil_the_code_of_another_browser(db):
    phone = new_phone()
    mine = ask(phone, browser="mine")
    theirs = ask(phone, browser="theirs")
    for _ in range(5):
        with pytest.raises(people.CodeWrong):
            answer(phone, wrong(theirs), browser="theirs")

    with pytest.raises(people.CodeExpired):
        answer(phone, mine, browser="a third")
    assert answer(phone, mine, browser="mine").is_new


def test_a_closed_account_is_told_so_only_after_the_right_code(db):
    phone = new_phone()
    people.deactivate(account_id=make_resident(phone=phone), by=None, at=EIGHT_PM)
    code = ask(phone)

    with pytest.raises(people.CodeWrong):
        answer(phone, wrong(code))
    with pytest.raises(people.AccountClosed):
        answer(phone, code)


def test_a_number_is_sent_five_codes_in_a_quarter_of_an_hour_but_a_known_device_is_counted_apart(db):
    phone = new_phone()
    device = _throttles.new_device("+86" + phone)
    for number in range(5):
        ask(phone, address=f"10.0.0.{number}")

    with pytest.raises(TooOften):
        ask(phone, address="10.0.0.9")
    assert answer(phone, ask(phone, address="10.0.0.9", device=device)).is_new
    with pytest.raises(TooOften):
        ask(phone, device=device + "0")


def test_the_token_of_one_number_opens_no_way_around_for_another(db):
    phone, other = new_phone(), new_phone()
    device = _throttles.new_device("+86" + other)
    for _ in range(5):
        ask(phone, device=device)

    with pytest.raises(TooOften):
        ask(phone, device=device)


def test_a_centre_behind_one_address_signs_in_three_hundred_people(db):
    for _ in range(300):
        phone = new_phone()
        assert answer(phone, ask(phone, address="10.1.1.1"), address="10.1.1.1").is_new


def test_an_address_that_guesses_is_stopped_and_known_devices_behind_it_are_not(db):
    for _ in range(12):
        phone = new_phone()
        code = ask(phone, address="10.2.2.2")
        for _ in range(5):
            with pytest.raises(people.CodeWrong):
                answer(phone, wrong(code), address="10.2.2.2")

    phone = new_phone()
    code = ask(phone, address="10.2.2.2")
    with pytest.raises(TooOften):
        answer(phone, code, address="10.2.2.2")
    assert answer(phone, code, address="10.2.2.2", device=_throttles.new_device("+86" + phone)).is_new


def test_the_ipv6_addresses_of_one_network_count_together(db):
    first, second = people.Origin("2001:db8:1:2::1"), people.Origin("2001:db8:1:2:ffff::9")

    assert _throttles._network(first) == _throttles._network(second)
    assert _throttles._network(first) != _throttles._network(people.Origin("2001:db8:1:3::1"))


@pytest.mark.django_db(transaction=True)
def test_right_codes_at_the_same_instant_make_one_account():
    phone = new_phone()
    codes = {browser: ask(phone, browser=browser) for browser in ("one", "two")}

    answers = all_at_once(lambda browser: answer(phone, codes[browser], browser=browser), ["one", "one", "two", "two"])

    assert {type(found).__name__ for found in answers} == {"SignIn"}
    assert len({found.account_id for found in answers}) == 1
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_guesses_gets_five_tries_and_no_more():
    phone = new_phone()
    code = ask(phone)

    answers = all_at_once(lambda _: answer(phone, wrong(code)), range(12))

    kinds = sorted(type(found).__name__ for found in answers)
    assert kinds == ["CodeExpired"] * 7 + ["CodeWrong"] * 5


@pytest.mark.parametrize("text", ["", "110", "12345678901", "138 0013 800", "+1 138 0013 8000", "1380013800x"])
def test_what_is_no_mobile_number_is_refused(db, text):
    with pytest.raises(people.PhoneUnreadable):
        ask(text)


@pytest.mark.parametrize("text", ["13800138000", "+8613800138000", "0086 138-0013-8000", full_width("13800138000")])
def test_a_number_is_one_number_however_it_is_typed(db, text):
    account_id = make_resident(phone="13800138000")

    assert people.find_by_phone(phone=text) == account_id
