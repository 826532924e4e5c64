"""Tables of places: territory, venues, rooms, equipment, opening hours, closures."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q


class Level(models.TextChoices):
    """The four levels of the territory."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Unit(models.Model):
    """A city, district, street or community. Its stored path decides territory, never its code."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=120)
    path = models.CharField(max_length=80, unique=True)
    tile_row = models.PositiveSmallIntegerField(default=0)
    tile_column = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="places_unit_within")]
        constraints = [
            models.CheckConstraint(condition=Q(path__endswith=F("code")), name="places_path_ends_with_the_code"),
            models.CheckConstraint(
                condition=Q(level="city", path__regex=r"^[^/]+$")
                | Q(level="district", path__regex=r"^[^/]+/[^/]+$")
                | Q(level="street", path__regex=r"^[^/]+(/[^/]+){2}$")
                | Q(level="community", path__regex=r"^[^/]+(/[^/]+){3}$"),
                name="places_path_is_as_deep_as_its_level",
            ),
        ]


class Venue(models.Model):
    """A place with rooms: a community centre, school or library. Coordinates are WGS-84."""

    slug = models.SlugField(unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    path = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=200)
    address = models.CharField(max_length=160)
    address_en = models.CharField(max_length=200)
    walk_hint = models.CharField(max_length=160, blank=True)
    walk_hint_en = models.CharField(max_length=200, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    is_active = models.BooleanField(default=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="places_venue_within")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="places_venue_is_on_earth"
            )
        ]


class OpeningHours(models.Model):
    """When a venue is open on a weekday (1 = Monday … 7 = Sunday)."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "weekday"], name="places_one_span_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="places_weekday_is_one"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="places_opens_before_it_closes"),
        ]


class Equipment(models.Model):
    """Something a room has and a course may need."""

    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)


class Room(models.Model):
    """A room of a venue. `cost_fen` is what one meeting in it costs."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms")
    slug = models.SlugField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    cost_fen = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    equipment = models.ManyToManyField(Equipment)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "slug"], name="places_one_room_of_a_name"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="places_room_has_seats"),
        ]


class Closure(models.Model):
    """A time in which a venue, or one room of it, cannot be used."""

    venue = models.ForeignKey(Venue, models.CASCADE)
    room = models.ForeignKey(Room, models.CASCADE, null=True)
    during = DateTimeRangeField()
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "room", "during"], nulls_distinct=False, name="places_one_closure_of_a_time"
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="places_closure_lasts"),
        ]
