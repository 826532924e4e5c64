"""Who holds which role, and who looked at a sealed number: what administrators read."""

from __future__ import annotations

from collections.abc import Sequence

from yexiao.common.paths import lies_within_any
from yexiao.people._records import HolderRecord, LookRecord
from yexiao.people.models import Grant, SealedLook

MOST_SHOWN = 500


def list_holders(*, within: Sequence[str]) -> list[HolderRecord]:
    """Return who holds a role in these territories, the newest grant first, at most 500. One query."""
    rows = Grant.objects.filter(lies_within_any("path", within)).select_related("account", "granted_by", "organisation")
    return [
        HolderRecord(
            account_id=row.account_id,
            name=row.account.name,
            role=row.role,
            path=row.path,
            organisation_id=row.organisation_id,
            granted_by=row.granted_by.name if row.granted_by else "",
            granted_at=row.granted_at,
        )
        for row in rows.order_by("-granted_at", "-pk")[:MOST_SHOWN]
    ]


def list_looks(*, within: Sequence[str]) -> list[LookRecord]:
    """Return who looked at the number of people living in these territories, the latest first, at most 500."""
    rows = SealedLook.objects.filter(lies_within_any("account__home_path", within)).select_related("actor", "account")
    return [
        LookRecord(row.actor.name, row.account.name, row.reason, row.at) for row in rows.order_by("-at")[:MOST_SHOWN]
    ]
