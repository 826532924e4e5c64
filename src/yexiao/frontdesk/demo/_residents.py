"""Invent residents from a seed: names, home, situation, evenings, and what they wish to learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from yexiao.frontdesk.demo import _files

REACHES_KM = (3.0, 5.0, 8.0)
REACH_WEIGHTS = (2, 4, 4)
FREE_SHARE = 0.75  # of the evenings that suit their situation best
CONSENT_SHARE = 0.85
FLEXIBLE_SHARE = 0.6
FIRST_PHONE = 19_910_000_000


@dataclass(frozen=True)
class Resident:
    """An invented person; `courses` are slugs, most wished first, `evenings` weekdays.

    Somebody flexible would rather come on another evening than not at all.
    """

    phone: str
    name: str
    path: str
    situation: str
    birth_decade: int
    consents: bool
    evenings: tuple[int, ...]
    reach_km: float
    courses: tuple[str, ...]
    purpose: str
    is_flexible: bool = False


def invent(*, count: int, paths: Sequence[str], seed: str, first_phone: int = FIRST_PHONE) -> list[Resident]:
    """Return that many residents spread over the communities, the same for the same seed."""
    chance, names = Random(seed), _files.facts("names.toml")  # noqa: S311  nothing secret is drawn
    return [_one(chance, names, str(first_phone + number), chance.choice(paths)) for number in range(count)]


def as_resident(chance: Random, row: Mapping[str, Any], path: str) -> Resident:
    """Return a named person of the demonstration with wishes as people of their situation have them."""
    names = _files.facts("names.toml")
    kind = row.get("situation", "gig_worker")
    situation = next(each for each in names["situations"] if each["kind"] == kind)
    return Resident(
        phone=row["phone"],
        name=row["name"],
        path=path,
        situation=kind,
        birth_decade=row.get("birth_decade", 1980),
        consents=True,
        evenings=(1, 2, 3, 4, 5),
        reach_km=8.0,
        courses=_several(chance, situation["courses"], 4),
        purpose=chance.choice(situation["trades"])[0],
    )


def _one(chance: Random, names: Mapping[str, Any], phone: str, path: str) -> Resident:
    kind = _pick(chance, {str(i): kind["share"] for i, kind in enumerate(names["situations"])})
    situation = names["situations"][int(kind)]
    decade = int(_pick(chance, situation["birth_decades"]))
    trade, _english = chance.choice(situation["trades"])
    return Resident(
        phone=phone,
        name=chance.choice(names["surnames"])[0] + _given(chance, names, decade),
        path=path,
        situation=situation["kind"],
        birth_decade=decade,
        consents=chance.random() < CONSENT_SHARE,
        evenings=_evenings(chance, situation["evenings"]),
        reach_km=chance.choices(REACHES_KM, REACH_WEIGHTS)[0],
        courses=_several(chance, situation["courses"], chance.choice((2, 2, 3, 3, 4))),
        purpose=trade,
        is_flexible=chance.random() < FLEXIBLE_SHARE,
    )


def _given(chance: Random, names: Mapping[str, Any], decade: int) -> str:
    group = next(group for group in names["given"] if group["first_decade"] <= decade <= group["last_decade"])
    given: str = chance.choice(group["names"])[0]
    return given


def _evenings(chance: Random, weights: Mapping[str, float]) -> tuple[int, ...]:
    free = sorted(_files.WEEKDAYS[day] for day, weight in weights.items() if chance.random() < weight * FREE_SHARE)
    return tuple(free) or (_files.WEEKDAYS[_pick(chance, weights)],)


def _several(chance: Random, weights: Mapping[str, float], count: int) -> tuple[str, ...]:
    left, chosen = dict(weights), list[str]()
    while left and len(chosen) < count:
        chosen.append(_pick(chance, left))
        del left[chosen[-1]]
    return tuple(chosen)


def _pick(chance: Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
