"""What a changed timetable does to seats: a cancelled class frees them, a moved meeting moves them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from yexiao.catalogue import api as catalogue
from yexiao.enrolment import _claims, _fees, _flags, _ledger, _locks, _many, _offers, _tidings
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._openings import meeting_times
from yexiao.enrolment.models import ACTIVE, MoveKind, Pool, Seat, SeatState, WaitingPlace, WaitingState

MOVE_SEATS = """
UPDATE enrolment_seat AS seat SET meetings = %(meetings)s, is_flagged = EXISTS (
    SELECT FROM enrolment_seat AS other
    WHERE other.account_id = seat.account_id AND other.section_id <> seat.section_id
        AND other.state IN ('taken', 'offered') AND NOT other.is_flagged AND other.meetings && %(meetings)s)
WHERE seat.section_id = %(section_id)s AND seat.state IN ('taken', 'offered')
"""


@_locks.whole
def on_section_changed(change: catalogue.SectionChange) -> None:
    """React to a change the catalogue announces, in its transaction. Repeating changes nothing.

    A cancelled section: everybody leaves it, fees are reversed once, each
    person is told once. Anything else: seats take over the meetings' new
    times; who holds another seat then keeps both, flagged, and is told.
    """
    pool = _locks.hold_pools([change.section_id]).get(change.section_id)
    if pool is None:
        return
    section = catalogue.list_sections(ids=[change.section_id])[0]
    if section.state == "cancelled":
        _cancel(pool, by=change.by_id, at=change.at)
    else:
        _move(pool, section, at=change.at)


def _cancel(pool: Pool, *, by: int | None, at: datetime) -> None:
    if pool.is_cancelled:
        return
    Pool.objects.filter(pk=pool.pk).update(is_cancelled=True)
    seats = list(_claims.seats().filter(section_id=pool.pk, state__in=ACTIVE).order_by("pk"))
    waiting = WaitingPlace.objects.filter(section_id=pool.pk, state=WaitingState.WAITING)
    concerned = {seat.account_id for seat in seats} | set(waiting.values_list("account_id", flat=True))
    ids = [seat.pk for seat in seats]
    _claims.seats().filter(pk__in=ids).update(state=SeatState.RELEASED, offer_until=None, decided_at=at)
    _flags.unflag(concerned)
    _fees.reverse(ids, at=at)
    lines = [Line(_ending(seat), seat.section_id, seat.account_id, seat.pk) for seat in seats]
    _ledger.move_all([*lines, *_many.end_lists([pool.pk])], by=by, why="section cancelled", at=at)
    _tidings.tell_cancelled(pool.pk, concerned, at=at)
    _offers.look_again(account_ids=concerned)


def _ending(seat: Seat) -> MoveKind:
    return MoveKind.RELEASE if seat.state == SeatState.TAKEN else MoveKind.LAPSE


def _move(pool: Pool, section: catalogue.SectionRecord, *, at: datetime) -> None:
    times = meeting_times(section)
    if times == pool.meetings:
        return
    Pool.objects.filter(pk=pool.pk).update(meetings=times)
    before = set(_flagged(pool.pk))
    try:
        with transaction.atomic():
            _move_seats(pool.pk, times)
    except IntegrityError as problem:
        if _claims.is_overlap(problem):
            raise _locks.Stale from problem  # a holder took another seat in this very moment
        raise
    clashing = [seat for key, seat in _flagged(pool.pk).items() if key not in before]
    _tidings.tell_overlapping(clashing, at=at)
    _offers.serve_list(pool.pk, at=at)


def _flagged(section_id: int) -> dict[int, Seat]:
    seats = _claims.seats().filter(section_id=section_id, state__in=ACTIVE, is_flagged=True)
    return seats.in_bulk()


def _move_seats(section_id: int, times: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE_SEATS, {"section_id": section_id, "meetings": times})
    holders = _claims.seats().filter(section_id=section_id, state__in=ACTIVE)
    _flags.unflag(holders.values_list("account_id", flat=True))
