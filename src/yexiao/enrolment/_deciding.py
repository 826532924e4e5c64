"""A draw is decided: entries frozen and published, the draw run, seats and lists written, everybody told once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yexiao.catalogue import api as catalogue
from yexiao.common import sealed
from yexiao.common.refusals import NotFound
from yexiao.enrolment import _draw, _fees, _groups, _ledger, _locks, _ports, _rules, _sets, _tidings, _waiting
from yexiao.enrolment._claims import phase_of
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._openings import SEED_COLUMN
from yexiao.enrolment._records import BeaconNeeded, DrawOutcome, NotADraw, TooEarlyToDraw
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.models import (
    ACTIVE,
    Entry,
    MoveKind,
    Opening,
    OpeningState,
    Policy,
    Pool,
    Reserve,
    Seat,
)


@_locks.whole
def decide_draw(*, opening_id: int, beacon: str = "", at: datetime) -> DrawOutcome:
    """Decide the draw: seats, ledger, waiting lists, public files; everybody who entered is told once.

    An opening with a beacon source freezes and publishes its entries at
    closing and waits for the beacon. Repeating returns the outcome.

    Raises:
        NotFound, NotADraw: There is no such draw.
        TooEarlyToDraw: The window is still open.
        BeaconNeeded: The entries are frozen; the beacon is to come.
    """
    opening = _hold(opening_id, at)
    if opening.state == OpeningState.DECIDED:
        return _outcome(opening)
    if opening.beacon_source and not beacon:
        raise BeaconNeeded(source=opening.beacon_source)
    if not opening.entries_digest:
        _freeze(opening, at)
    _decide(opening, beacon, at)
    return _outcome(opening)


@_locks.whole
def freeze_entries(*, opening_id: int, at: datetime) -> str:
    """Freeze and publish the entries after the window has closed; return their digest. Repeating changes nothing.

    Raises:
        NotFound, NotADraw, TooEarlyToDraw: As for `decide_draw`.
    """
    opening = _hold(opening_id, at)
    if not opening.entries_digest:
        _freeze(opening, at)
    return opening.entries_digest


def needs_beacon(*, opening_id: int) -> bool:
    """Tell whether the draw waits for a public number after its entries are frozen."""
    return Opening.objects.filter(pk=opening_id).exclude(beacon_source="").exists()


def list_due_draws(*, at: datetime) -> list[int]:
    """Return the draws whose window has closed and whose entries are not frozen yet."""
    due = Opening.objects.filter(policy=Policy.DRAW, closes_at__lte=at, entries_digest="")
    return list(due.order_by("closes_at", "pk").values_list("pk", flat=True))


def is_still_open(*, opening_id: int, at: datetime) -> bool:
    """Tell whether the window has not closed: a job wakes by the real clock, a demonstration's may differ."""
    return Opening.objects.filter(pk=opening_id, closes_at__gt=at).exists()


def _hold(opening_id: int, at: datetime) -> Opening:
    opening = Opening.objects.select_for_update(no_key=True).filter(pk=opening_id).first()
    if opening is None:
        raise NotFound
    if opening.policy != Policy.DRAW:
        raise NotADraw
    if phase_of(opening, at) in (Phase.ANNOUNCED, Phase.ENTERING):
        raise TooEarlyToDraw(closes_at=opening.closes_at)
    _locks.hold_pools(opening.pools.values_list("section_id", flat=True))
    return opening


def _freeze(opening: Opening, at: datetime) -> None:
    entries = list(Entry.objects.filter(opening=opening).order_by("pseudonym"))
    _set_standing(opening, entries, at)
    draw = _lay(opening, entries)
    content = json.loads(_draw.write_draw(draw))
    opening.input_file = content | {"seed": "", "seed_hash": opening.seed_hash}
    opening.entries_digest = _draw.entries_digest(draw.people)
    opening.save(update_fields=["input_file", "entries_digest"])


def _set_standing(opening: Opening, entries: Sequence[Entry], at: datetime) -> None:
    accounts = [entry.account_id for entry in entries]
    names = Reserve.objects.filter(pool__opening=opening).order_by("pool_id", "order").values_list("group", flat=True)
    groups = _groups.groups_of(account_ids=accounts, groups=names)
    losses = losses_of(accounts, at=at)
    possible = _possible_choices(opening, entries)
    for entry in entries:
        entry.groups = list(groups[entry.account_id])
        entry.losses = losses[entry.account_id]
        entry.choices = possible[entry.pk]
    Entry.objects.bulk_update(entries, ["groups", "losses", "choices"], batch_size=2000)


def _possible_choices(opening: Opening, entries: Sequence[Entry]) -> dict[int, list[int]]:
    # A class cancelled since, or at a time at which the person holds a seat, is left out of the ranking.
    pools = {pool.section_id: pool for pool in Pool.objects.filter(opening=opening, is_cancelled=False)}
    accounts = [entry.account_id for entry in entries]
    spans: dict[int, list[Any]] = {}
    for account_id, times in Seat.objects.filter(
        account_id__in=accounts, state__in=ACTIVE, is_flagged=False
    ).values_list("account_id", "meetings"):
        spans.setdefault(account_id, []).extend(times)
    return {
        entry.pk: [
            section_id
            for section_id in entry.choices
            if section_id in pools and not _meet(pools[section_id].meetings, spans.get(entry.account_id, ()))
        ]
        for entry in entries
    }


def _meet(spans: Iterable[Any], others: Iterable[Any]) -> bool:
    return any(a.lower < b.upper and b.lower < a.upper for b in others for a in spans)


def losses_of(account_ids: Sequence[int], *, at: datetime) -> dict[int, int]:
    """Return each person's losses that count now: none while they are absent too often."""
    rows = Entry.objects.filter(account_id__in=account_ids, is_seated__isnull=False).values_list(
        "account_id", "opening__season_id", "is_seated", "opening__decided_at"
    )
    history: dict[int, list[tuple[int, bool, datetime]]] = {account_id: [] for account_id in account_ids}
    for account_id, season_id, was_seated, decided_at in rows:
        if decided_at is not None:
            history[account_id].append((season_id, bool(was_seated), decided_at))
    absent = _ports.too_often_absent(account_ids, at) if account_ids else set()
    return {
        account_id: 0 if account_id in absent else _rules.count_losses(seasons)
        for account_id, seasons in history.items()
    }


def _lay(opening: Opening, entries: Sequence[Entry]) -> _draw.Draw:
    pools = {pool.section_id: pool for pool in Pool.objects.filter(opening=opening).prefetch_related("reserves")}
    sections = sorted(catalogue.list_sections(ids=list(pools)), key=lambda section: section.id)
    codes = {section.id: section.code for section in sections}
    return _draw.Draw(
        sections=tuple(_as_section(section, pools[section.id]) for section in sections),
        people=tuple(
            _draw.Person(
                id=entry.pseudonym,
                choices=tuple(codes[section_id] for section_id in entry.choices),
                pools=tuple(entry.groups),
                losses=entry.losses,
            )
            for entry in entries
        ),
        seed=b"",
        seats_per_person=opening.seats_per_person,
    )


def _as_section(section: catalogue.SectionRecord, pool: Pool) -> _draw.Section:
    reserves = sorted(pool.reserves.all(), key=lambda reserve: reserve.order)
    return _draw.Section(
        id=section.code,
        course=str(section.course_id),
        capacity=0 if pool.is_cancelled else pool.capacity,
        meetings=tuple((span.lower, span.upper) for span in pool.meetings),
        pools=tuple(_draw.Pool(reserve.group, reserve.seats) for reserve in reserves),
    )


@dataclass(frozen=True)
class _Drawn:
    """A draw's result in our own ids: (section, account) of each seat, and who got none, in order."""

    seats: list[tuple[int, int]]
    unseated: list[Entry]
    reasons: dict[int, str]


def _decide(opening: Opening, beacon: str, at: datetime) -> None:
    entries = list(Entry.objects.filter(opening=opening).order_by("pseudonym"))
    seed = bytes.fromhex(sealed.unseal(bytes(opening.seed_sealed), column=SEED_COLUMN))
    draw = _as_published(opening, seed=seed, beacon=beacon)
    result = _draw.run_draw(draw)
    drawn = _read(result, entries, opening)
    _write_seats(drawn, at)
    _note_outcomes(entries, drawn)
    _publish(opening, draw, result, at)
    _fill_lists(drawn, at)
    _tidings.tell_drawn(opening.pk, drawn.seats, [entry.account_id for entry in drawn.unseated], at=at)


def _as_published(opening: Opening, *, seed: bytes, beacon: str) -> _draw.Draw:
    # Capacities and times may have moved since the entries were published; the published ones decide.
    content = (opening.input_file or {}) | {"seed": seed.hex(), "beacon": beacon}
    return _draw.read_draw(json.dumps(content).encode())


def _read(result: _draw.Result, entries: Sequence[Entry], opening: Opening) -> _Drawn:
    by_name = {entry.pseudonym: entry for entry in entries}
    sections = catalogue.list_sections(ids=list(opening.pools.values_list("section_id", flat=True)))
    ids = {section.code: section.id for section in sections}
    return _Drawn(
        seats=[(ids[seat.section], by_name[seat.person].account_id) for seat in result.seats],
        unseated=[by_name[one.person] for one in result.unseated],
        reasons={by_name[one.person].pk: one.reason for one in result.unseated},
    )


def _write_seats(drawn: _Drawn, at: datetime) -> None:
    gone = set(
        Pool.objects.filter(section_id__in={s for s, _ in drawn.seats}, is_cancelled=True).values_list("pk", flat=True)
    )
    written = _sets.write_seats([pair for pair in drawn.seats if pair[0] not in gone], at=at)
    _fees.charge([seat.pk for seat in written], at=at)
    lines = [Line(MoveKind.DRAW, seat.section_id, seat.account_id, seat.pk) for seat in written]
    _ledger.move_all(lines, by=None, why="draw", at=at)
    drawn.seats[:] = [(seat.section_id, seat.account_id) for seat in written]


def _note_outcomes(entries: Sequence[Entry], drawn: _Drawn) -> None:
    seated = {account_id for _, account_id in drawn.seats}
    for entry in entries:
        entry.is_seated = entry.account_id in seated
        # Drawn a seat, yet none written: since the entries were frozen the class was cancelled, or another
        # seat at that time taken.
        entry.reason = "" if entry.is_seated else drawn.reasons.get(entry.pk, "overlaps")
    Entry.objects.bulk_update(entries, ["is_seated", "reason"], batch_size=2000)


def _fill_lists(drawn: _Drawn, at: datetime) -> None:
    pools = _locks.hold_pools({section_id for entry in drawn.unseated for section_id in entry.choices})
    full = {section_id for section_id, pool in pools.items() if _waiting.is_listed(pool)}
    wanted = [
        (section_id, entry.account_id, float(rank))
        for rank, entry in enumerate(drawn.unseated)
        for section_id in entry.choices
        if section_id in full
    ]
    _waiting.write_places(wanted, at=at, by=None, why="draw")


def _publish(opening: Opening, draw: _draw.Draw, result: _draw.Result, at: datetime) -> None:
    opening.state = OpeningState.DECIDED
    opening.seed, opening.beacon, opening.decided_at = draw.seed.hex(), draw.beacon, at
    opening.input_file = json.loads(_draw.write_draw(draw))
    opening.result_file = json.loads(b"".join(_draw.write_result(result)))
    opening.result_digest = result.digest
    opening.save()


def _outcome(opening: Opening) -> DrawOutcome:
    seated = list(Entry.objects.filter(opening=opening).values_list("is_seated", flat=True))
    return DrawOutcome(
        opening_id=opening.pk,
        entered=len(seated),
        seated=sum(map(bool, seated)),
        unseated=len(seated) - sum(map(bool, seated)),
        digest=opening.result_digest,
    )


def draw_files(*, opening_id: int) -> dict[str, bytes]:
    """Return the public files by name, `input` and `result`, as canonical JSON; only those published so far.

    Raises:
        NotFound: There is no such draw.
    """
    opening = Opening.objects.filter(pk=opening_id, policy=Policy.DRAW).first()
    if opening is None:
        raise NotFound
    files = {"input": opening.input_file, "result": opening.result_file}
    return {name: _draw.canonical_json(content) + b"\n" for name, content in files.items() if content}
