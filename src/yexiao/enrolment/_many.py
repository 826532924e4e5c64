"""Seats for many people at once: lists of claims, releases and completions, each in a few statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from yexiao.common.refusals import Refusal
from yexiao.enrolment import _claims, _fees, _flags, _ledger, _locks, _sets
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._records import AlreadyWaiting, Claim, Closed, Overlaps, SeatRecord, SectionFull, TooManySeats
from yexiao.enrolment.models import ACTIVE, MoveKind, Pool, Seat, SeatState, WaitingPlace, WaitingState

AT_ONCE = 1000
Pair = tuple[int, int]
BLOCKED = """
SELECT pool.section_id, seat.account_id, seat.section_id
FROM enrolment_seat AS seat
JOIN enrolment_pool AS pool ON pool.meetings && seat.meetings AND pool.section_id <> seat.section_id
WHERE pool.section_id = ANY(%s) AND seat.account_id = ANY(%s)
    AND seat.state IN ('taken', 'offered') AND NOT seat.is_flagged
"""


def take_seats_of_many(
    *, claims: Sequence[Claim], at: datetime, by: int | None = None, why: str = "claim"
) -> list[SeatRecord | Refusal]:
    """Give seats to many people, first come in the order given; answer each claim with a seat or a refusal.

    The rules are those of `take_seat`; who holds the seat already gets it as the answer.
    """
    answers: list[SeatRecord | Refusal] = []
    for start in range(0, len(claims), AT_ONCE):
        answers += _take_chunk(claims[start : start + AT_ONCE], at=at, by=by, why=why)
    return answers


@_locks.whole
def _take_chunk(claims: Sequence[Claim], *, at: datetime, by: int | None, why: str) -> list[SeatRecord | Refusal]:
    _locks.hold_people(claim.learner_id for claim in claims)
    pools = _locks.hold_pools({claim.section_id for claim in claims})
    book = _Book(pools, claims, at, by)
    pairs = [(claim.section_id, claim.learner_id) for claim in claims]
    refused = {pair: refusal for pair in dict.fromkeys(pairs) if (refusal := book.judge(*pair)) is not None}
    wanted = [pair for pair in dict.fromkeys(pairs) if pair not in refused and pair not in book.held]
    written = _sets.write_seats(wanted, at=at)
    _fees.charge([seat.pk for seat in written], at=at)
    lines = [Line(MoveKind.CLAIM, seat.section_id, seat.account_id, seat.pk) for seat in written]
    _ledger.move_all(lines, by=by, why=why[:40], at=at)
    fresh = {(seat.section_id, seat.account_id): seat.pk for seat in written}
    return [refused.get(pair) or book.answer(pair, fresh) for pair in pairs]


class _Book:
    """What is known under the locks while a list of claims is judged, one after another."""

    def __init__(self, pools: dict[int, Pool], claims: Sequence[Claim], at: datetime, by: int | None) -> None:
        self.pools, self.at, self.by = pools, at, by
        people = {claim.learner_id for claim in claims}
        self.free = {key: pool.capacity - pool.taken - pool.offered - pool.waiting for key, pool in pools.items()}
        seats = list(_claims.seats().filter(account_id__in=people, state__in=_claims.COUNTED))
        self.held = {(seat.section_id, seat.account_id): seat for seat in seats if seat.state in ACTIVE}
        self.blocked = _find_blocked(pools, people)
        self.reserved: dict[int, list[int]] = defaultdict(list)
        self.counts = _count_by_opening(seats)
        waiting = WaitingPlace.objects.filter(account_id__in=people, section_id__in=pools)
        self.waits = set(waiting.filter(state=WaitingState.WAITING).values_list("section_id", "account_id"))

    def judge(self, section_id: int, account_id: int) -> Refusal | None:
        """Refuse a claim, or reserve a seat for it."""
        pool = self.pools.get(section_id)
        if (section_id, account_id) in self.held:
            return None
        refusal = Closed() if pool is None else self._refusal(pool, account_id)
        if refusal is None and pool is not None:
            self.free[section_id] -= 1
            self.counts[pool.opening_id, account_id] += 1
            self.reserved[account_id].append(section_id)
        return refusal

    def _refusal(self, pool: Pool, account_id: int) -> Refusal | None:
        try:
            _claims.check_open(pool, at=self.at, by=self.by)
        except Refusal as refusal:
            return refusal
        if (pool.section_id, account_id) in self.waits:
            return AlreadyWaiting()
        if self.counts[pool.opening_id, account_id] >= pool.opening.seats_per_person:
            return TooManySeats(most=pool.opening.seats_per_person)
        if (other := self._overlapping(pool, account_id)) is not None:
            return Overlaps(other=other)
        return SectionFull(section=pool.section_id, waiting=pool.waiting) if self.free[pool.section_id] <= 0 else None

    def _overlapping(self, pool: Pool, account_id: int) -> int | None:
        held = self.blocked.get((pool.section_id, account_id))
        if held is not None:
            return held
        mine = self.reserved[account_id]
        return next((one for one in mine if _overlap(self.pools[one].meetings, pool.meetings)), None)

    def answer(self, pair: Pair, fresh: dict[Pair, int]) -> SeatRecord | Refusal:
        """Return the seat held or just written; one left out met a seat taken elsewhere at this moment."""
        section_id, account_id = pair
        fee = self.pools[section_id].fee_fen if section_id in self.pools else 0
        if pair in fresh:
            return SeatRecord(fresh[pair], section_id, account_id, "taken", self.at, fee_fen=fee)
        if pair in self.held:
            return _claims.as_record(self.held[pair], fee_fen=fee)
        return Overlaps(other=section_id)


def _find_blocked(section_ids: Iterable[int], account_ids: Iterable[int]) -> dict[Pair, int]:
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED, [list(section_ids), list(account_ids)])
        return {(section_id, account_id): other for section_id, account_id, other in cursor.fetchall()}


def _count_by_opening(seats: Sequence[Seat]) -> Counter[tuple[int, int]]:
    pools = Pool.objects.filter(section_id__in={seat.section_id for seat in seats})
    openings = dict(pools.values_list("section_id", "opening_id"))
    return Counter((openings[seat.section_id], seat.account_id) for seat in seats)


def _overlap(spans: Any, others: Any) -> bool:
    return any(a.lower < b.upper and b.lower < a.upper for a in spans for b in others)


@_locks.whole
def complete_seats(*, section_ids: Iterable[int], at: datetime) -> int:
    """Complete the seats taken in sections whose last meeting is over; return how many were completed.

    Offers and waiting places there end. Repeating changes nothing.
    """
    pools = _locks.hold_pools(section_ids)
    seats = list(_claims.seats().filter(section_id__in=pools, state=SeatState.TAKEN).order_by("pk"))
    _claims.seats().filter(pk__in=[seat.pk for seat in seats]).update(state=SeatState.COMPLETED)
    offered = list(_claims.seats().filter(section_id__in=pools, state=SeatState.OFFERED).order_by("pk"))
    gone = [seat.pk for seat in offered]
    _claims.seats().filter(pk__in=gone).update(state=SeatState.RELEASED, offer_until=None, decided_at=at)
    _flags.unflag(seat.account_id for seat in [*seats, *offered])
    lines = [Line(MoveKind.COMPLETE, seat.section_id, seat.account_id, seat.pk) for seat in seats]
    lines += [Line(MoveKind.LAPSE, seat.section_id, seat.account_id, seat.pk) for seat in offered]
    _ledger.move_all([*lines, *end_lists(pools)], by=None, why="class over", at=at)
    return len(seats)


def end_lists(section_ids: Iterable[int]) -> list[Line]:
    """End the sections' waiting places; return the lines to write. The caller holds the pools."""
    open_states = (WaitingState.WAITING, WaitingState.OFFERED)
    places = WaitingPlace.objects.filter(section_id__in=list(section_ids), state__in=open_states)
    waiting = [place for place in places.order_by("pk") if place.state == WaitingState.WAITING]
    places.update(state=WaitingState.LEFT)
    return [Line(MoveKind.LEAVE, place.section_id, place.account_id) for place in waiting]
