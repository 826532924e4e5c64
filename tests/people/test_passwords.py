"""Staff sign in by password; guessing is slow and says nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth import hashers

from tests.people.factories import EIGHT_PM, PASSWORD, make_resident
from yexiao.common.limits import TooOften
from yexiao.people import _throttles
from yexiao.people import api as people


def register(username="wang.hui"):
    return people.register_staff(username=username, password=PASSWORD, name="王慧", grants=[], at=EIGHT_PM)


def sign_in(username, password=PASSWORD, **origin):
    return people.sign_in_by_password(username=username, password=password, at=EIGHT_PM, origin=people.Origin(**origin))


def test_the_right_password_opens_the_account_however_the_name_is_written(db):
    account_id = register()

    assert [sign_in("wang.hui"), sign_in(" Wang.Hui")] == [account_id] * 2


@pytest.mark.parametrize("username", ["wang.hui", "nobody.knows", "closed", ""])
def test_known_unknown_and_closed_names_get_the_same_refusal_and_one_hashing(db, monkeypatch, username):
    register()
    people.deactivate(account_id=register("closed"), by=None, at=EIGHT_PM)
    hashings = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args: hashings.append(1) or encode(*args))

    with pytest.raises(people.PasswordWrong) as refused:
        sign_in(username, "not-the-password")

    assert (refused.value.data, len(hashings)) == ({}, 1)


def test_a_resident_without_a_password_never_signs_in_by_one(db):
    make_resident()

    with pytest.raises(people.PasswordWrong):
        sign_in("", "")


def test_a_name_is_tried_ten_times_but_its_owner_gets_in_from_a_known_device(db):
    account_id = register()
    device = _throttles.new_device("wang.hui")
    for number in range(10):
        with pytest.raises(people.PasswordWrong):
            sign_in("wang.hui", "guess", address=f"10.0.0.{number}")

    with pytest.raises(TooOften):
        sign_in("wang.hui", address="10.0.1.1")
    assert sign_in("wang.hui", address="10.0.1.1", device=device) == account_id


def test_a_spray_from_one_address_is_stopped(db):
    register()
    for number in range(100):
        with pytest.raises(people.PasswordWrong):
            sign_in(f"somebody{number}", "guess", address="10.3.3.3")

    with pytest.raises(TooOften):
        sign_in("wang.hui", address="10.3.3.3")
    assert sign_in("wang.hui", address="10.3.3.4")
