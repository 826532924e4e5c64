"""Tables of interop: the secret addresses of calendar feeds."""

from __future__ import annotations

from django.db import models


class Feed(models.Model):
    """A person's calendar feed, found by the hash of its secret; making a new one ends the old."""

    account = models.OneToOneField("people.Account", models.CASCADE, related_name="+")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
