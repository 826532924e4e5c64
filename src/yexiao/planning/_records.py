"""What crosses the door of planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yexiao.common.refusals import NotFound, Refusal


@dataclass(frozen=True)
class RunRecord:
    """A run of the solver. `progress` holds phase, value, bound, gap, seconds; `draft_id` is set once it is done."""

    id: int
    season_id: int
    path: str
    state: str
    seconds: int
    progress: Mapping[str, Any]
    error: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    draft_id: int | None
    draft_state: str

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in {"done", "failed", "cancelled"}


@dataclass(frozen=True)
class DraftSectionRecord:
    """A section of a draft: `served` of `capacity` people who wished it; `section_id` once published."""

    id: int
    course_id: int
    room_id: int
    lecturer_id: int
    weekday: int
    fee_kind: str
    capacity: int
    served: int
    is_pinned: bool
    section_id: int | None


@dataclass(frozen=True)
class UnmetRecord:
    """People of a community who wish a course and get no seat in the draft, and the code of the reason."""

    path: str
    course_id: int
    people: int
    reason: str


@dataclass(frozen=True)
class DraftRecord:
    """A timetable with its value, the proven bound on any timetable's value, and what it leaves unmet.

    `gap` is (bound − value) / max(1, bound − value of the empty timetable).
    """

    id: int
    run_id: int
    season_id: int
    path: str
    state: str
    version: int
    value: int
    bound: int
    gap: float
    asked_people: int
    served_people: int
    sections: tuple[DraftSectionRecord, ...]
    unmet: tuple[UnmetRecord, ...]


@dataclass(frozen=True)
class PinRecord:
    """A section wanted in every draft."""

    id: int
    course_id: int
    room_id: int
    lecturer_id: int
    weekday: int


@dataclass(frozen=True)
class ForbidRecord:
    """A combination no draft may contain; what is None matches everything."""

    id: int
    course_id: int | None
    room_id: int | None
    lecturer_id: int | None
    venue_id: int | None
    weekday: int | None


class NothingToPlan(Refusal):
    """Nobody has wished anything there yet, or no room or lecturer is to be had."""

    code = "planning.nothing_to_plan"


class DraftChanged(Refusal):
    """Somebody changed or published this draft meanwhile; `version` is the one it has now."""

    code = "planning.draft_changed"


class AlreadyPublished(Refusal):
    """The season has a published timetable there."""

    code = "planning.already_published"


class NoSuchPlan(NotFound):
    """There is no such run or draft."""

    code = "planning.no_such_plan"
