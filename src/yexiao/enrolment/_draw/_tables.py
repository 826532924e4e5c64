"""A draw as whole numbers: every name checked, then replaced by its position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from yexiao.enrolment._draw._kernel import NO_POOL
from yexiao.enrolment._draw._records import Draw, EntryError, Meeting, Path, Person, Section, quote

Numbers = npt.NDArray[np.signedinteger[Any]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLENTY = 1 << 40  # more seats than anybody could fill; keeps huge numbers within 64 bits


@dataclass(slots=True)
class Tables:
    """Flat arrays of a draw, named as in the kernel's `Board`; rounds lower `capacity` and `reserve`."""

    choice_start: Numbers
    choice_section: Numbers
    is_choice_open: Numbers
    member_start: Numbers
    member_pool: Numbers
    capacity: Numbers
    stage_start: Numbers
    stage_pool: Numbers
    reserve: Numbers
    course: Numbers
    meeting_start: Numbers
    begins: Numbers
    ends: Numbers


def turn_rows(start: Numbers, sequence: Numbers) -> tuple[Numbers, Numbers]:
    """Return the starts of a table's rows put into a sequence, and where each of its cells stands now."""
    lengths = np.diff(start)[sequence]
    turned = np.concatenate(([0], np.cumsum(lengths)))
    return turned, np.repeat(start[sequence] - turned[:-1], lengths) + np.arange(turned[-1])


def lay_tables(draw: Draw) -> Tables:
    """Turn a draw into tables.

    Raises:
        EntryError: The seed is empty, an id, a choice or a pool is repeated, a choice names no section, a
            number is negative or a meeting does not end after it begins.
    """
    _check_draw(draw)
    section_at = _positions([section.id for section in draw.sections], "sections")
    pool_at = _number_pools(draw.sections)
    course_at = {course: at for at, course in enumerate(dict.fromkeys(one.course for one in draw.sections))}
    choice_section = _number_choices(draw.people, section_at)
    memberships = [person.pools for person in draw.people]
    meetings = [_merge_meetings(section, at) for at, section in enumerate(draw.sections)]
    return Tables(
        choice_start=_starts([person.choices for person in draw.people]),
        choice_section=choice_section,
        is_choice_open=np.ones(len(choice_section), np.int8),
        member_start=_starts(memberships),
        member_pool=_flat(pool_at.get(name, NO_POOL) for name in chain.from_iterable(memberships)),
        capacity=_flat(min(section.capacity, _PLENTY) for section in draw.sections),
        stage_start=_starts([(*section.pools, None) for section in draw.sections]),
        stage_pool=_flat(chain.from_iterable(_stage_pools(section, pool_at) for section in draw.sections)),
        reserve=_flat(chain.from_iterable(_reserves(section) for section in draw.sections)),
        course=_flat(course_at[section.course] for section in draw.sections),
        meeting_start=_starts(meetings),
        begins=_flat(begin for begin, _ in chain.from_iterable(meetings)),
        ends=_flat(end for _, end in chain.from_iterable(meetings)),
    )


def _flat(numbers: Iterable[int], kind: type[np.signedinteger[Any]] = np.int64) -> Numbers:
    return np.fromiter(numbers, kind)


def _starts(rows: Sequence[Sequence[object]]) -> Numbers:
    return _flat(accumulate(map(len, rows), initial=0))


def _positions(names: Sequence[str], where: str) -> dict[str, int]:
    positions = dict(zip(names, range(len(names)), strict=True))
    if len(positions) == len(names):
        return positions
    at = _first_repeated(names)
    raise EntryError((where, at, "id"), "repeated_id", f"the id {quote(names[at])} stands here again")


def _first_repeated(names: Sequence[str]) -> int:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            return at
        seen.add(name)
    raise ValueError("no name is repeated")


def _check_draw(draw: Draw) -> None:
    if draw.seats_per_person < 1:
        raise EntryError(("seats_per_person",), "too_small", f"{draw.seats_per_person} is below 1")
    if not draw.seed:
        raise EntryError(("seed",), "missing", "must hold at least one byte")
    _positions([person.id for person in draw.people], "people")
    for at, person in enumerate(draw.people):
        if person.losses < 0:
            _refuse(at, person, ("losses",), "too_small", f"{person.losses} is below 0")
        if len(person.pools) > 1 and len(set(person.pools)) != len(person.pools):
            place = _first_repeated(person.pools)
            problem = f"{quote(person.pools[place])} was named before"
            _refuse(at, person, ("pools", place), "repeated_pool", problem)


def _number_choices(people: Sequence[Person], section_at: dict[str, int]) -> Numbers:
    choices = [person.choices for person in people]
    try:
        numbers = _flat(map(section_at.__getitem__, chain.from_iterable(choices)), np.int32)
    except KeyError:
        _refuse_choice(people, section_at)
    if sum(map(len, map(set, choices))) != len(numbers):
        _refuse_choice(people, section_at)
    return numbers


def _refuse_choice(people: Sequence[Person], section_at: dict[str, int]) -> NoReturn:
    for at, person in enumerate(people):
        for place, name in enumerate(person.choices):
            field = ("choices", place)
            if name not in section_at:
                _refuse(at, person, field, "unknown_section", f"no section has the id {quote(name)}")
            if name in person.choices[:place]:
                _refuse(at, person, field, "repeated_choice", f"{quote(name)} was chosen before")
    raise AssertionError("called without a bad choice")


def _refuse(at: int, person: Person, field: Path, code: str, problem: str) -> NoReturn:
    raise EntryError(("people", at, *field), code, f"{problem} (person {quote(person.id)})")


def _number_pools(sections: Sequence[Section]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for at, section in enumerate(sections):
        if section.capacity < 0:
            raise EntryError(("sections", at, "capacity"), "too_small", _below_zero(section.capacity, section))
        for place, pool in enumerate(section.pools):
            path: Path = ("sections", at, "pools", place)
            if pool.seats < 0:
                raise EntryError((*path, "seats"), "too_small", _below_zero(pool.seats, section))
            if pool.name in (earlier.name for earlier in section.pools[:place]):
                problem = f"the pool {quote(pool.name)} stands here again (section {quote(section.id)})"
                raise EntryError((*path, "name"), "repeated_pool", problem)
            numbers.setdefault(pool.name, len(numbers))
    return numbers


def _below_zero(number: int, section: Section) -> str:
    return f"{number} is below 0 (section {quote(section.id)})"


def _stage_pools(section: Section, pool_at: dict[str, int]) -> list[int]:
    return [*(pool_at[pool.name] for pool in section.pools), NO_POOL]


def _reserves(section: Section) -> list[int]:
    return [*(min(pool.seats, _PLENTY) for pool in section.pools), _PLENTY]


def _merge_meetings(section: Section, at: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(_instants(section, at)):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _instants(section: Section, at: int) -> list[tuple[int, int]]:
    instants = []
    for place, (begin, end) in enumerate(section.meetings):
        path: Path = ("sections", at, "meetings", place)
        if begin.utcoffset() is None or end.utcoffset() is None:
            raise EntryError(path, "no_offset", f"a time lacks its UTC offset (section {quote(section.id)})")
        if not begin < end:
            problem = f"does not end after it begins (section {quote(section.id)})"
            raise EntryError(path, "empty_meeting", problem)
        instants.append(_microseconds((begin, end)))
    return instants


def _microseconds(meeting: Meeting) -> tuple[int, int]:
    begin, end = ((moment - _EPOCH) // _MICROSECOND for moment in meeting)
    return begin, end
