"""Tables of the catalogue: skills, courses, lecturers, seasons, sections and their meetings."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value


class Kind(models.TextChoices):
    """The kinds of course."""

    COMMON_CORE = "common_core"
    TAILORED = "tailored"
    MICRO_SERIES = "micro_series"
    LAB = "lab"
    COHORT_1_3 = "cohort_1_3"
    TRAIN_THE_TRAINER = "train_the_trainer"
    CONTEST = "contest"
    JOINT_CLASS = "joint_class"


class FeeKind(models.TextChoices):
    """Free, or low-fee at 30 % of the market price."""

    FREE = "free"
    LOW = "low"


class SectionState(models.TextChoices):
    """A section is made published; it can be cancelled, and is over when its last meeting is."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class MeetingState(models.TextChoices):
    """A meeting is planned, then held or cancelled."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


WEEKDAYS = range(1, 8)  # 1 = Monday … 7 = Sunday


class Skill(models.Model):
    """Something people can learn and employers ask for."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    group = models.CharField(max_length=40)
    group_en = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120)


class Provider(models.Model):
    """Who sends lecturers: a school, a company, the trade union."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    kind_en = models.CharField(max_length=60, blank=True)


class Course(models.Model):
    """What is taught; a section is the course at a place and time."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=240)
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(max_length=10)
    summary = models.CharField(max_length=200)
    summary_en = models.CharField(max_length=300)
    body = models.TextField()
    body_en = models.TextField()
    bring = models.CharField(max_length=160, blank=True)
    bring_en = models.CharField(max_length=240, blank=True)
    audience = models.CharField(max_length=160, blank=True)
    audience_en = models.CharField(max_length=240, blank=True)
    meetings = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=120)
    min_people = models.PositiveSmallIntegerField()
    max_people = models.PositiveSmallIntegerField()
    market_price_fen = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    skills = models.ManyToManyField(Skill)
    equipment = models.ManyToManyField("places.Equipment", related_name="+")
    search = SearchVectorField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["search"], name="catalogue_course_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_people__gte=1, min_people__lte=F("max_people"), meetings__gte=1),
                name="catalogue_course_has_room_for_people",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="catalogue_course_kind_is_known"),
        ]


class Lecturer(models.Model):
    """Who can teach what, on which evenings, where; `rate_fen` is for one meeting held."""

    slug = models.SlugField(unique=True)
    account = models.OneToOneField("people.Account", models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    bio = models.CharField(max_length=300, blank=True)
    bio_en = models.CharField(max_length=400, blank=True)
    evenings = ArrayField(models.PositiveSmallIntegerField())
    districts = ArrayField(models.CharField(max_length=80))
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    reach_km = models.FloatField(default=30)
    rate_fen = models.PositiveIntegerField(default=0)
    max_sections = models.PositiveSmallIntegerField(default=3)
    is_active = models.BooleanField(default=True)
    courses = models.ManyToManyField(Course, related_name="lecturers")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evenings__contained_by=list(WEEKDAYS)), name="catalogue_lecturer_evenings_are_weekdays"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="catalogue_lecturer_is_on_earth",
            ),
        ]


class Season(models.Model):
    """A span of weeks in a territory, with its least share of free sections in percent."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    path = models.CharField(max_length=80)
    starts_date = models.DateField()
    ends_date = models.DateField()
    free_percent = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_date__lte=F("ends_date"), free_percent__lte=100),
                name="catalogue_season_starts_before_it_ends",
            )
        ]


class Section(models.Model):
    """A course in a season at a place with dates (班次). `code` is what people read on the poster."""

    season = models.ForeignKey(Season, models.PROTECT)
    course = models.ForeignKey(Course, models.PROTECT)
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+")
    lecturer = models.ForeignKey(Lecturer, models.PROTECT)
    code = models.SlugField(max_length=60, unique=True)
    path = models.CharField(max_length=80)
    weekday = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    fee_kind = models.CharField(max_length=4, choices=FeeKind)
    fee_fen = models.PositiveIntegerField(default=0)
    market_price_fen = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=SectionState, default=SectionState.PUBLISHED)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="catalogue_section_within"),
            models.Index(fields=["season", "state"], name="catalogue_section_of_season"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="catalogue_section_has_seats"),
            models.CheckConstraint(
                condition=Q(fee_kind="free", fee_fen=0) | Q(fee_kind="low", fee_fen__lte=F("market_price_fen")),
                name="catalogue_fee_is_nothing_or_below_the_market_price",
            ),
            models.CheckConstraint(condition=Q(weekday__in=list(WEEKDAYS)), name="catalogue_section_has_a_weekday"),
            models.CheckConstraint(condition=Q(state__in=SectionState.values), name="catalogue_section_state_is_known"),
        ]


def _as_range(field: str) -> Func:
    return Func(F(field), F(field), Value("[]"), function="int8range")


class Meeting(models.Model):
    """One evening of a section (课次). A room or a lecturer is never double-booked: the database refuses.

    `revision` grows with every change, so that calendars take the newest.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+")
    lecturer = models.ForeignKey(Lecturer, models.PROTECT)
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [GistIndex(fields=["during"], name="catalogue_meeting_time")]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="catalogue_meetings_are_numbered"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="catalogue_meeting_has_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="catalogue_meeting_state_is_known"),
            ExclusionConstraint(
                name="catalogue_room_is_never_double_booked",
                expressions=[
                    (_as_range("room_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
            ExclusionConstraint(
                name="catalogue_lecturer_is_never_double_booked",
                expressions=[
                    (_as_range("lecturer_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
        ]
