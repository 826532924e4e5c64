"""Accounts and who they are to the rest of the house."""

from __future__ import annotations

from yexiao.people._records import Actor, GrantRecord
from yexiao.people.models import Account, Grant


def actor_of(account_id: int) -> Actor:
    """Return the account as an actor, with its grants as they are now; a stranger if it is not active."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return Actor()
    grants = Grant.objects.filter(account_id=account_id).values_list("role", "path", "organisation_id")
    return Actor(
        account_id=account.pk,
        name=account.name,
        language=account.language,
        home_path=account.home_path,
        grants=tuple(GrantRecord(*grant) for grant in grants),
    )
