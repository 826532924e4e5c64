"""The outbox. A row is one message to one person by one channel about one event."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """How a message travels."""

    IN_APP = "in_app"
    SMS = "sms"


class State(models.TextChoices):
    """Where a message stands. `handed`: given to the provider, answer not (yet) known; never given again."""

    WAITING = "waiting"
    HANDED = "handed"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Notice(models.Model):
    """A message, kept in its template and values so that it can be said in either language."""

    recipient = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    event_key = models.CharField(max_length=120)
    channel = models.CharField(max_length=8, choices=Channel)
    template = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event_key", "channel"], name="notices_nobody_is_told_twice"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notices_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notices_link_stays_on_this_site",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="waiting"), name="notices_waiting"),
            models.Index(fields=["recipient", "-created_at"], name="notices_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(channel="in_app", read_at__isnull=True), name="notices_unread"
            ),
        ]
