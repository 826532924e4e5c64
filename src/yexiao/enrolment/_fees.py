"""The fee ledger: a seat is charged once and reversed once, however often it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

CHARGE = """
INSERT INTO enrolment_feeline (seat_id, kind, amount_fen, at)
SELECT seat.id, 'charge', pool.fee_fen, %s
FROM enrolment_seat AS seat JOIN enrolment_pool AS pool ON pool.section_id = seat.section_id
WHERE seat.id = ANY(%s) AND pool.fee_fen > 0
ON CONFLICT (seat_id, kind) DO NOTHING
"""
REVERSE = """
INSERT INTO enrolment_feeline (seat_id, kind, amount_fen, at)
SELECT seat_id, 'reversal', -amount_fen, %s FROM enrolment_feeline
WHERE kind = 'charge' AND seat_id = ANY(%s)
ON CONFLICT (seat_id, kind) DO NOTHING
"""


def charge(seat_ids: Iterable[int], *, at: datetime) -> int:
    """Charge the section's fee for these seats, once each; return how many lines were written."""
    return _write(CHARGE, seat_ids, at)


def reverse(seat_ids: Iterable[int], *, at: datetime) -> int:
    """Reverse what was charged for these seats, once each; return how many lines were written."""
    return _write(REVERSE, seat_ids, at)


def _write(statement: str, seat_ids: Iterable[int], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [at, list(seat_ids)])
        return int(cursor.rowcount)
