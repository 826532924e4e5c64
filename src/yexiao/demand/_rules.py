"""Pure decisions of demand: what a wish may say, and on which evenings a course could be held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SHORTEST_REACH_KM, LONGEST_REACH_KM = 0.5, 60.0
MOST_LETTERS = 200


@dataclass(frozen=True)
class Place:
    """A room as reach sees it: what it has, in which district, on which weekdays an evening fits its hours."""

    equipment: frozenset[str]
    district: str
    weekdays: frozenset[int]


def flaw_of(
    *, evenings: Collection[int], reach_km: float, rank: int, purpose: str, most: int
) -> tuple[str, str] | None:
    """Return which field of a wish cannot be kept and why, or None.

    A wish names at least one weekday (1–7), a reach between 0.5 and 60 km, a
    rank from 1 to `most`, and says in at most 200 letters what it is for.
    """
    if not evenings or not set(evenings) <= set(range(1, 8)):
        return "evenings", "impossible"
    if not SHORTEST_REACH_KM <= reach_km <= LONGEST_REACH_KM:
        return "reach_km", "impossible"
    if not 1 <= rank <= most:
        return "rank", "impossible"
    return ("purpose", "too long") if len(purpose) > MOST_LETTERS else None


def possible_evenings(
    *, needs: frozenset[str], taught: Mapping[str, frozenset[int]], places: Iterable[Place]
) -> frozenset[int]:
    """Return the weekdays on which a course could be held in one of the places.

    `needs` is the course's equipment; `taught` maps a district's path to the
    weekdays on which some lecturer offers the course there.
    """
    nobody: frozenset[int] = frozenset()
    return frozenset().union(
        *(place.weekdays & taught.get(place.district, nobody) for place in places if needs <= place.equipment)
    )
