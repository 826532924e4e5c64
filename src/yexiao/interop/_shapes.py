"""The shapes of the read API: what it gives and what it takes; descriptions are translated on the reference page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar, get_args

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

Item = TypeVar("Item")


def _read_day(text: str) -> date:
    """Return the day written as 2026-03-06; a number of seconds, which pydantic would take, is none."""
    if len(text) != len("2026-03-06") or not text.isascii():
        raise ValueError("not a day")
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007


PathText = Annotated[str, Field(pattern=r"^([0-9A-Z]{1,20}(/[0-9A-Z]{1,20}){0,3})?$", examples=["4403/440309"])]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{0,80}$")]
Level = Literal["city", "district", "street", "community"]
FeeKind = Literal["free", "low"]
SectionState = Literal["published", "completed", "cancelled"]
MeetingState = Literal["planned", "held", "cancelled"]
Policy = Literal["draw", "first_come", "invitation"]
Phase = Literal["announced", "entering", "drawing", "open", "closed"]
Fen = Annotated[int, Field(ge=0, description=_("In fen, a hundredth of a yuan."))]
AnyLevel = Annotated[Level | None, WithJsonSchema({"type": "string", "enum": get_args(Level)})]
AnyFee = Annotated[FeeKind | None, WithJsonSchema({"type": "string", "enum": get_args(FeeKind)})]
AnyWeekday = Annotated[int | None, Field(ge=1, le=7), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 7})]
AnyDay = Annotated[date | None, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""Parameters that may be left out; an address has no null."""


class Page(Schema, Generic[Item]):
    """A page of a list."""

    count: int = Field(description=_("How many there are on all pages."))
    next: str | None = Field(description=_("Address of the next page, null on the last."))
    items: list[Item]


class Problem(Schema):
    """What went wrong, with a stable code and a sentence in both languages."""

    code: str = Field(description=_("Stable: programs decide by it."))
    message: str = Field(description=_("For people, in Chinese."))
    message_en: str = Field(description=_("For people, in English."))
    field: str = Field(default="", description=_("The parameter concerned."))


class Unit(Schema):
    """A city, district, street or community."""

    path: str = Field(description=_("Codes from the city down; everything below begins with it and a slash."))
    code: str
    level: Level
    name: str
    name_en: str
    parent_path: str


class Room(Schema):
    """A room of a venue."""

    slug: str
    name: str
    name_en: str
    capacity: int
    equipment: list[str]


class Venue(Schema):
    """A place with rooms."""

    slug: str
    name: str
    name_en: str
    path: str = Field(description=_("The community it lies in."))
    address: str
    address_en: str
    walk_hint: str
    walk_hint_en: str
    lat: float = Field(description=_("WGS-84 degrees."))
    lon: float = Field(description=_("WGS-84 degrees."))
    is_synthetic: bool = Field(description=_("The point is only near the real place."))
    rooms: list[Room]


class Skill(Schema):
    """Something people can learn."""

    slug: str
    name: str
    name_en: str
    group: str
    group_en: str


class Course(Schema):
    """What is taught, wherever and whenever."""

    slug: str
    title: str
    title_en: str
    kind: str
    level: str
    summary: str
    summary_en: str
    bring: str
    bring_en: str
    audience: str
    audience_en: str
    meetings: int = Field(description=_("How many evenings."))
    minutes: int = Field(description=_("How long an evening is."))
    min_people: int
    max_people: int
    market_price_fen: Fen
    skills: list[str]
    equipment: list[str]


class Season(Schema):
    """A span of weeks in a territory."""

    slug: str
    name: str
    name_en: str
    path: str
    starts_date: date
    ends_date: date
    free_percent: int = Field(description=_("The least share of free classes."))


class Seats(Schema):
    """How a class's seats stand at this moment."""

    capacity: int
    taken: int
    offered: int = Field(description=_("Held for somebody on the waiting list."))
    waiting: int
    free: int = Field(description=_("What anybody could take."))
    policy: Policy
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    opening_id: int


class Meeting(Schema):
    """One evening of a class."""

    id: int
    section: str = Field(description=_("The class's code."))
    number: int
    venue: str
    room: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    revision: int = Field(description=_("Grows with every change."))


class Section(Schema):
    """A class: a course in a season at a place, with dates."""

    code: str
    season: str
    course: str
    course_title: str
    course_title_en: str
    path: str
    venue: str
    room: str
    weekday: int = Field(ge=1, le=7, description=_("1 is Monday, 7 Sunday."))
    capacity: int
    fee_kind: FeeKind
    fee_fen: Fen
    market_price_fen: Fen
    state: SectionState
    seats: Seats | None = Field(description=_("Null while its seats are not given out."))
    meetings: list[Meeting]
    url: str
    calendar_url: str


class Opening(Schema):
    """How and when the seats of some classes are given out, with what it takes to verify a draw."""

    id: int
    season: str
    path: str
    policy: Policy
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    seats_per_person: int
    sections: list[str]
    seed_hash: str = Field(description=_("SHA-256 of the draw's seed, public before it opens."))
    key_hash: str = Field(description=_("SHA-256 of the key of the pseudonyms."))
    seed: str | None = Field(description=_("Revealed with the result."))
    beacon: str | None
    beacon_source: str | None
    entries_digest: str | None = Field(description=_("SHA-256 of the entries, public before they are drawn."))
    result_digest: str | None
    decided_at: datetime | None
    input_url: str | None = Field(description=_("The public file of entries under pseudonyms."))
    result_url: str | None = Field(description=_("The public file of the result."))


class Paging(Schema):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=200, description=_("How many at most."))
    offset: int = Field(0, ge=0, le=1_000_000, description=_("How many to skip."))


class WithinFilter(Paging):
    """A list of things in a territory."""

    within: PathText = Field("", description=_("Only in this place and below."))


class UnitFilter(WithinFilter):
    """Which units."""

    level: AnyLevel = Field(None, description=_("Only of this level."))


class CourseFilter(Paging):
    """Which courses."""

    skill: Slug = Field("", description=_("Only those that teach this skill."))


class SectionFilter(WithinFilter):
    """Which classes."""

    season: Slug = Field("", description=_("Only of this season."))
    course: Slug = Field("", description=_("Only of this course."))
    weekday: AnyWeekday = Field(None, description=_("1 is Monday, 7 Sunday."))
    fee: AnyFee = Field(None, description=_("Only free, or only low-fee ones."))
    free_seats: Literal["any", "yes"] = Field("any", description=_("“yes”: only with a seat anybody could take."))
    state: SectionState = Field("published", description=_("To come and running, over, or cancelled."))


class MeetingFilter(WithinFilter):
    """Which evenings."""

    section: Slug = Field("", description=_("Only of the class with this code."))
    first_date: AnyDay = Field(None, description=_("From this day on; today if left out."))
    last_date: AnyDay = Field(None, description=_("Up to this day; four weeks after the first if left out."))


class OpeningFilter(WithinFilter):
    """Which openings."""

    season: Slug = Field("", description=_("Only of this season."))
