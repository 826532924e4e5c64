"""Consent per purpose: given with the version of the text, withdrawn as easily."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from yexiao.people.models import Consent

FIGURES = "figures"
VERSIONS = {FIGURES: "2026-11"}
BATCH = 2000


def give(*, consents: Iterable[tuple[int, str]], at: datetime) -> None:
    """Record consents as (account id, purpose); one that is live already stays as it is."""
    rows = [
        Consent(account_id=account_id, purpose=purpose, version=VERSIONS[purpose], given_at=at)
        for account_id, purpose in consents
    ]
    Consent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def withdraw(*, account_id: int, purpose: str, at: datetime) -> None:
    """Withdraw the live consent, if there is one."""
    _live(account_id, purpose).update(withdrawn_at=at)


def is_given(*, account_id: int, purpose: str) -> bool:
    """Tell whether the person agrees to the purpose now."""
    return _live(account_id, purpose).exists()


def _live(account_id: int, purpose: str) -> QuerySet[Consent]:
    return Consent.objects.filter(account_id=account_id, purpose=purpose, withdrawn_at=None)
