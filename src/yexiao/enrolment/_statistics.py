"""What came of a draw in figures, read from the public files alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yexiao.enrolment import _files


@dataclass(frozen=True)
class DrawFigures:
    """How many entered, got a seat, and with which choice; and the chance of a seat by losses counted."""

    entered: int
    seated: int
    unseated: int
    by_choice: tuple[tuple[int, int], ...]
    by_losses: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Explanation:
    """Why one person got what they got: the place in the public order, and for each choice the last place seated."""

    place: int
    entered: int
    losses: int
    last_seated: tuple[tuple[str, int], ...]


def describe_result(*, opening_id: int, digest: str) -> DrawFigures | None:
    """Return a decided draw in figures, by the digest of its result; None before there is one."""
    return _figures(opening_id, digest) if digest else None


@lru_cache(maxsize=64)
def _figures(opening_id: int, digest: str) -> DrawFigures | None:
    del digest  # the files of a decided draw never change: what they say is read once, however many look
    files = _published(opening_id)
    if files is None:
        return None
    people, result = files
    seated = {seat["person"] for seat in result["seats"]}
    choices = Counter(seat["choice"] for seat in result["seats"])
    asked = Counter(person["losses"] for person in people)
    won = Counter(person["losses"] for person in people if person["id"] in seated)
    return DrawFigures(
        entered=len(people),
        seated=len(seated),
        unseated=len(result["unseated"]),
        by_choice=tuple(sorted(choices.items())),
        by_losses=tuple((losses, won[losses], asked[losses]) for losses in sorted(asked)),
    )


def explain(*, opening_id: int, pseudonym: str) -> Explanation | None:
    """Return why the person behind the pseudonym got a seat or none; None before the draw."""
    files = _published(opening_id)
    if files is None:
        return None
    people, result = files
    person = next((person for person in people if person["id"] == pseudonym), None)
    if person is None:
        return None
    places = {name: number for number, name in enumerate(result["order"], 1)}
    last = _last_seated(result["seats"], places)
    return Explanation(
        place=places[pseudonym],
        entered=len(people),
        losses=person["losses"],
        last_seated=tuple((code, last[code]) for code in person["choices"] if code in last),
    )


def _published(opening_id: int) -> tuple[Sequence[Any], Mapping[str, Any]] | None:
    result = _files.read(opening_id=opening_id, name=_files.RESULT)
    if not result:
        return None
    return json.loads(_files.read(opening_id=opening_id, name=_files.INPUT))["people"], json.loads(result)


def _last_seated(seats: Sequence[Mapping[str, Any]], places: Mapping[str, int]) -> dict[str, int]:
    last: dict[str, int] = {}
    for seat in seats:
        last[seat["section"]] = max(last.get(seat["section"], 0), places[seat["person"]])
    return last
