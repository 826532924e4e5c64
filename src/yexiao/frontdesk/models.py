"""Tables of the front desk: how far the demonstration city is loaded."""

from __future__ import annotations

from django.db import models


class DemoStep(models.Model):
    """A district of the demonstration city and how far its seasons have run, 0 to 100."""

    path = models.CharField(max_length=80, unique=True)
    percent = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
