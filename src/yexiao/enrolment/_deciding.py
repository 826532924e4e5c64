"""A draw is decided: run over the published entries, seats and lists written, everybody told once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yexiao.catalogue import api as catalogue
from yexiao.common import sealed
from yexiao.enrolment import _draw, _fees, _files, _freezing, _ledger, _locks, _sets, _tidings, _waiting
from yexiao.enrolment._ledger import Line
from yexiao.enrolment._openings import SEED_COLUMN
from yexiao.enrolment._records import BeaconNeeded, DrawOutcome
from yexiao.enrolment.models import Entry, MoveKind, Opening, OpeningState, Policy, Pool

OUTCOMES = """
UPDATE enrolment_entry AS entry SET is_seated = new.is_seated, reason = new.reason
FROM unnest(%s::bigint[], %s::boolean[], %s::text[]) AS new(id, is_seated, reason)
WHERE entry.id = new.id
"""


@_locks.whole
def decide_draw(*, opening_id: int, beacon: str = "", at: datetime) -> DrawOutcome:
    """Decide the draw: seats, ledger, waiting lists, public files; everybody who entered is told once.

    An opening with a beacon source freezes and publishes its entries at
    closing and waits for the beacon; where none was announced, none is mixed
    in. Repeating returns the outcome.

    Raises:
        NotFound, NotADraw: There is no such draw.
        TooEarlyToDraw: The window is still open.
        BeaconNeeded: The entries are frozen; the beacon is to come.
    """
    opening = _freezing.hold(opening_id, at)
    if opening.state == OpeningState.DECIDED:
        return _outcome(opening)
    if opening.beacon_source and not beacon:
        raise BeaconNeeded(source=opening.beacon_source)
    if not opening.entries_digest:
        _freezing.freeze(opening, at)
    _decide(opening, beacon if opening.beacon_source else "", at)
    return _outcome(opening)


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
    seated = {account_id for _, account_id in drawn.seats}
    without = [entry.account_id for entry in entries if entry.account_id not in seated]
    _tidings.tell_drawn(opening.pk, drawn.seats, without, at=at)


def _as_published(opening: Opening, *, seed: bytes, beacon: str) -> _draw.Draw:
    # Capacities and times may have moved since the entries were published; the published ones decide.
    content = json.loads(_files.read(opening_id=opening.pk, name=_files.INPUT))
    return _draw.read_draw(json.dumps(content | {"seed": seed.hex(), "beacon": beacon}).encode())


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
    # Drawn a seat, yet none written: since the entries were frozen the class was cancelled, or another
    # seat at that time taken.
    reasons = {entry.pk: drawn.reasons.get(entry.pk, "overlaps") for entry in entries}
    rows = [
        (entry.pk, entry.account_id in seated, "" if entry.account_id in seated else reasons[entry.pk])
        for entry in entries
    ]
    _freezing.write_columns(OUTCOMES, rows)


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
    _files.publish(opening_id=opening.pk, name=_files.INPUT, content=_draw.write_draw(draw))
    _files.publish(opening_id=opening.pk, name=_files.RESULT, content=b"".join(_draw.write_result(result)))
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
