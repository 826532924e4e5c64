"""What goes into a draw, what comes out of it, and what can be wrong with it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Reason = Literal["all_choices_full", "overlaps", "no_choice"]
Meeting = tuple[datetime, datetime]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Seats of a section kept first for the members of a pool.

    `seats` is a floor, not a ceiling: members also compete for every other seat.
    """

    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section that gives out seats.

    `meetings` are half-open intervals of aware datetimes; `pools` choose in the order listed.
    """

    id: str
    course: str
    capacity: int
    meetings: tuple[Meeting, ...] = ()
    pools: tuple[Pool, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks for a seat: section ids best first, the pools they belong to, their losses.

    `losses` counts past seasons in which they entered a draw and got nothing, since the last seat
    won; a caller says 0 while their no-show rate is too high.
    """

    id: str
    choices: tuple[str, ...]
    pools: tuple[str, ...] = ()
    losses: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """Everything that decides a draw; equal draws have equal results."""

    sections: tuple[Section, ...]
    people: tuple[Person, ...]
    seed: bytes
    beacon: str = ""
    seats_per_person: int = 1


class Seat(NamedTuple):
    """A seat given: `choice` is its place in the person's list, `round` when it was given, both from 1.

    A named tuple, being made by the million.
    """

    person: str
    section: str
    choice: int
    round: int


class Unseated(NamedTuple):
    """Somebody without any seat, and why.

    `overlaps` is a word of the file format that this mechanism never needs: only a held seat can
    overlap, and who holds one is not unseated.
    """

    person: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Result:
    """What a draw gave.

    `order` is round 1's, `seats` stand by round and then by that round's order, `unseated` in round
    1's order; `digest` is the SHA-256, in hex, of the other three in canonical JSON.
    """

    order: tuple[str, ...]
    seats: tuple[Seat, ...]
    unseated: tuple[Unseated, ...]
    digest: str


class DrawError(Exception):
    """Something that keeps a draw from being run or believed; the command line ends with `exit_code`."""

    exit_code = 2


class EntryError(DrawError):
    """An entry of the exchange file that cannot be used, named by its `path` and a stable `code`."""

    def __init__(self, path: Path, code: str, problem: str) -> None:
        super().__init__(f"{_spell(path)}: {problem}")
        self.path, self.code, self.problem = path, code, problem


class VerificationError(DrawError):
    """A result, or a revealed seed, that is not what the published file gives."""

    exit_code = 1

    def __init__(self, path: Path, code: str, problem: str) -> None:
        super().__init__(f"{_spell(path)}: {problem}")
        self.path, self.code, self.problem = path, code, problem


def seed_hash(seed: bytes) -> str:
    """Return the commitment published before the window opens: SHA-256 over the seed's bytes, in hex."""
    return hashlib.sha256(seed).hexdigest()


def quote(text: str) -> str:
    """Return the text in quotation marks, as it stands in the file, for messages."""
    return json.dumps(text, ensure_ascii=False)


def _spell(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "the file"
