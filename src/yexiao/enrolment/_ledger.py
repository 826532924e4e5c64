"""The only hand that moves a pool's counts: each move writes its line in the same statement.

The line is written after the pool's row is locked and changed, so a section's
lines in order of id are the order in which things happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from yexiao.enrolment.models import MoveKind


class Guard(StrEnum):
    """What must hold under the lock for a move to happen."""

    NONE = "true"
    FREE_FOR_ANYBODY = (
        "NOT is_cancelled AND taken + offered + waiting < capacity "
        "AND meetings = (SELECT meetings FROM enrolment_seat WHERE id = %(seat_id)s)"
    )
    NOTHING_FREE = "NOT is_cancelled AND taken + offered + waiting >= capacity"


CHANGES: dict[str, tuple[int, int, int]] = {  # taken, offered, waiting
    MoveKind.CLAIM: (1, 0, 0),
    MoveKind.DRAW: (1, 0, 0),
    MoveKind.RELEASE: (-1, 0, 0),
    MoveKind.JOIN: (0, 0, 1),
    MoveKind.LEAVE: (0, 0, -1),
    MoveKind.OFFER: (0, 1, -1),
    MoveKind.ACCEPT: (1, -1, 0),
    MoveKind.DECLINE: (0, -1, 0),
    MoveKind.LAPSE: (0, -1, 0),
    MoveKind.COMPLETE: (0, 0, 0),
    MoveKind.OPEN: (0, 0, 0),
    MoveKind.CAPACITY: (0, 0, 0),
}

MOVE_ALL = """
WITH line AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[],
        %s::int[], %s::int[], %s::int[], %s::int[]) WITH ORDINALITY
        AS line(section_id, account_id, seat_id, kind, capacity, taken, offered, waiting, place)
), total AS (
    SELECT section_id, sum(capacity) AS capacity, sum(taken) AS taken, sum(offered) AS offered,
        sum(waiting) AS waiting
    FROM line GROUP BY section_id
), moved AS (
    UPDATE enrolment_pool AS pool SET capacity = pool.capacity + total.capacity, taken = pool.taken + total.taken,
        offered = pool.offered + total.offered, waiting = pool.waiting + total.waiting
    FROM total WHERE pool.section_id = total.section_id
    RETURNING pool.section_id
)
INSERT INTO enrolment_move (section_id, account_id, seat_id, kind, capacity_change, taken_change, offered_change,
    waiting_change, by_account_id, why, at)
SELECT line.section_id, account_id, seat_id, kind, capacity, taken, offered, waiting, %s, %s, %s
FROM line JOIN moved ON moved.section_id = line.section_id ORDER BY place
"""
MOVE_ONE = """
WITH moved AS (
    UPDATE enrolment_pool
    SET taken = taken + %(taken)s, offered = offered + %(offered)s, waiting = waiting + %(waiting)s
    WHERE section_id = %(section_id)s AND {guard}
    RETURNING section_id
)
INSERT INTO enrolment_move (section_id, account_id, seat_id, kind, capacity_change, taken_change, offered_change,
    waiting_change, by_account_id, why, at)
SELECT section_id, %(account_id)s, %(seat_id)s, %(kind)s, 0, %(taken)s, %(offered)s, %(waiting)s,
    %(by)s, %(why)s, %(at)s FROM moved
"""


@dataclass(frozen=True)
class Line:
    """One move: whose seat or place in which section, and what happened to it."""

    kind: MoveKind
    section_id: int
    account_id: int | None = None
    seat_id: int | None = None
    capacity_change: int = 0


def move(line: Line, *, guard: Guard = Guard.NONE, by: int | None, why: str, at: datetime) -> bool:
    """Move the counts and write the line in one conditional statement; tell whether the guard held."""
    taken, offered, waiting = CHANGES[line.kind]
    values = {
        "section_id": line.section_id,
        "account_id": line.account_id,
        "seat_id": line.seat_id,
        "kind": line.kind.value,
        "taken": taken,
        "offered": offered,
        "waiting": waiting,
        "by": by,
        "why": why,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE_ONE.format(guard=guard.value), values)
        return bool(cursor.rowcount)


def move_all(lines: Iterable[Line], *, by: int | None, why: str, at: datetime) -> None:
    """Write many lines and move their pools' counts; the caller holds the pools."""
    rows = [_row(line) for line in lines]
    if not rows:
        return
    columns: Sequence[list[object]] = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(MOVE_ALL, [*columns, by, why, at])


def _row(line: Line) -> tuple[object, ...]:
    head = (line.section_id, line.account_id, line.seat_id, line.kind.value, line.capacity_change)
    return (*head, *CHANGES[line.kind])
