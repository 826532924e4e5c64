"""Sign-in by a code sent to the phone: the same steps for known and unknown numbers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from yexiao.common import sealed
from yexiao.common.refusals import Refusal
from yexiao.people import _phones, _rules, _throttles
from yexiao.people._records import SignIn
from yexiao.people._throttles import Origin
from yexiao.people.models import Account, SignInCode

LIFE = timedelta(minutes=5)
TRIES = 5
REPEAT = timedelta(seconds=30)
COLUMN = "people.sign_in_code"


class CodeWrong(Refusal):
    """The digits are not those sent; `tries_left` more may be tried."""

    code = "people.code_wrong"
    status = 422


class CodeExpired(Refusal):
    """No code lives for this number in this browser: too old, used, tried too often, or never asked for."""

    code = "people.code_expired"
    status = 422


class AccountClosed(Refusal):
    """The code was right, but the account has been closed."""

    code = "people.account_closed"
    status = 403


def ask_for_code(
    *,
    phone: str,
    at: datetime,
    sms: Callable[[str, str], None],
    browser: str = "",
    origin: Origin | None = None,
) -> None:
    """Send a six-digit code to a number, whether or not it has an account; the newest code replaces older ones.

    A code works only in the `browser` that asked (a random name in its
    session), so nobody can use up the tries of somebody else's code. It
    is kept as a keyed hash. Call it outside a transaction: the limits must
    count even when sending fails.

    Raises:
        PhoneUnreadable: It is no number.
        TooOften: The number or the address has had its share.
    """
    number = _rules.normalise_phone(phone)
    _throttles.count_code_request(number, origin or Origin())
    digits = f"{secrets.randbelow(10**6):06d}"
    row = SignInCode(
        phone_index=_phones.index_of(number),
        browser=browser,
        code_hash=_hash(number, browser, digits),
        expires_at=at + LIFE,
        tries_left=TRIES,
    )
    SignInCode.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["phone_index", "browser"],
        update_fields=["code_hash", "expires_at", "tries_left", "used_at"],
    )
    sms(number, digits)


def sign_in_by_code(*, phone: str, code: str, at: datetime, browser: str = "", origin: Origin | None = None) -> SignIn:
    """Return the account of the number if the code is right, making it for a new number.

    Two right codes at once make one account. The same right code counts
    for half a minute more in the same browser: a double tap signs in. Call
    it outside a transaction: a wrong try must count although it is refused.

    Raises:
        AccountClosed, CodeExpired, CodeWrong: See there.
        PhoneUnreadable: It is no number.
        TooOften: The address has guessed wrong too often.
    """
    number, origin = _rules.normalise_phone(phone), origin or Origin()
    _throttles.refuse_guessing(number, origin, most=_throttles.WRONG_CODES_PER_ADDRESS)
    answer = _answer(number, _rules.fold_code(code), browser, at)
    if isinstance(answer, CodeWrong):
        _throttles.count_wrong_guess(origin)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def forget_old_codes(*, at: datetime) -> int:
    """Remove codes that no longer live; return how many."""
    return SignInCode.objects.filter(expires_at__lt=at - REPEAT).delete()[0]


@transaction.atomic
def _answer(number: str, digits: str, browser: str, at: datetime) -> SignIn | Refusal:
    row = (
        SignInCode.objects.select_for_update(no_key=True)
        .filter(phone_index=_phones.index_of(number), browser=browser)
        .first()
    )
    if row is None or not _is_live(row, at):
        return CodeExpired()
    if not hmac.compare_digest(bytes(row.code_hash), _hash(number, browser, digits)):
        SignInCode.objects.filter(pk=row.pk).update(tries_left=F("tries_left") - 1)
        return CodeWrong(tries_left=row.tries_left - 1)
    SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at)
    return _open_account(number, at)


def _is_live(row: SignInCode, at: datetime) -> bool:
    is_fresh = row.used_at is None or at <= row.used_at + REPEAT
    return row.tries_left > 0 and at <= row.expires_at and is_fresh


def _open_account(number: str, at: datetime) -> SignIn | Refusal:
    index = _phones.index_of(number)
    new = Account(password=make_password(None), phone_sealed=_phones.seal(number), phone_index=index, created_at=at)
    is_known = Account.objects.filter(phone_index=index).exists()
    if not is_known:
        Account.objects.bulk_create([new], ignore_conflicts=True)
    account = Account.objects.get(phone_index=index)
    if not account.is_active:
        return AccountClosed()
    Account.objects.filter(pk=account.pk).update(signed_in_at=at)
    return SignIn(account.pk, is_new=not account.name)


def _hash(number: str, browser: str, digits: str) -> bytes:
    return sealed.blind_index(f"{number}:{browser}:{digits}", column=COLUMN)
