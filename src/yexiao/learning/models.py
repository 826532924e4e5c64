"""Tables of learning: so far, what people say after class."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Feedback(models.Model):
    """A learner's word on a section: one to five stars, and whether it is used at work."""

    section = models.ForeignKey("catalogue.Section", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()
    uses_at_work = models.BooleanField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "account"], name="learning_one_word_each"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="learning_stars_are_one_to_five"),
        ]
