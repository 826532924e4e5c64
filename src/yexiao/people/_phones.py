"""Phone numbers at rest: sealed, and found by a blind index."""

from __future__ import annotations

from yexiao.common import sealed
from yexiao.people import _rules
from yexiao.people.models import Account

COLUMN = "people.phone"


def index_of(number: str) -> bytes:
    """Return the blind index of a normalised number."""
    return sealed.blind_index(number, column=COLUMN)


def seal(number: str) -> bytes:
    """Return a normalised number sealed for the table."""
    return sealed.seal(number, column=COLUMN)


def number_of(account: Account) -> str:
    """Return the account's full number, "" without one. Nothing is recorded; `look_at_phone` does that."""
    return sealed.unseal(bytes(account.phone_sealed), column=COLUMN) if account.phone_sealed else ""


def masked(account: Account) -> str:
    """Return the account's number as lists show it."""
    return _rules.mask_phone(number_of(account))
