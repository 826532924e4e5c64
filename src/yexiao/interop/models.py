"""Tables of interop: calendar feeds, and since when a published file has looked as it does."""

from __future__ import annotations

from django.db import models


class Feed(models.Model):
    """A person's calendar feed, found by the hash of its secret; a new salt makes a new secret and ends the old.

    The secret itself is nowhere stored: it is a signature of account and salt
    under the data key, so it can be shown again, but not from the database alone.
    """

    account = models.OneToOneField("people.Account", models.CASCADE, related_name="+")
    salt = models.BinaryField(max_length=16)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()


class Edition(models.Model):
    """What a published file last looked like, and since when; the name holds ids only."""

    name = models.CharField(max_length=60, primary_key=True)
    digest = models.BinaryField(max_length=32)
    changed_at = models.DateTimeField()
