"""Small draws for the tests: by hand, at random, and replayed round by round."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from yexiao.enrolment._draw import Draw, Person, Pool, Result, Section

SHENZHEN = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 12, 7, 19, 0, tzinfo=SHENZHEN)
SEED = b"a seed for tests"
POOLS = ("job-seekers", "街坊", "firm")


def evening(day: int, hours: float = 2, start: float = 0) -> tuple[datetime, datetime]:
    """A meeting `day` days after the first Monday, by default 19:00 to 21:00."""
    begin = MONDAY + timedelta(days=day, hours=start)
    return begin, begin + timedelta(hours=hours)


def section(name: str, capacity: int, *, course: str = "", meetings=(), **pools: int) -> Section:
    reserved = tuple(Pool(pool.replace("_", "-"), seats) for pool, seats in pools.items())
    return Section(name, course or f"course of {name}", capacity, tuple(meetings), reserved)


def waiting_time(name: str, losses: int = 0, *, seed: bytes = SEED, beacon: str = "") -> float:
    """The key of the order, written out once more from the rule."""
    first_bytes = hmac.new(seed + beacon.encode(), name.encode(), hashlib.sha256).digest()[:8]
    uniform = (int.from_bytes(first_bytes, "big") + 0.5) / 2**64
    return -math.log(uniform) / (1 + min(losses, 4))


def in_order(count: int) -> list[str]:
    """That many ids, best first under SEED when nobody has losses."""
    return sorted((f"resident {at}" for at in range(count)), key=waiting_time)


def draw_of(
    sections: Sequence[Section], people: Sequence[Person], *, seats_per_person: int = 1, seed: bytes = SEED
) -> Draw:
    return Draw(tuple(sections), tuple(people), seed, "", seats_per_person)


@st.composite
def draws(draw: st.DrawFn, *, most_seats: int = 3, pools: Sequence[str] = POOLS, most_people: int = 9) -> Draw:
    sections = tuple(
        Section(
            f"section {at}",
            draw(st.sampled_from(["prompts", "drones", "video", "sheets"])),
            draw(st.integers(0, 3)),
            tuple(draw(st.lists(_meetings, max_size=2))),
            tuple(Pool(name, draw(st.integers(0, 3))) for name in draw(_some(pools))),
        )
        for at in range(draw(st.integers(1, 4)))
    )
    names = [one.id for one in sections]
    people = tuple(
        Person(f"居民{at}", tuple(draw(_some(names))), tuple(draw(_some(pools))), draw(st.integers(0, 6)))
        for at in range(draw(st.integers(0, most_people)))
    )
    seats = draw(st.integers(1, most_seats))
    return Draw(sections, people, draw(st.binary(min_size=1, max_size=80)), draw(st.text(_LETTERS)), seats)


_LETTERS = st.characters(exclude_categories=["Cs"])
_meetings = st.builds(lambda begin, length: evening(0, hours=length, start=begin), st.integers(0, 8), st.integers(1, 3))


def _some(names: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True) if names else st.just([])


@dataclass
class Round:
    """What one round started from and gave, worked out without the engine."""

    turn: list[str]
    wishes: dict[str, list[str]]
    capacity: dict[str, int]
    reserves: dict[str, dict[str, int]]
    holders: dict[str, list[str]]
    through: dict[str, dict[str, str | None]]

    def preferred(self, person: str) -> list[str]:
        """The sections a person asked for in vain."""
        mine = [at for at, name in enumerate(self.wishes[person]) if person in self.holders[name]]
        return self.wishes[person][: mine[0]] if mine else self.wishes[person]


def replay(draw: Draw, result: Result) -> Iterator[Round]:
    """Go through a result round by round."""
    sections = {one.id: one for one in draw.sections}
    pools = {person.id: person.pools for person in draw.people}
    capacity = {one.id: one.capacity for one in draw.sections}
    reserves = {one.id: {pool.name: pool.seats for pool in one.pools} for one in draw.sections}
    held: dict[str, list[Section]] = {person.id: [] for person in draw.people}
    for number in range(1, draw.seats_per_person + 1):
        turn = list(result.order) if number % 2 else list(reversed(result.order))
        wishes = {
            p.id: [s for s in p.choices if not any(exclusive(sections[s], one) for one in held[p.id])]
            for p in draw.people
        }
        given = {seat.person: seat.section for seat in result.seats if seat.round == number}
        holders = {s: [p for p in turn if given.get(p) == s] for s in sections}
        through = {s: tag(reserves[s], capacity[s], holders[s], pools) for s in sections}
        yield Round(turn, wishes, dict(capacity), reserves, holders, through)
        capacity = {s: capacity[s] - len(holders[s]) for s in sections}
        reserves = {
            s: {name: left - list(through[s].values()).count(name) for name, left in reserves[s].items()}
            for s in sections
        }
        for person, name in given.items():
            held[person].append(sections[name])


def tag(
    reserves: dict[str, int], capacity: int, holders: list[str], pools: dict[str, tuple[str, ...]]
) -> dict[str, str | None]:
    """Through which pool each holder (best first) got the seat; None if through no pool."""
    tags: dict[str, str | None] = {}
    for name, seats in reserves.items():
        members = [person for person in holders if name in pools[person] and person not in tags]
        tags |= dict.fromkeys(members[: min(seats, capacity - len(tags))], name)
    return tags | {person: None for person in holders if person not in tags}


def exclusive(one: Section, other: Section) -> bool:
    """Same course, or any two meetings that overlap."""
    return one.course == other.course or any(
        max(a[0], b[0]) < min(a[1], b[1]) for a in one.meetings for b in other.meetings
    )
