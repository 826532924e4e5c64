"""Tables of planning: rules of operators, solver runs, drafts and what they leave unmet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DraftState(models.TextChoices):
    """A draft is worked on, then published or discarded."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Pin(models.Model):
    """A section the operator wants in every draft of the season at this place."""

    season = models.ForeignKey("catalogue.Season", models.CASCADE, related_name="+")
    path = models.CharField(max_length=80)
    course = models.ForeignKey("catalogue.Course", models.CASCADE, related_name="+")
    room = models.ForeignKey("places.Room", models.CASCADE, related_name="+")
    lecturer = models.ForeignKey("catalogue.Lecturer", models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "path", "room", "weekday"], name="planning_one_pin_a_room"),
            models.UniqueConstraint(
                fields=["season", "path", "lecturer", "weekday"], name="planning_one_pin_a_lecturer"
            ),
        ]


class Forbid(models.Model):
    """A combination no draft may contain; keys left empty match everything, at least one is given."""

    season = models.ForeignKey("catalogue.Season", models.CASCADE, related_name="+")
    path = models.CharField(max_length=80)
    course = models.ForeignKey("catalogue.Course", models.CASCADE, null=True, related_name="+")
    room = models.ForeignKey("places.Room", models.CASCADE, null=True, related_name="+")
    lecturer = models.ForeignKey("catalogue.Lecturer", models.CASCADE, null=True, related_name="+")
    venue = models.ForeignKey("places.Venue", models.CASCADE, null=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False)
                | Q(room__isnull=False)
                | Q(lecturer__isnull=False)
                | Q(venue__isnull=False)
                | Q(weekday__isnull=False),
                name="planning_forbid_names_something",
            ),
            models.UniqueConstraint(
                fields=["season", "path", "course", "room", "lecturer", "venue", "weekday"],
                nulls_distinct=False,
                name="planning_one_forbid_of_a_kind",
            ),
        ]


class Run(models.Model):
    """One run of the solver over a season and territory.

    `progress` is what a watching page shows and only the working job writes
    it; `is_told_to_stop` is what a person says to that job. With `iterations`
    the run repeats exactly and does not look at the clock. `error` is a code,
    `error_data` what its words need.
    """

    season = models.ForeignKey("catalogue.Season", models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    seconds = models.PositiveSmallIntegerField()
    iterations = models.PositiveIntegerField(null=True)
    seed = models.PositiveIntegerField()
    max_sections = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    progress = models.JSONField(default=dict)
    is_told_to_stop = models.BooleanField(default=False)
    error = models.CharField(max_length=60, blank=True)
    error_data = models.JSONField(default=dict)
    asked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Draft(models.Model):
    """A timetable with its value, proven bound and figures.

    `version` moves with every change; `decided_by` published or discarded it.
    """

    run = models.OneToOneField(Run, models.PROTECT)
    season = models.ForeignKey("catalogue.Season", models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    gap = models.FloatField()
    asked_people = models.PositiveIntegerField()
    served_people = models.PositiveIntegerField()
    certificate = models.JSONField(default=dict)
    decided_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=models.F("bound")), name="planning_value_is_within_bound"),
            models.UniqueConstraint(
                fields=["season", "path"], condition=Q(state="published"), name="planning_one_published_draft"
            ),
        ]


class DraftSection(models.Model):
    """A section of a draft; `section` is set once it is published."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="sections")
    course = models.ForeignKey("catalogue.Course", models.PROTECT, related_name="+")
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+")
    lecturer = models.ForeignKey("catalogue.Lecturer", models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    fee_kind = models.CharField(max_length=4)
    capacity = models.PositiveSmallIntegerField()
    served = models.PositiveSmallIntegerField()
    section = models.OneToOneField("catalogue.Section", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "room", "weekday"], name="planning_one_section_a_room"),
            models.UniqueConstraint(fields=["draft", "lecturer", "weekday"], name="planning_one_section_a_lecturer"),
            models.CheckConstraint(condition=Q(served__lte=models.F("capacity")), name="planning_served_fit_in"),
        ]


class DraftUnmet(models.Model):
    """How many people of a community a draft leaves without their course, and why."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="unmet")
    path = models.CharField(max_length=80)
    course = models.ForeignKey("catalogue.Course", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
