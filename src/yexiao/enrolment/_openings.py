"""Openings: one policy for some sections, announced with the hashes of a sealed seed and key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError
from psycopg.types.multirange import TimestamptzMultirange
from psycopg.types.range import TimestamptzRange

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, jobs, randomness, sealed
from yexiao.common.paths import lies_within_any
from yexiao.common.refusals import NotFound
from yexiao.enrolment import _claims, _ledger, _locks, _offers
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._records import (
    AlreadyOpened,
    BadWindow,
    CapacityTooSmall,
    DrawFirst,
    OpeningRecord,
    ReservesNeedADraw,
)
from yexiao.enrolment.models import MoveKind, Opening, OpeningState, Policy, Pool, Reserve

SEED_COLUMN = "enrolment.opening.seed"
KEY_COLUMN = "enrolment.opening.key"


@_locks.whole
def announce_opening(
    *,
    season_id: int,
    path: str,
    policy: str,
    section_ids: Sequence[int],
    opens_at: datetime,
    closes_at: datetime,
    seats_per_person: int = 1,
    reserves: Mapping[int, Sequence[tuple[str, int]]] | None = None,
    beacon_source: str = "",
    by: int | None,
    at: datetime,
) -> int:
    """Announce how and when the sections' seats are given out; return the opening's id.

    The draw's seed and the key of its pseudonyms are made and sealed now, and
    their SHA-256 hashes published, before anybody can enter.

    Raises:
        BadWindow: It does not open before it closes, or would be over already.
        ReservesNeedADraw: Seats are kept for groups, but not drawn.
        AlreadyOpened: A section has an opening, or is not published.
    """
    if not opens_at < closes_at or closes_at <= at:
        raise BadWindow
    if any((reserves or {}).values()) and policy != Policy.DRAW:
        raise ReservesNeedADraw
    seed, key = randomness.token_bytes(32), randomness.token_bytes(32)
    opening = Opening.objects.create(
        season_id=season_id,
        path=path,
        policy=Policy(policy),
        opens_at=opens_at,
        closes_at=closes_at,
        seats_per_person=seats_per_person,
        seed_sealed=sealed.seal(seed.hex(), column=SEED_COLUMN),
        seed_hash=hashlib.sha256(seed).hexdigest(),
        key_sealed=sealed.seal(key.hex(), column=KEY_COLUMN),
        key_hash=hashlib.sha256(key).hexdigest(),
        beacon_source=beacon_source,
    )
    _make_pools(opening, section_ids, reserves or {}, by=by, at=at)
    if opening.policy == Policy.DRAW:
        jobs.defer("enrolment.decide_draw", at=closes_at, opening_id=opening.pk)
    return opening.pk


def _make_pools(
    opening: Opening,
    section_ids: Sequence[int],
    reserves: Mapping[int, Sequence[tuple[str, int]]],
    *,
    by: int | None,
    at: datetime,
) -> None:
    wanted = sorted(set(section_ids))
    sections = catalogue.list_sections(ids=wanted, states=("published",))
    if len(sections) != len(wanted) or Pool.objects.filter(section_id__in=wanted).exists():
        raise AlreadyOpened
    sections = sorted(sections, key=lambda section: section.id)
    pools = [_pool(opening, section) for section in sections]
    _write_pools(pools)
    Reserve.objects.bulk_create(
        Reserve(pool_id=section_id, order=order, group=group, seats=seats)
        for section_id in wanted
        for order, (group, seats) in enumerate(reserves.get(section_id, ()))
    )
    lines = [Line(MoveKind.OPEN, section.id, capacity_change=section.capacity) for section in sections]
    _ledger.move_all(lines, by=by, why="opening announced", at=at)


def _write_pools(pools: Sequence[Pool]) -> None:
    try:
        Pool.objects.bulk_create(pools)
    except IntegrityError as problem:  # somebody else announced one of them in this very moment
        raise AlreadyOpened from problem


def _pool(opening: Opening, section: catalogue.SectionRecord) -> Pool:
    return Pool(
        section_id=section.id,
        opening=opening,
        capacity=0,  # the ledger's first line gives the seats
        meetings=meeting_times(section),
        fee_fen=section.fee_fen,
    )


def meeting_times(section: catalogue.SectionRecord) -> TimestamptzMultirange:
    """Return the times of the section's meetings that take place."""
    live = [meeting for meeting in section.meetings if meeting.state != "cancelled"]
    return TimestamptzMultirange(TimestamptzRange(meeting.starts_at, meeting.ends_at) for meeting in live)


@_locks.whole
def change_capacity(*, section_id: int, capacity: int, by: int | None, at: datetime) -> None:
    """Set how many seats the section has; new ones go to the list first.

    Raises:
        NotFound: The section was never opened.
        CapacityTooSmall: More seats are taken and offered.
        DrawFirst: The draw's entries are published, its result is not.
    """
    pool = _locks.hold_pools([section_id]).get(section_id)
    if pool is None:
        raise NotFound
    if capacity < pool.taken + pool.offered:
        raise CapacityTooSmall(least=pool.taken + pool.offered)
    if pool.opening.entries_digest and pool.opening.state != OpeningState.DECIDED:
        raise DrawFirst  # the published entries name the seats there are
    if capacity != pool.capacity:
        line = Line(MoveKind.CAPACITY, section_id, capacity_change=capacity - pool.capacity)
        _ledger.move_all([line], by=by, why="capacity changed", at=at)
        _offers.serve_list(section_id, at=at)


def opening(opening_id: int, *, at: datetime | None = None) -> OpeningRecord:
    """Return an opening as anybody may see it.

    Raises:
        NotFound: There is none.
    """
    found = list_openings(ids=[opening_id], at=at)
    if not found:
        raise NotFound
    return found[0]


def list_openings(
    *,
    ids: Iterable[int] | None = None,
    season_id: int | None = None,
    within: Sequence[str] | None = None,
    opening_after: datetime | None = None,
    at: datetime | None = None,
) -> list[OpeningRecord]:
    """Return openings, latest first, with their sections.

    `within` keeps those inside one of the paths, `opening_after` those that open after that moment.
    """
    rows = Opening.objects.prefetch_related("pools").order_by("-opens_at", "-pk")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if season_id is not None:
        rows = rows.filter(season_id=season_id)
    if opening_after is not None:
        rows = rows.filter(opens_at__gt=opening_after)
    if within is not None:
        rows = rows.filter(lies_within_any("path", within))
    moment = at or clock.now()
    return [_as_record(row, moment) for row in rows]


def list_reserves(*, section_id: int) -> list[tuple[str, int]]:
    """Return the groups that have seats of the section kept first, with how many, in the order of choosing."""
    rows = Reserve.objects.filter(pool_id=section_id).order_by("order")
    return list(rows.values_list("group", "seats"))


def _as_record(row: Opening, at: datetime) -> OpeningRecord:
    return OpeningRecord(
        id=row.pk,
        season_id=row.season_id,
        path=row.path,
        policy=row.policy,
        state=row.state,
        phase=_claims.phase_of(row, at),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        seats_per_person=row.seats_per_person,
        seed_hash=row.seed_hash,
        seed=row.seed,
        key_hash=row.key_hash,
        beacon=row.beacon,
        beacon_source=row.beacon_source,
        entries_digest=row.entries_digest,
        result_digest=row.result_digest,
        decided_at=row.decided_at,
        section_ids=tuple(sorted(pool.section_id for pool in row.pools.all())),
    )
