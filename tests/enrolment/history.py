"""What a checker must find in the seats' history: V1 to V9, V12 and V13, read from the ledger and the answers.

Own code: nothing of the product's is called, only its tables are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from yexiao.common.refusals import Refusal
from yexiao.enrolment import api as enrolment


@dataclass(frozen=True)
class Claimed:
    """One request of the storm and what came back: a seat, a refusal, or another error."""

    account_id: int
    section_id: int
    answer: Any

    @property
    def is_ok(self) -> bool:
        """Tell whether a seat was acknowledged."""
        return isinstance(self.answer, enrolment.SeatRecord)


def rows(statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def find_faults(claims: Sequence[Claimed] = ()) -> list[str]:
    """Return one line per broken invariant; nothing when the history is clean."""
    return [
        *_never_oversold(),
        *_acknowledged_seats_are_kept(claims),
        *_no_phantoms(claims),
        *_one_active_seat_each(),
        *_full_only_when_full(claims),
        *_nobody_waits_beside_a_free_seat(),
        *_the_list_is_served_in_order(),
        *_fees_add_up(),
        *_nothing_unexplained(claims),
        *_nobody_was_early(),
        *_counts_agree(),
    ]


def _never_oversold() -> list[str]:  # V1 and V8, at every prefix of the ledger
    moves = rows(
        "SELECT section_id, id, capacity_change, taken_change, offered_change, waiting_change "
        "FROM enrolment_move ORDER BY id"
    )
    faults, totals = [], defaultdict(lambda: [0, 0, 0, 0])
    for section, line, *changes in moves:
        total = totals[section]
        for place, change in enumerate(changes):
            total[place] += change
        if total[1] + total[2] > total[0] or min(total) < 0:
            faults.append(f"V1: section {section} at line {line}: capacity, taken, offered, waiting = {total}")
    return faults


def _acknowledged_seats_are_kept(claims: Iterable[Claimed]) -> list[str]:  # V2
    held = set(rows("SELECT account_id, section_id FROM enrolment_seat WHERE state IN ('taken', 'completed')"))
    ended = set(rows("SELECT account_id, section_id FROM enrolment_move WHERE kind = 'release'"))
    return [
        f"V2: {claim.account_id} lost an acknowledged seat in {claim.section_id}"
        for claim in claims
        if claim.is_ok and (claim.account_id, claim.section_id) not in held | ended
    ]


def _no_phantoms(claims: Sequence[Claimed]) -> list[str]:  # V3
    if not claims:
        return []
    asked = {(claim.account_id, claim.section_id) for claim in claims}
    ok = {(claim.account_id, claim.section_id) for claim in claims if claim.is_ok}
    claimed = set(rows("SELECT account_id, section_id FROM enrolment_move WHERE kind = 'claim'"))
    return [f"V3: {pair} holds a seat but was only refused" for pair in sorted((claimed & asked) - ok)]


def _one_active_seat_each() -> list[str]:  # V4
    doubled = rows(
        "SELECT account_id, section_id FROM enrolment_seat WHERE state IN ('taken', 'offered') "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    )
    return [f"V4: {pair} twice" for pair in doubled]


def _full_only_when_full(claims: Iterable[Claimed]) -> list[str]:  # V5, for storms in which nothing is released
    refused = {claim.section_id for claim in claims if isinstance(claim.answer, enrolment.SectionFull)}
    used = dict(rows("SELECT section_id, capacity - taken - offered - waiting FROM enrolment_pool"))
    released = {section for (section,) in rows("SELECT section_id FROM enrolment_move WHERE kind = 'release'")}
    return [f"V5: section {one} was called full" for one in sorted(refused - released) if used[one] > 0]


def _nobody_waits_beside_a_free_seat() -> list[str]:  # V6
    stuck = rows(
        "SELECT section_id FROM enrolment_pool WHERE waiting > 0 AND capacity > taken + offered AND NOT is_cancelled"
    )
    return [f"V6: people wait beside a free seat of {section}" for (section,) in stuck]


def _the_list_is_served_in_order() -> list[str]:  # V7
    faults, lists = [], defaultdict(list)
    moves = rows("SELECT section_id, account_id, kind FROM enrolment_move ORDER BY id")
    for section, account, kind in moves:
        waiting = lists[section]
        if kind == "join":
            waiting.append(account)
        elif kind == "leave":
            waiting.remove(account)
        elif kind == "offer":
            if waiting[0] != account:
                faults.append(f"V7: {account} was offered a seat of {section} before {waiting[0]}")
            waiting.remove(account)
        elif kind == "claim" and waiting:
            faults.append(f"V7: {account} took a seat of {section} past {len(waiting)} waiting")
    return faults


def _fees_add_up() -> list[str]:  # V9
    lines = defaultdict(list)
    for seat, kind, amount in rows("SELECT seat_id, kind, amount_fen FROM enrolment_feeline ORDER BY id"):
        lines[seat].append((kind, amount))
    seats = rows(
        "SELECT seat.id, seat.state, pool.fee_fen FROM enrolment_seat AS seat JOIN enrolment_pool AS pool "
        "USING (section_id) WHERE pool.fee_fen > 0"
    )
    faults = []
    for seat, state, fee in seats:
        charged = [amount for kind, amount in lines[seat] if kind == "charge"]
        if (state in {"taken", "completed"} and charged != [fee]) or len(charged) > 1:
            faults.append(f"V9: seat {seat} ({state}) was charged {charged}, its fee is {fee}")
        if sum(amount for _, amount in lines[seat]) < 0:
            faults.append(f"V9: seat {seat} got back more than was paid")
    return faults


def _nothing_unexplained(claims: Iterable[Claimed]) -> list[str]:  # V12
    odd = Counter(
        type(claim.answer).__name__ for claim in claims if not claim.is_ok and not isinstance(claim.answer, Refusal)
    )
    return [f"V12: {count} requests ended in {name}" for name, count in odd.items()]


def _nobody_was_early() -> list[str]:  # V13
    early = rows(
        "SELECT seat.id FROM enrolment_seat AS seat JOIN enrolment_pool AS pool USING (section_id) "
        "JOIN enrolment_opening AS opening ON opening.id = pool.opening_id WHERE seat.decided_at < opening.opens_at"
    )
    return [f"V13: seat {seat} was given before the opening" for (seat,) in early]


def _counts_agree() -> list[str]:
    return [str(mismatch) for mismatch in enrolment.check_counters()]
