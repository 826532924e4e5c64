"""Tables of demand: what residents wish and what employers need."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class WishState(models.TextChoices):
    """A wish is open until its season is over, unless withdrawn."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"


class Wish(models.Model):
    """A resident's wish for a course in a season: on these weekdays, this near the place at `path`."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    season = models.ForeignKey("catalogue.Season", models.PROTECT, related_name="+")
    course = models.ForeignKey("catalogue.Course", models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    lat = models.FloatField()
    lon = models.FloatField()
    evenings = ArrayField(models.PositiveSmallIntegerField())
    reach_km = models.FloatField()
    rank = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=WishState, default=WishState.OPEN)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["season", "path"], name="demand_wish_of_season")]
        constraints = [
            models.UniqueConstraint(fields=["account", "season", "course"], name="demand_one_wish_per_course"),
            models.CheckConstraint(condition=Q(reach_km__gt=0, reach_km__lte=60), name="demand_wish_has_a_reach"),
            models.CheckConstraint(
                condition=Q(evenings__len__gte=1, evenings__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                name="demand_wish_has_evenings",
            ),
        ]


class Need(models.Model):
    """An employer's need: so many people with a skill, by a date."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    skill = models.ForeignKey("catalogue.Skill", models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    people = models.PositiveIntegerField()
    by_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    is_open = models.BooleanField(default=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "skill", "by_date"], name="demand_one_need_per_skill_and_date"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="demand_need_is_for_somebody"),
            models.CheckConstraint(condition=~Q(path=""), name="demand_need_has_a_place"),
        ]
