"""What crosses the door of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from yexiao.common.refusals import Refusal


@dataclass(frozen=True)
class NewSkill:
    """A skill as a list gives it."""

    slug: str
    name: str
    name_en: str
    group: str
    group_en: str


@dataclass(frozen=True)
class SkillRecord:
    """Something people can learn and employers ask for."""

    id: int
    slug: str
    name: str
    name_en: str
    group: str
    group_en: str


@dataclass(frozen=True)
class NewProvider:
    """Who sends lecturers, as a list gives it."""

    slug: str
    name: str
    name_en: str
    kind: str
    kind_en: str = ""


@dataclass(frozen=True)
class NewCourse:
    """A course as a list gives it; bodies are Markdown, `skills` and `equipment` are slugs."""

    slug: str
    title: str
    title_en: str
    kind: str
    level: str
    summary: str
    summary_en: str
    body: str
    body_en: str
    meetings: int
    min_people: int
    max_people: int
    market_price_fen: int
    minutes: int = 120
    bring: str = ""
    bring_en: str = ""
    audience: str = ""
    audience_en: str = ""
    skills: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseRecord:
    """What is taught. `meetings` is how many evenings, `minutes` how long each; the body is asked for alone."""

    id: int
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
    meetings: int
    minutes: int
    min_people: int
    max_people: int
    market_price_fen: int
    skill_ids: tuple[int, ...]
    equipment: frozenset[str]


@dataclass(frozen=True)
class NewLecturer:
    """A lecturer as a list gives it; `districts` are paths, `courses` slugs, `evenings` weekdays (1 = Monday)."""

    slug: str
    name: str
    name_en: str
    evenings: tuple[int, ...]
    districts: tuple[str, ...]
    courses: tuple[str, ...]
    bio: str = ""
    bio_en: str = ""
    lat: float | None = None
    lon: float | None = None
    reach_km: float = 30
    rate_fen: int = 0
    max_sections: int = 3
    provider: str = ""
    account_id: int | None = None


@dataclass(frozen=True)
class LecturerRecord:
    """Who can teach what, on which evenings, in which districts (paths); `rate_fen` is for one meeting held."""

    id: int
    slug: str
    account_id: int | None
    name: str
    name_en: str
    bio: str
    bio_en: str
    evenings: tuple[int, ...]
    districts: tuple[str, ...]
    lat: float | None
    lon: float | None
    reach_km: float
    rate_fen: int
    max_sections: int
    course_ids: tuple[int, ...]


@dataclass(frozen=True)
class SeasonRecord:
    """A span of weeks in a territory; `free_percent` is its least share of free sections."""

    id: int
    slug: str
    name: str
    name_en: str
    path: str
    starts_date: date
    ends_date: date
    free_percent: int


@dataclass(frozen=True)
class NewSection:
    """A section to publish: weekly on that weekday (1 = Monday), from `start` to `end` in the city's time.

    Without a capacity it takes as many as room and course allow; an `end`
    not after `start` lies on the next day; with `first_date` no meeting is earlier.
    """

    course_id: int
    room_id: int
    lecturer_id: int
    weekday: int
    fee_kind: str
    capacity: int | None = None
    start: time = time(19)
    end: time = time(21)
    first_date: date | None = None


@dataclass(frozen=True)
class MeetingRecord:
    """One evening of a section; `state` is planned, held or cancelled; `revision` grows with every change."""

    id: int
    section_id: int
    number: int
    room_id: int
    lecturer_id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    revision: int = 0


@dataclass(frozen=True)
class SectionRecord:
    """A course in a season at a place with dates; `code` is what people read on the poster."""

    id: int
    season_id: int
    course_id: int
    room_id: int
    lecturer_id: int
    code: str
    path: str
    weekday: int
    capacity: int
    fee_kind: str
    fee_fen: int
    market_price_fen: int
    state: str
    meetings: tuple[MeetingRecord, ...]


@dataclass(frozen=True)
class SectionChange:
    """What changed in a section: told to listeners inside the transaction, once.

    `kind` is meeting_cancelled, meeting_moved, lecturer_replaced or
    section_cancelled; `old` and `new` are the meetings before and after, in
    the order of `meeting_ids`.
    """

    kind: str
    section_id: int
    meeting_ids: tuple[int, ...]
    by_id: int | None
    at: datetime
    old: tuple[MeetingRecord, ...]
    new: tuple[MeetingRecord, ...]


class Taken(Refusal):
    """Something needed is in use at that time.

    Data: `meeting_id` and `section_code` of the meeting in the way (no id
    where it belongs to the same list), its moment `starts_at`, and `index`,
    which of the sections asked for it hits.
    """


class RoomTaken(Taken):
    """The room has another meeting at that time."""

    code = "catalogue.room_taken"


class LecturerTaken(Taken):
    """The lecturer teaches elsewhere at that time."""

    code = "catalogue.lecturer_taken"


class RoomClosed(Refusal):
    """The room is not open then, or closed for so long that the meetings find no evening."""

    code = "catalogue.room_closed"


class RoomTooSmall(Refusal):
    """The section has more seats than the room: `capacity` asked, `seats` there."""

    code = "catalogue.room_too_small"


class SeasonTooShort(Refusal):
    """The season has fewer such evenings than the course has meetings: `evenings` there, `meetings` needed."""

    code = "catalogue.season_too_short"


class MeetingOver(Refusal):
    """The meeting was held or cancelled, or the moment it should move to is past."""

    code = "catalogue.meeting_over"


class SectionOver(Refusal):
    """The section was cancelled, or its last meeting was held."""

    code = "catalogue.section_over"


class UnknownName(Refusal):
    """A list names a skill, course or provider that does not exist; `name` says which."""

    code = "catalogue.unknown_name"
    status = 422
