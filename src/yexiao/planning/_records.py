"""What crosses the door of planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yexiao.common.refusals import BadInput, NotFound, Refusal


@dataclass(frozen=True)
class RunRecord:
    """A run of the solver.

    `progress` holds phase, value, bound and, once done, gap; `error` is the
    code of what went wrong and `error_data` what its words need; `draft_id`
    is set once a timetable is kept.
    """

    id: int
    season_id: int
    path: str
    state: str
    seconds: int
    max_sections: int | None
    progress: Mapping[str, Any]
    is_told_to_stop: bool
    error: str
    error_data: Mapping[str, Any]
    asked_by_id: int | None
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
    """A section of a draft: `served` of `capacity` people who wished it; `section_id` once published.

    It is pinned when the pins of today want exactly this section.
    """

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
    `decided_by_id` published or discarded it.
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
    decided_by_id: int | None
    decided_at: datetime | None
    sections: tuple[DraftSectionRecord, ...]
    unmet: tuple[UnmetRecord, ...]


@dataclass(frozen=True)
class PlanDifference:
    """What parts two timetables: sections only one of them has, and how many both have."""

    only_here: tuple[DraftSectionRecord, ...]
    only_there: tuple[DraftSectionRecord, ...]
    in_both: int


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


class PinImpossible(Refusal):
    """A pin breaks a rule; the data names its course, room, weekday and lecturer by their ids."""

    code = "planning.pin_impossible"


class PinsImpossible(Refusal):
    """The pins break a rule of the season together: more of them than sections or money allow."""

    code = "planning.pins_impossible"


class PinTaken(Refusal):
    """Another pin already holds the room or the lecturer on that evening."""

    code = "planning.pin_taken"


class OutsideSeason(BadInput):
    """The place does not lie in the season's territory."""

    code = "planning.outside_season"


class DraftChanged(Refusal):
    """Somebody published or discarded this draft meanwhile.

    `version` and `state` are those it has now, `decided_by` did it.
    """

    code = "planning.draft_changed"


class AlreadyPublished(Refusal):
    """The season has a published timetable there: `draft_id` is the one refused, `other_id` the one that stands."""

    code = "planning.already_published"


class NoSuchPlan(NotFound):
    """There is no such run or draft."""

    code = "planning.no_such_plan"
