"""Sign-in by password, for staff."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from yexiao.common.refusals import Refusal
from yexiao.people import _rules, _throttles
from yexiao.people._throttles import Origin
from yexiao.people.models import Account


class PasswordWrong(Refusal):
    """User name and password do not belong together; whether the name exists is not said."""

    code = "people.password_wrong"
    status = 422


def sign_in_by_password(*, username: str, password: str, at: datetime, origin: Origin | None = None) -> int:
    """Return the account's id if the password is right.

    An unknown or closed account costs one hashing too, so that the time
    says no more than the words. Call it outside a transaction: tries count
    although they are refused.

    Raises:
        PasswordWrong: It is not.
        TooOften: The name or the address has had its share; the name's owner
            gets in from a device that has signed in before.
    """
    username, origin = _rules.fold_username(username), origin or Origin()
    _throttles.count_password_try(username, origin)
    _throttles.refuse_guessing(username, origin, most=_throttles.WRONG_PASSWORDS_PER_ADDRESS)
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        make_password(password)
    if account is None or not check_password(password, account.password):
        _throttles.count_wrong_guess(origin)
        raise PasswordWrong
    Account.objects.filter(pk=account.pk).update(signed_in_at=at)
    return account.pk
