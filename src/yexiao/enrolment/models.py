"""Tables of enrolment: openings, pools, seats, the ledger, draws, waiting lists, fees."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from yexiao.enrolment._fields import MultiRangeField


class Policy(models.TextChoices):
    """How an opening gives out seats."""

    DRAW = "draw"
    FIRST_COME = "first_come"
    INVITATION = "invitation"


class OpeningState(models.TextChoices):
    """Announced until it opens by the clock; decided once a draw is done or the opening is over."""

    ANNOUNCED = "announced"
    DECIDED = "decided"


class SeatState(models.TextChoices):
    """The states of a seat."""

    TAKEN = "taken"
    OFFERED = "offered"
    RELEASED = "released"
    COMPLETED = "completed"


ACTIVE = ("taken", "offered")


class MoveKind(models.TextChoices):
    """What a line of the ledger tells."""

    OPEN = "open"
    CAPACITY = "capacity"
    CLAIM = "claim"
    DRAW = "draw"
    RELEASE = "release"
    JOIN = "join"
    LEAVE = "leave"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    COMPLETE = "complete"


class Opening(models.Model):
    """One policy for some sections. Hashes of seed and key are public before the window opens, the seed after the draw.

    The key makes the pseudonyms; it stays sealed, for account ids are few enough to be tried one by one.
    """

    season = models.ForeignKey("catalogue.Season", models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    policy = models.CharField(max_length=10, choices=Policy)
    state = models.CharField(max_length=10, choices=OpeningState, default=OpeningState.ANNOUNCED)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    seats_per_person = models.PositiveSmallIntegerField(default=1)
    seed_sealed = models.BinaryField()
    seed_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=64, blank=True)
    key_sealed = models.BinaryField()
    key_hash = models.CharField(max_length=64)
    beacon = models.CharField(max_length=200, blank=True)
    beacon_source = models.CharField(max_length=200, blank=True)
    entries_digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="enrolment_opens_before_it_closes"),
            models.CheckConstraint(condition=Q(seats_per_person__gte=1), name="enrolment_a_person_may_have_a_seat"),
        ]


class DrawFile(models.Model):
    """A public file of a draw, `input` or `result`, byte for byte as anybody may download it."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="files")
    name = models.CharField(max_length=6)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "name"], name="enrolment_one_file_of_a_name")]


class Pool(models.Model):
    """The busy row of a section: its capacity and counts, which only `_ledger` moves.

    `taken` counts completed seats too. Meetings and fee stand here so that a claim needs no other room.
    """

    section = models.OneToOneField("catalogue.Section", models.PROTECT, primary_key=True, related_name="+")
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="pools")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    meetings = MultiRangeField()
    fee_fen = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity") - F("offered")), name="enrolment_never_oversold"
            )
        ]


class Reserve(models.Model):
    """Seats of a section that members of a group get first; the order is the order of choosing."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="reserves")
    order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=40)
    seats = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "group"], name="enrolment_one_reserve_a_group")]


class Seat(models.Model):
    """A person's seat, with the section's meeting times; active seats of a person never overlap."""

    section = models.ForeignKey("catalogue.Section", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SeatState)
    meetings = MultiRangeField()
    is_flagged = models.BooleanField(default=False)
    offer_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "state"], name="enrolment_seat_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "account"],
                condition=Q(state__in=ACTIVE),
                name="enrolment_one_active_seat_each",
            ),
            models.CheckConstraint(
                condition=(Q(state="offered") & Q(offer_until__isnull=False))
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
                name="enrolment_offers_have_a_deadline",
            ),
            ExclusionConstraint(
                name="enrolment_no_two_seats_at_one_time",
                expressions=[
                    (
                        Func(F("account_id"), F("account_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("meetings", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=ACTIVE, is_flagged=False),
            ),
        ]


class Move(models.Model):
    """A line of the ledger: append-only, ids only. A trigger refuses UPDATE and DELETE.

    Its id is drawn under the lock on the section's pool, so a section's lines by id are its history.
    """

    section_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=MoveKind)
    capacity_change = models.IntegerField(default=0)
    taken_change = models.SmallIntegerField(default=0)
    offered_change = models.SmallIntegerField(default=0)
    waiting_change = models.SmallIntegerField(default=0)
    by_account_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["section_id", "id"], name="enrolment_ledger_of_section")]


class Receipt(models.Model):
    """The answer to a request key, kept for a day so that the same key gets the same answer."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    key = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    outcome = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="enrolment_old_answers")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="enrolment_one_answer_per_key")]


class Entry(models.Model):
    """A person's entry into a draw, under a pseudonym that nobody can choose."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="entries")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    choices = ArrayField(models.BigIntegerField())
    groups = ArrayField(models.CharField(max_length=40), default=list)
    pseudonym = models.CharField(max_length=64, blank=True)
    losses = models.PositiveSmallIntegerField(default=0)
    is_seated = models.BooleanField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "account"], name="enrolment_one_entry_each"),
        ]


class WaitingState(models.TextChoices):
    """Where a place on the list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    SEATED = "seated"
    LEFT = "left"


class WaitingPlace(models.Model):
    """A place on a section's waiting list; `rank_key` then `id` is the one order that serves and prints it.

    `rank_key` is the place in the draw's order; everybody who joins later has the same, larger one.
    """

    section = models.ForeignKey("catalogue.Section", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=WaitingState, default=WaitingState.WAITING)
    rank_key = models.FloatField()
    joined_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["section", "rank_key", "id"],
                condition=Q(state="waiting"),
                name="enrolment_waiting_order",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "account"],
                condition=Q(state__in=("waiting", "offered")),
                name="enrolment_one_waiting_place_each",
            )
        ]


class FeeLine(models.Model):
    """A line of the fee ledger in fen: a seat is charged once and reversed once; lines are never changed."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="fees")
    kind = models.CharField(max_length=10)
    amount_fen = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "kind"], name="enrolment_each_fee_line_once"),
            models.CheckConstraint(
                condition=Q(kind="charge", amount_fen__gt=0)
                | Q(kind="waiver", amount_fen=0)
                | Q(kind="reversal", amount_fen__lt=0),
                name="enrolment_fee_lines_point_the_right_way",
            ),
        ]
