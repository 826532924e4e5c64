"""A freed seat goes to the list: offered seats are held seats with a deadline in waking hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import F

from yexiao.common import clock, jobs
from yexiao.enrolment import _claims, _eligible, _fees, _flags, _ledger, _locks, _rules, _sets, _tidings
from yexiao.enrolment._eligible import Standing
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._records import NoOffer, SeatRecord
from yexiao.enrolment._waiting import in_order
from yexiao.enrolment.models import MoveKind, Pool, Seat, SeatState, WaitingPlace, WaitingState

AT_ONCE = 100


@_locks.whole
def accept_offer(*, section_id: int, account_id: int, at: datetime) -> SeatRecord:
    """Take the seat that is offered; the fee is charged now. Repeating returns the seat.

    Raises:
        NoOffer: None is offered, or its deadline has passed.
        TooManySeats: The person has taken as many seats of the opening as one may.
    """
    _locks.hold_people([account_id])
    return accept_held(section_id, account_id, at)


def accept_held(section_id: int, account_id: int, at: datetime) -> SeatRecord:
    """Take the offered seat; the caller holds the person."""
    pool = _locks.hold_pools([section_id]).get(section_id)
    seat = _claims.seats().filter(section_id=section_id, account_id=account_id).order_by("-pk").first()
    if pool is None or seat is None:
        raise NoOffer
    if seat.state == SeatState.TAKEN:
        return _claims.as_record(seat, fee_fen=pool.fee_fen)
    if seat.state != SeatState.OFFERED or seat.offer_until is None or at >= seat.offer_until:
        raise NoOffer
    # Two lists served in the same moment may both have offered a seat to somebody who may have one.
    _claims.check_limit(pool, account_id, states=(SeatState.TAKEN, SeatState.COMPLETED))
    return _accept(pool, seat, at)


def _accept(pool: Pool, seat: Seat, at: datetime) -> SeatRecord:
    seat.state, seat.offer_until, seat.decided_at = SeatState.TAKEN, None, at
    seat.save(update_fields=["state", "offer_until", "decided_at"])
    _close_places(seat.section_id, [seat.account_id], WaitingState.SEATED)
    line = Line(MoveKind.ACCEPT, seat.section_id, seat.account_id, seat.pk)
    _ledger.move(line, by=seat.account_id, why="accepted", at=at)
    _fees.charge([seat.pk], at=at)
    look_again(account_ids=[seat.account_id])
    return _claims.as_record(seat, fee_fen=pool.fee_fen)


@_locks.whole
def decline_offer(*, section_id: int, account_id: int, at: datetime) -> bool:
    """Let the offered seat go to the next on the list; tell whether there was one."""
    _locks.hold_people([account_id])
    _locks.hold_pools([section_id])
    seat = _claims.seats().filter(section_id=section_id, account_id=account_id, state=SeatState.OFFERED).first()
    return seat is not None and give_up(seat, MoveKind.DECLINE, by=account_id, at=at)


def give_up(seat: Seat, kind: MoveKind, *, by: int | None, at: datetime) -> bool:
    """End an offer and offer the seat to the next; the caller holds the pool."""
    _end_offers([seat], kind, by=by, at=at)
    serve_list(seat.section_id, at=at)
    look_again(account_ids=[seat.account_id])
    return True


def lapse_offers(*, at: datetime) -> int:
    """End the offers whose deadline has passed and offer those seats to the next; return how many ended.

    Does nothing while people sleep, even if it comes late.
    """
    if not _rules.is_waking(at, clock.city_zone()):
        return 0
    late = _claims.seats().filter(state=SeatState.OFFERED, offer_until__lte=at)
    return sum(_lapse(section_id, at) for section_id in sorted(set(late.values_list("section_id", flat=True))))


@_locks.whole
def _lapse(section_id: int, at: datetime) -> int:
    _locks.hold_pools([section_id])
    late = _claims.seats().filter(section_id=section_id, state=SeatState.OFFERED, offer_until__lte=at)
    seats = list(late.order_by("pk"))
    _end_offers(seats, MoveKind.LAPSE, by=None, at=at)
    _tidings.tell_lapsed(seats, at=at)
    serve_list(section_id, at=at)
    look_again(account_ids={seat.account_id for seat in seats})
    return len(seats)


def _end_offers(seats: Sequence[Seat], kind: MoveKind, *, by: int | None, at: datetime) -> None:
    if not seats:
        return
    ids = [seat.pk for seat in seats]
    _claims.seats().filter(pk__in=ids).update(state=SeatState.RELEASED, offer_until=None, decided_at=at)
    _flags.unflag(seat.account_id for seat in seats)
    _close_places(seats[0].section_id, [seat.account_id for seat in seats], WaitingState.LEFT)
    lines = [Line(kind, seat.section_id, seat.account_id, seat.pk) for seat in seats]
    _ledger.move_all(lines, by=by, why=kind.value, at=at)


def _close_places(section_id: int, account_ids: Iterable[int], state: WaitingState) -> None:
    places = WaitingPlace.objects.filter(section_id=section_id, account_id__in=list(account_ids))
    places.filter(state=WaitingState.OFFERED).update(state=state)


def offer_freed_seats(*, section_ids: Iterable[int] | None = None, at: datetime) -> int:
    """Offer every free seat to its list; return how many offers were made. Harmless to repeat."""
    pools = Pool.objects.filter(waiting__gt=0, capacity__gt=F("taken") + F("offered"), is_cancelled=False)
    if section_ids is not None:
        pools = pools.filter(section_id__in=list(section_ids))
    return sum(_serve(section_id, at) for section_id in pools.order_by("pk").values_list("section_id", flat=True))


@_locks.whole
def _serve(section_id: int, at: datetime) -> int:
    return serve_list(section_id, at=at)


def serve_list(section_id: int, *, at: datetime) -> int:
    """Offer the section's free seats in the list's order; return how many were offered.

    Whoever took a seat meanwhile that rules this one out leaves the list;
    whoever is only offered such a seat is passed over and stays.
    """
    pool = _locks.hold_pool(section_id)
    free, until = pool.capacity - pool.taken - pool.offered, _deadline(pool, at)
    if free <= 0 or until is None:
        return 0
    made, passed = 0, set[int]()
    while made < free:
        places = list(in_order(section_id).exclude(account_id__in=passed)[:AT_ONCE])
        if not places:
            break
        chosen = _choose(pool, places, free - made, passed, at)
        made += _offer(pool, chosen, passed, until, at)
    return made


def _deadline(pool: Pool, at: datetime) -> datetime | None:
    if pool.is_cancelled or not pool.waiting:
        return None
    start = _rules.next_start(_claims.starts_of(pool), at)
    return _rules.offer_deadline(at=at, next_start=start, zone=clock.city_zone())


def _choose(
    pool: Pool, places: Sequence[WaitingPlace], most: int, passed: set[int], at: datetime
) -> list[WaitingPlace]:
    standing = _eligible.standing_of([place.account_id for place in places], pool)
    chosen: list[WaitingPlace] = []
    gone: list[WaitingPlace] = []
    for place in places:
        if len(chosen) == most:
            break
        where = standing[place.account_id]
        if where == Standing.FIT:
            chosen.append(place)
        elif where == Standing.GONE:
            gone.append(place)
        else:
            passed.add(place.account_id)
    _drop(gone, at=at)
    return chosen


def _offer(pool: Pool, places: Sequence[WaitingPlace], passed: set[int], until: datetime, at: datetime) -> int:
    seats = _sets.write_seats([(pool.section_id, place.account_id) for place in places], at=at, offer_until=until)
    offered = {seat.account_id for seat in seats}
    passed |= {place.account_id for place in places} - offered  # took another seat in this very moment
    kept = [place.pk for place in places if place.account_id in offered]
    WaitingPlace.objects.filter(pk__in=kept).update(state=WaitingState.OFFERED)
    lines = [Line(MoveKind.OFFER, pool.section_id, seat.account_id, seat.pk) for seat in seats]
    _ledger.move_all(lines, by=None, why="next on the list", at=at)
    _tidings.tell_offered(seats, at=at)
    return len(seats)


def _drop(places: Sequence[WaitingPlace], *, at: datetime) -> None:
    if not places:
        return
    WaitingPlace.objects.filter(pk__in=[place.pk for place in places]).update(state=WaitingState.LEFT)
    lines = [Line(MoveKind.LEAVE, place.section_id, place.account_id) for place in places]
    _ledger.move_all(lines, by=None, why="holds another seat", at=at)


def look_again(*, account_ids: Collection[int]) -> None:
    """Let every list these people stand on be served again, for what they hold has changed."""
    waiting = WaitingPlace.objects.filter(account_id__in=account_ids, state=WaitingState.WAITING)
    sections = sorted(set(waiting.values_list("section_id", flat=True)))
    if sections:
        jobs.defer("enrolment.offer_freed_seats", section_ids=sections)
