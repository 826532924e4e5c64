"""Since when a published file looks as it does: the truth behind DTSTAMP, Last-Modified and 304."""

from __future__ import annotations

import hashlib
from datetime import datetime

from yexiao.interop.models import Edition


def changed_at(name: str, content: bytes, *, at: datetime) -> datetime:
    """Return when the file of that name came to have this content: now, if it had another before.

    Moments are whole seconds, as both HTTP and calendars tell them. Asking
    again with the same content writes nothing.
    """
    digest = hashlib.sha256(content).digest()
    known = Edition.objects.filter(pk=name, digest=digest).first()
    if known is None:
        known = Edition(name=name, digest=digest, changed_at=at.replace(microsecond=0))
        Edition.objects.bulk_create(
            [known], update_conflicts=True, unique_fields=["name"], update_fields=["digest", "changed_at"]
        )
    return known.changed_at
