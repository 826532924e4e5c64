"""Tables of attendance: marks and leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class MarkKind(models.TextChoices):
    """The five marks."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"


class Mark(models.Model):
    """How one person was at one meeting; the last word counts, `Remark` keeps what was said before."""

    meeting = models.ForeignKey("catalogue.Meeting", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=MarkKind)
    source = models.CharField(max_length=12)
    marked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "account"], name="attendance_one_mark_each"),
            models.CheckConstraint(condition=Q(kind__in=MarkKind.values), name="attendance_mark_is_one_of_five"),
        ]


class Remark(models.Model):
    """A mark as it was before somebody changed it; append-only, ids only."""

    meeting_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=12)
    marked_by_id = models.BigIntegerField(null=True)
    marked_at = models.DateTimeField()


class Leave(models.Model):
    """A person said in time that they will miss a meeting."""

    meeting = models.ForeignKey("catalogue.Meeting", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "account"], name="attendance_one_leave_each")]
