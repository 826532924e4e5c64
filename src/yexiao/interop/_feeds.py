"""Secret addresses of calendar feeds: made, shown again, found, renewed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.urls import reverse

from yexiao.common import sealed
from yexiao.common.refusals import NotFound
from yexiao.interop.models import Feed

PURPOSE = "interop.feed"


def address_of(account_id: int) -> str:
    """Return the path of the person's calendar feed, "" while they have none."""
    salt = Feed.objects.filter(account_id=account_id).values_list("salt", flat=True).first()
    return _path(account_id, bytes(salt)) if salt is not None else ""


def renew_feed(*, account_id: int, at: datetime) -> str:
    """Give the person's feed its first address, or a new one in place of the old; return its path."""
    salt = secrets.token_bytes(16)
    values = {"salt": salt, "secret_hash": _fingerprint(_secret_of(account_id, salt)), "made_at": at}
    Feed.objects.update_or_create(account_id=account_id, defaults=values)
    return _path(account_id, salt)


def owner_of(secret: str) -> int:
    """Return whose feed has that secret.

    Raises:
        NotFound: Nobody's; also for a secret that was renewed.
    """
    found = Feed.objects.filter(secret_hash=_fingerprint(secret)).values_list("account_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _path(account_id: int, salt: bytes) -> str:
    return reverse("interop:feed", args=[_secret_of(account_id, salt)])


def _secret_of(account_id: int, salt: bytes) -> str:
    return sealed.sign(f"{account_id}:{salt.hex()}", purpose=PURPOSE)


def _fingerprint(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
