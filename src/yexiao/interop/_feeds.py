"""Secret addresses of calendar feeds: made, shown again, found, renewed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from yexiao.common import clock, sealed
from yexiao.common.refusals import NotFound
from yexiao.interop.models import Feed

PURPOSE = "interop.feed"


def address_of(account_id: int) -> str:
    """Return the path of the person's calendar feed, making its secret on first use."""
    feed = Feed.objects.filter(account_id=account_id).first() or _make(account_id, at=clock.now())
    return reverse("interop:feed", args=[_secret_of(account_id, bytes(feed.salt))])


@transaction.atomic
def renew_feed(*, account_id: int, at: datetime) -> str:
    """Give the person's feed a new address, from now on the only one; return its path."""
    _make(account_id, at=at)
    salt, fingerprint = _draw(account_id)
    Feed.objects.filter(account_id=account_id).update(salt=salt, secret_hash=fingerprint, made_at=at)
    return address_of(account_id)


def owner_of(secret: str) -> int:
    """Return whose feed has that secret.

    Raises:
        NotFound: Nobody's; also for a secret that was renewed.
    """
    found = Feed.objects.filter(secret_hash=_fingerprint(secret)).values_list("account_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _make(account_id: int, *, at: datetime) -> Feed:
    salt, fingerprint = _draw(account_id)
    values = {"salt": salt, "secret_hash": fingerprint, "made_at": at}
    feed, _ = Feed.objects.get_or_create(account_id=account_id, defaults=values)
    return feed


def _draw(account_id: int) -> tuple[bytes, bytes]:
    salt = secrets.token_bytes(16)
    return salt, _fingerprint(_secret_of(account_id, salt))


def _secret_of(account_id: int, salt: bytes) -> str:
    return sealed.sign(f"{account_id}:{salt.hex()}", purpose=PURPOSE)


def _fingerprint(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
