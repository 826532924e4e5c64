"""The waiting list: one order serves it and prints everybody's position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from yexiao.enrolment import _claims, _eligible, _ledger, _locks, _rules, _sets
from yexiao.enrolment._ledger import Guard, Line
from yexiao.enrolment._records import AlreadySeated, Claim, SeatIsFree, WaitingRecord
from yexiao.enrolment.models import ACTIVE, MoveKind, Pool, Seat, WaitingPlace, WaitingState

ORDER = ("rank_key", "pk")
AT_ONCE = 1000


def in_order(section_id: int) -> QuerySet[WaitingPlace]:
    """Return who waits for the section, in the one order that serves and prints the list."""
    return WaitingPlace.objects.filter(section_id=section_id, state=WaitingState.WAITING).order_by(*ORDER)


@_locks.whole
def join_waiting_list(*, section_id: int, account_id: int, at: datetime, by: int | None = None) -> WaitingRecord:
    """Put the person at the end of the section's list. Repeating returns the place.

    Raises:
        SeatIsFree: A seat can be taken at once.
        AlreadySeated, Overlaps, TooManySeats: The person could not use the seat.
        NotYetOpen, Closed, DrawFirst, ByInvitation: There is no list now.
    """
    _locks.hold_people([account_id])
    place = in_order(section_id).filter(account_id=account_id).first()
    if place is None:
        _check(section_id, account_id, at=at, by=by)
        _locks.hold_pools([section_id])
        line = Line(MoveKind.JOIN, section_id, account_id)
        if not _ledger.move(line, guard=Guard.NOTHING_FREE, by=by or account_id, why="joined", at=at):
            raise SeatIsFree
        place = WaitingPlace.objects.create(
            section_id=section_id, account_id=account_id, rank_key=_rules.LATE_RANK, joined_at=at
        )
    return _as_record(place)


def _check(section_id: int, account_id: int, *, at: datetime, by: int | None) -> None:
    pool = _claims.find_pool(section_id)
    _claims.check_open(pool, at=at, by=by)
    if Seat.objects.filter(section_id=section_id, account_id=account_id, state__in=ACTIVE).exists():
        raise AlreadySeated
    _claims.check_limit(pool, account_id)
    _claims.check_overlap(pool, account_id)


def join_waiting_lists_of_many(*, joins: Sequence[Claim], at: datetime, by: int | None = None) -> int:
    """Put many people on lists, in the order given; return how many places were written.

    Left out are those who wait there or hold a seat there, those whom a seat they hold rules out, and
    sections that have a free seat or no list now.
    """
    chunks = (joins[start : start + AT_ONCE] for start in range(0, len(joins), AT_ONCE))
    return sum(_join_chunk(chunk, at=at, by=by) for chunk in chunks)


@_locks.whole
def _join_chunk(joins: Sequence[Claim], *, at: datetime, by: int | None) -> int:
    _locks.hold_people(join.learner_id for join in joins)
    pools = _locks.hold_pools({join.section_id for join in joins})
    full = {section_id for section_id, pool in pools.items() if is_listed(pool) and _has_list(pool, at)}
    wanted = [(join.section_id, join.learner_id, _rules.LATE_RANK) for join in joins if join.section_id in full]
    return len(write_places(wanted, at=at, by=by, why="joined"))


def is_listed(pool: Pool) -> bool:
    """Tell whether a seat of the section can be had through its list only."""
    return not pool.is_cancelled and pool.taken + pool.offered + pool.waiting >= pool.capacity


def _has_list(pool: Pool, at: datetime) -> bool:
    return _claims.phase_of(pool.opening, at) == _rules.Phase.OPEN and not _claims.is_over(pool, at)


def write_places(
    wanted: Sequence[tuple[int, int, float]], *, at: datetime, by: int | None, why: str
) -> list[tuple[int, int]]:
    """Write places (section id, account id, rank key) and their ledger lines; the caller holds the pools."""
    useful = _without_useless(wanted)
    written = _sets.write_places(useful, at=at)
    lines = [Line(MoveKind.JOIN, section_id, account_id) for section_id, account_id in written]
    _ledger.move_all(lines, by=by, why=why, at=at)
    return written


def _without_useless(wanted: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    people: dict[int, list[int]] = {}
    for section_id, account_id, _ in wanted:
        people.setdefault(section_id, []).append(account_id)
    pools = Pool.objects.select_related("opening").in_bulk(people)
    useless = {
        (section_id, account_id)
        for section_id, accounts in people.items()
        for account_id, where in _eligible.standing_of(accounts, pools[section_id]).items()
        if where != _eligible.Standing.FIT
    }
    return [row for row in wanted if row[:2] not in useless]


@_locks.whole
def leave_waiting_list(*, section_id: int, account_id: int, at: datetime, by: int | None = None) -> bool:
    """Take the person off the list; tell whether they were on it. An offer is declined instead."""
    _locks.hold_people([account_id])
    _locks.hold_pools([section_id])
    places = WaitingPlace.objects.filter(section_id=section_id, account_id=account_id)
    if not places.filter(state=WaitingState.WAITING).update(state=WaitingState.LEFT):
        return False
    line = Line(MoveKind.LEAVE, section_id, account_id)
    return _ledger.move(line, by=by or account_id, why="left the list", at=at)


def position(*, section_id: int, account_id: int) -> WaitingRecord | None:
    """Return the person's place on the section's list; None if they are not on it."""
    place = in_order(section_id).filter(account_id=account_id).first()
    return None if place is None else _as_record(place)


def list_waiting_of(*, account_id: int) -> list[WaitingRecord]:
    """Return the lists a person stands on, with positions, longest waited first; one query."""
    lists = WaitingPlace.objects.filter(account_id=account_id, state=WaitingState.WAITING).values("section_id")
    ranked = WaitingPlace.objects.filter(state=WaitingState.WAITING, section_id__in=lists).annotate(
        place=Window(RowNumber(), partition_by=F("section_id"), order_by=[F("rank_key").asc(), F("pk").asc()]),
        people=Window(Count("pk"), partition_by=F("section_id")),
    )
    mine = [row for row in ranked if row.account_id == account_id]
    records = [WaitingRecord(row.section_id, row.account_id, row.place, row.people, row.joined_at) for row in mine]
    return sorted(records, key=lambda record: record.joined_at)


def list_waiting(*, section_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the account ids on each section's list, in its order; one query."""
    waiting: dict[int, list[int]] = {section_id: [] for section_id in section_ids}
    places = WaitingPlace.objects.filter(section_id__in=waiting, state=WaitingState.WAITING).order_by(*ORDER)
    for section_id, account_id in places.values_list("section_id", "account_id"):
        waiting[section_id].append(account_id)
    return waiting


def _as_record(place: WaitingPlace) -> WaitingRecord:
    before = Q(rank_key__lt=place.rank_key) | Q(rank_key=place.rank_key, pk__lt=place.pk)
    counts = in_order(place.section_id).aggregate(ahead=Count("pk", filter=before), people=Count("pk"))
    return WaitingRecord(place.section_id, place.account_id, counts["ahead"] + 1, counts["people"], place.joined_at)
