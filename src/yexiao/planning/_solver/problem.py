"""A season to plan, as plain records: what is wished, what is there, which rules hold.

Every record mirrors one entry of the exchange file ``yexiao-plan/1``, whose schema is
``docs/schema/yexiao-plan-1.schema.json``. The records carry no behaviour: ``reading`` reads and checks them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FORMAT = "yexiao-plan/1"
RESULT_FORMAT = "yexiao-plan-result/1"
EARTH_RADIUS_KM = 6371.0088


class ProblemError(ValueError):
    """Say in one sentence which entry of a season is wrong and why.

    ``where`` names the entry (such as ``wishes "w7"``), ``reason`` says what is wrong with it.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}.")
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Slot:
    """One weekly time of the season; slots never overlap, several may share an evening."""

    id: str
    evening: str
    meetings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """A house with rooms, in degrees."""

    id: str
    lat: float
    lon: float
    street: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A room, what stands in it, and when it is open; ``cost`` is per section in minor units."""

    id: str
    venue: str
    capacity: int
    equipment: frozenset[str]
    slots: tuple[str, ...]
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A course, the group sizes it can be held with, and what it costs per section."""

    id: str
    equipment: frozenset[str]
    min: int
    max: int
    is_free: bool
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Lecturer:
    """A lecturer: what, when, how often (``max`` sections) and how far from home."""

    id: str
    courses: tuple[str, ...]
    slots: tuple[str, ...]
    max: int
    lat: float
    lon: float
    reach_km: float
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """``people`` persons of one street who wish one course on any of some slots.

    With a ``reach_km`` of their own they go no further than that, and never further than the rules' reach.
    """

    id: str
    lat: float
    lon: float
    street: str
    course: str
    slots: tuple[str, ...]
    people: int
    weight: float
    reach_km: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the whole season; ``None`` means no limit."""

    reach_km: float
    km_penalty: float
    budget: int | None = None
    free_share: float = 0.0
    street_floor: float = 0.0
    street_penalty: int = 0
    max_sections: int | None = None
    reserve: float = 0.0


def reach_of(wish: Wish, rules: Rules) -> float:
    """Return how far the people of a wish go, in kilometres."""
    return rules.reach_km if wish.reach_km is None else min(wish.reach_km, rules.reach_km)


@dataclass(frozen=True, slots=True)
class Pin:
    """A section that must be held."""

    course: str
    room: str
    slot: str
    lecturer: str


@dataclass(frozen=True, slots=True)
class Forbid:
    """A pattern no section may match: every key that is given agrees."""

    course: str | None = None
    room: str | None = None
    slot: str | None = None
    lecturer: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a plan and how many people of each wish it serves."""

    course: str
    room: str
    slot: str
    lecturer: str
    served: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One season to plan. ``previous`` is a warm start and never counts in the value."""

    slots: tuple[Slot, ...]
    venues: tuple[Venue, ...]
    rooms: tuple[Room, ...]
    courses: tuple[Course, ...]
    lecturers: tuple[Lecturer, ...]
    wishes: tuple[Wish, ...]
    rules: Rules
    pins: tuple[Pin, ...] = ()
    forbid: tuple[Forbid, ...] = ()
    previous: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """People of a wish whom no section serves, and the code of the reason (``reasons.REASONS``)."""

    wish: str
    people: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable, its value, a proven bound on any timetable's value, and what stays unmet.

    ``gap`` is (bound - value) / max(1, bound - value of the empty plan); ``certificate`` is what the checker
    needs to recompute ``bound``. ``seconds`` is 0 for runs limited by iterations, so their bytes repeat.
    """

    sections: tuple[Section, ...]
    value: int
    bound: int
    gap: float
    seconds: float
    certificate: dict[str, object] = field(default_factory=dict)
    unmet: tuple[Unmet, ...] = ()
