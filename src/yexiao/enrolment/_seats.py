"""Seats one at a time: take one, give one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yexiao.common.refusals import Refusal
from yexiao.enrolment import _claims, _fees, _flags, _ledger, _locks, _offers, _receipts, _rules, _tidings
from yexiao.enrolment._ledger import Guard, Line
from yexiao.enrolment._receipts import Answer
from yexiao.enrolment._records import AlreadyWaiting, NotYetOpen, SeatRecord, SectionFull
from yexiao.enrolment.models import ACTIVE, MoveKind, Pool, Seat, SeatState, WaitingPlace, WaitingState


def take_seat(*, section_id: int, learner_id: int, key: UUID | None, at: datetime, by: int | None = None) -> SeatRecord:
    """Give the learner a seat in the section.

    Asking twice returns the seat already held, so a double click or a retried
    request changes nothing; asking with the same key gives the same answer,
    also a refusal. Only an early request (`NotYetOpen`) is not kept. Two
    learners never share the last seat: the count moves only by a conditional
    UPDATE, and while people wait no freed seat goes to anybody else.

    Raises:
        SectionFull: No seat is left for somebody not on the list.
        NotYetOpen, Closed, DrawFirst, ByInvitation: Seats are not to be had this way now.
        Overlaps, TooManySeats, AlreadyWaiting: The learner cannot have it; nothing is written.
        KeyReused: The key was used for another body.
    """
    answer = _answer(section_id, learner_id, key, at, by)
    if isinstance(answer, Refusal):
        raise answer
    return answer


@_locks.whole
def _answer(section_id: int, learner_id: int, key: UUID | None, at: datetime, by: int | None) -> Answer:
    _locks.hold_people([learner_id])
    if key is None:
        return _decide(section_id, learner_id, at, by)
    body: dict[str, Any] = {"take": section_id}
    known = _receipts.answer_of(account_id=learner_id, key=key, body=body)
    if known is not None:
        return known
    answer = _decide(section_id, learner_id, at, by)
    _receipts.keep(answer, account_id=learner_id, key=key, body=body, at=at)
    return answer


def _decide(section_id: int, learner_id: int, at: datetime, by: int | None) -> Answer:
    try:
        with transaction.atomic():
            return _claim(section_id, learner_id, at, by)
    except NotYetOpen:
        raise
    except Refusal as refusal:
        return refusal


def _claim(section_id: int, learner_id: int, at: datetime, by: int | None) -> SeatRecord:
    held = _claims.seats().filter(section_id=section_id, account_id=learner_id, state__in=ACTIVE).first()
    if held is not None and held.state == SeatState.OFFERED:
        return _offers.accept_held(section_id, learner_id, at)
    pool = _claims.find_pool(section_id)
    if held is not None:
        return _claims.as_record(held, fee_fen=pool.fee_fen)
    _check(pool, learner_id, at, by)
    seat = _write_seat(pool, learner_id, at)
    _fees.charge([seat.pk], at=at)
    line = Line(MoveKind.CLAIM, section_id, learner_id, seat.pk)
    if not _ledger.move(line, guard=Guard.FREE_FOR_ANYBODY, by=by or learner_id, why="claim", at=at):
        _refuse(seat)
    _offers.look_again(account_ids=[learner_id])
    return _claims.as_record(seat, fee_fen=pool.fee_fen)


def _check(pool: Pool, learner_id: int, at: datetime, by: int | None) -> None:
    _claims.check_open(pool, at=at, by=by)
    waits = WaitingPlace.objects.filter(section_id=pool.section_id, account_id=learner_id)
    if waits.filter(state=WaitingState.WAITING).exists():
        raise AlreadyWaiting
    _claims.check_limit(pool, learner_id)
    # Read without a lock, this can refuse (it was full at that instant) but never grant.
    if pool.taken + pool.offered + pool.waiting >= pool.capacity:
        raise SectionFull(section=pool.section_id, waiting=pool.waiting)


def _write_seat(pool: Pool, learner_id: int, at: datetime) -> Seat:
    seat = Seat(
        section_id=pool.section_id,
        account_id=learner_id,
        state=SeatState.TAKEN,
        meetings=pool.meetings,
        decided_at=at,
    )
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as problem:
        if not _claims.is_overlap(problem):
            raise
        _claims.check_overlap(pool, learner_id)
        raise _locks.Stale from problem  # the other seat went away meanwhile
    return seat


def _refuse(seat: Seat) -> None:
    # Reached after waiting for the pool: the last seat went to somebody else, or the timetable moved.
    pool = _claims.find_pool(seat.section_id)
    if pool.meetings != seat.meetings or pool.is_cancelled:
        raise _locks.Stale
    raise SectionFull(section=pool.section_id, waiting=pool.waiting)


@_locks.whole
def release_seat(*, section_id: int, learner_id: int, by: int | None, at: datetime, why: str = "own wish") -> bool:
    """Give the learner's seat back, held or offered; tell whether there was one.

    The fee is reversed if the class has not begun, and the seat goes to the
    waiting list before anybody else can ask for it. Repeating changes nothing.
    """
    _locks.hold_people([learner_id])
    pool = _locks.hold_pools([section_id]).get(section_id)
    seat = _claims.seats().filter(section_id=section_id, account_id=learner_id, state__in=ACTIVE).first()
    if pool is None or seat is None:
        return False
    if seat.state == SeatState.OFFERED:
        return _offers.give_up(seat, MoveKind.DECLINE, by=by, at=at)
    _release(pool, seat, by=by, at=at, why=why)
    if by not in (None, learner_id):
        _tidings.tell_removed([seat], at=at)
    _offers.serve_list(section_id, at=at)
    _offers.look_again(account_ids=[learner_id])
    return True


def _release(pool: Pool, seat: Seat, *, by: int | None, at: datetime, why: str) -> None:
    _claims.seats().filter(pk=seat.pk).update(state=SeatState.RELEASED, decided_at=at)
    _flags.unflag([seat.account_id])
    first = min(_claims.starts_of(pool), default=None)
    if by != seat.account_id or _rules.is_refunded(first_start=first, at=at):
        _fees.reverse([seat.pk], at=at)
    line = Line(MoveKind.RELEASE, seat.section_id, seat.account_id, seat.pk)
    _ledger.move(line, by=by, why=why[:40], at=at)
