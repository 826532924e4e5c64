"""Questions about seats; each costs the same few queries however many ids are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from yexiao.common import clock
from yexiao.enrolment import _claims
from yexiao.enrolment._records import SeatRecord, SeatsLeft
from yexiao.enrolment.models import ACTIVE, Opening, Pool, SeatState

Pair = tuple[int, int]
SERVED = """
SELECT seat.account_id, section.course_id
FROM enrolment_seat AS seat
JOIN catalogue_public_sections AS section ON section.section_id = seat.section_id
WHERE section.season_id = %(season_id)s AND seat.state IN ('taken', 'completed')
"""
FAILED = """
SELECT place.account_id, section.course_id
FROM enrolment_waitingplace AS place
JOIN catalogue_public_sections AS section ON section.section_id = place.section_id
WHERE section.season_id = %(season_id)s AND place.state <> 'seated'
UNION
SELECT entry.account_id, section.course_id
FROM enrolment_entry AS entry
JOIN enrolment_opening AS opening ON opening.id = entry.opening_id
JOIN catalogue_public_sections AS section ON section.section_id = ANY(entry.choices)
WHERE opening.season_id = %(season_id)s AND NOT entry.is_seated
UNION
SELECT receipt.account_id, section.course_id
FROM enrolment_receipt AS receipt
JOIN catalogue_public_sections AS section ON section.section_id = (receipt.outcome -> 'data' ->> 'section')::bigint
WHERE section.season_id = %(season_id)s AND receipt.outcome ->> 'code' = 'enrolment.section_full'
"""


def describe_seats(*, section_ids: Iterable[int], at: datetime | None = None) -> dict[int, SeatsLeft]:
    """Return each section's counts and phase; a section that was never opened is left out. One query."""
    moment = at or clock.now()
    pools = Pool.objects.select_related("opening").filter(section_id__in=list(section_ids))
    return {pool.section_id: seats_left(pool, pool.opening, moment) for pool in pools}


def seats_left(pool: Pool, opening: Opening, at: datetime) -> SeatsLeft:
    """Return one pool's counts and phase."""
    left = max(pool.capacity - pool.taken - pool.offered - pool.waiting, 0)
    return SeatsLeft(
        capacity=pool.capacity,
        taken=pool.taken,
        offered=pool.offered,
        waiting=pool.waiting,
        free=0 if pool.is_cancelled else left,
        policy=opening.policy,
        phase=_claims.phase_of(opening, at),
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        opening_id=opening.pk,
        seats_per_person=opening.seats_per_person,
        is_cancelled=pool.is_cancelled,
    )


def list_seats_of(*, account_id: int, states: Sequence[str] = ACTIVE) -> list[SeatRecord]:
    """Return the person's seats in these states, earliest decision first."""
    seats = _claims.seats().filter(account_id=account_id, state__in=states).order_by("decided_at", "pk")
    fees = dict(Pool.objects.filter(pk__in=seats.values("section_id")).values_list("pk", "fee_fen"))
    return [_claims.as_record(seat, fee_fen=fees.get(seat.section_id, 0)) for seat in seats]


def list_holders(*, section_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return who holds (or completed) a seat in each section, as account ids in order of decision. One query."""
    holders: dict[int, list[int]] = {section_id: [] for section_id in section_ids}
    states = (SeatState.TAKEN, SeatState.COMPLETED)
    seats = _claims.seats().filter(section_id__in=holders, state__in=states).order_by("decided_at", "pk")
    for section_id, account_id in seats.values_list("section_id", "account_id"):
        holders[section_id].append(account_id)
    return holders


def served_wishes(*, season_id: int) -> set[Pair]:
    """Return (account, course) of everybody who holds or completed a seat of that course in the season."""
    return _pairs(SERVED, season_id)


def failed_attempts(*, season_id: int) -> set[Pair]:
    """Return (account, course) of everybody who lost a draw, waits, waited or was told today that a class is full."""
    return _pairs(FAILED, season_id)


def _pairs(statement: str, season_id: int) -> set[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"season_id": season_id})
        return {(account_id, course_id) for account_id, course_id in cursor.fetchall()}
