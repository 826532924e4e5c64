"""What crosses the door of demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from yexiao.common.refusals import BadInput, Refusal

MOST_WISHES = 5
Pair = tuple[int, int]


@dataclass(frozen=True)
class NewWish:
    """A wish as a person says it: a course, free weekdays (1–7), and how far from the place at `path`."""

    course_id: int
    evenings: tuple[int, ...]
    reach_km: float
    path: str
    rank: int = 1
    purpose: str = ""


@dataclass(frozen=True)
class WishRecord:
    """A wish as it is kept."""

    id: int
    account_id: int
    season_id: int
    course_id: int
    path: str
    evenings: tuple[int, ...]
    reach_km: float
    rank: int
    purpose: str
    said_at: datetime


@dataclass(frozen=True)
class DemandCell:
    """The people of one community who wish one course on the same evenings, within the same reach, in the same rank."""

    path: str
    course_id: int
    evenings: tuple[int, ...]
    reach_km: float
    lat: float
    lon: float
    account_ids: tuple[int, ...]
    rank: int = 1

    @property
    def people(self) -> int:
        """How many they are."""
        return len(self.account_ids)


@dataclass(frozen=True)
class DemandRow:
    """Wishes under one heading: how many were asked, could be reached, were served, are unmet, and missed a seat."""

    key: str
    name: str
    name_en: str
    asked: int
    reachable: int
    served: int
    missed: int

    @property
    def unmet(self) -> int:
        """Wishes nobody serves yet."""
        return self.asked - self.served


@dataclass(frozen=True)
class DemandSurvey:
    """The demand at a place, counted once under every heading."""

    total: DemandRow
    by_place: tuple[DemandRow, ...]
    by_evening: tuple[DemandRow, ...]
    by_skill: tuple[DemandRow, ...]
    by_course: tuple[DemandRow, ...]


@dataclass(frozen=True)
class NewNeed:
    """An employer's need as it is said."""

    organisation_id: int
    skill_id: int
    path: str
    people: int
    by_date: date
    note: str = ""


@dataclass(frozen=True)
class NeedRecord:
    """An employer's need as it is kept."""

    id: int
    organisation_id: int
    skill_id: int
    path: str
    people: int
    by_date: date
    note: str


class SeatHistory(Protocol):
    """What demand asks of seats; the front desk fills it in."""

    def served_wishes(self, *, season_id: int) -> set[Pair]:
        """Return (account, course) of everybody who holds or completed a seat of that course in the season."""
        ...

    def failed_attempts(self, *, season_id: int) -> set[Pair]:
        """Return (account, course) of everybody who lost a draw, met a full section or still waits."""
        ...


class TooManyWishes(Refusal):
    """More wishes than a season takes; `most` says how many."""

    code = "demand.too_many_wishes"
    status = 422


class SeasonOver(Refusal):
    """The season has ended: its wishes are history."""

    code = "demand.season_over"


class WishUnreadable(BadInput):
    """A wish that cannot be kept; `field` says which part and `reason` why.

    No evening, a reach that cannot be, an unknown course or the same one
    twice, or a place that is no street or community of the season's territory.
    """

    code = "demand.wish_unreadable"


class NeedUnreadable(BadInput):
    """A need names nobody, an unknown skill, or a date in the past."""

    code = "demand.need_unreadable"
