"""What decides whether a person may have a seat, before the seats are counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError
from django.db.models import QuerySet

from yexiao.enrolment import _rules
from yexiao.enrolment._records import (
    ByInvitation,
    Closed,
    DrawFirst,
    NotYetOpen,
    Overlaps,
    SeatRecord,
    TooManySeats,
)
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.models import ACTIVE, Opening, OpeningState, Policy, Pool, Seat, SeatState

COUNTED = (*ACTIVE, SeatState.COMPLETED)
NO_OVERLAP = "enrolment_no_two_seats_at_one_time"


def seats() -> QuerySet[Seat]:
    """Return seats without their times, which are slow to read and seldom asked."""
    return Seat.objects.defer("meetings")


def find_pool(section_id: int) -> Pool:
    """Return the section's pool with its opening, unlocked: good for what is fixed, never for counts.

    Raises:
        Closed: The section was never opened.
    """
    pool = Pool.objects.select_related("opening").filter(section_id=section_id).first()
    if pool is None:
        raise Closed
    return pool


def phase_of(opening: Opening, at: datetime) -> Phase:
    """Return where the opening stands at that moment."""
    return _rules.phase_of(
        policy=opening.policy,
        is_decided=opening.state == OpeningState.DECIDED,
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        at=at,
    )


def check_open(pool: Pool, *, at: datetime, by: int | None) -> None:
    """Refuse a claim before the opening, after its end, before its draw, or without an invitation."""
    opening, phase = pool.opening, phase_of(pool.opening, at)
    if phase == Phase.ANNOUNCED:
        raise NotYetOpen(opens_at=opening.opens_at)
    if phase in (Phase.ENTERING, Phase.DRAWING):
        raise DrawFirst
    if phase == Phase.CLOSED or pool.is_cancelled or is_over(pool, at):
        raise Closed
    if opening.policy == Policy.INVITATION and by is None:
        raise ByInvitation


def is_over(pool: Pool, at: datetime) -> bool:
    """Tell whether the section's last meeting has begun."""
    starts = starts_of(pool)
    return bool(starts) and at >= max(starts)


def starts_of(pool: Pool) -> list[datetime]:
    """Return when the section's meetings begin."""
    return [span.lower for span in pool.meetings if span.lower is not None]


def check_limit(pool: Pool, account_id: int, *, states: Collection[str] = COUNTED) -> None:
    """Refuse a person who holds as many seats of the opening as one may; the caller holds the person."""
    most = pool.opening.seats_per_person
    sections = Pool.objects.filter(opening_id=pool.opening_id).values("section_id")
    held = Seat.objects.filter(account_id=account_id, state__in=states, section_id__in=sections)
    if held.count() >= most:
        raise TooManySeats(most=most)


def check_overlap(pool: Pool, account_id: int) -> None:
    """Refuse a person who holds a seat at an overlapping time."""
    held = seats().filter(account_id=account_id, state__in=ACTIVE, is_flagged=False)
    other = held.filter(meetings__overlaps=pool.meetings).first()
    if other is not None:
        raise Overlaps(other=other.section_id)


def is_overlap(problem: IntegrityError) -> bool:
    """Tell whether the database refused a seat because it overlaps another."""
    diag = getattr(problem.__cause__, "diag", None)
    return diag is not None and diag.constraint_name == NO_OVERLAP


def as_record(seat: Seat, *, fee_fen: int = 0) -> SeatRecord:
    """Return the seat as other rooms may know it."""
    return SeatRecord(
        id=seat.pk,
        section_id=seat.section_id,
        account_id=seat.account_id,
        state=seat.state,
        decided_at=seat.decided_at,
        offer_until=seat.offer_until,
        is_flagged=seat.is_flagged,
        fee_fen=fee_fen,
    )
