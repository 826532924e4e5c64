"""Seats that a moved class laid over another: flagged, and so left out of the constraint, while both are held."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, connection

from yexiao.enrolment import _claims, _locks

UNFLAG = """
UPDATE enrolment_seat AS seat SET is_flagged = false
WHERE seat.account_id = ANY(%s) AND seat.is_flagged AND seat.state IN ('taken', 'offered')
    AND NOT EXISTS (
        SELECT FROM enrolment_seat AS other
        WHERE other.account_id = seat.account_id AND other.id <> seat.id
            AND other.state IN ('taken', 'offered') AND other.meetings && seat.meetings)
"""


def unflag(account_ids: Iterable[int]) -> None:
    """Take the flag off these people's seats that overlap no other any more; call it after a seat ends or moves.

    Raises:
        Stale: A holder took an overlapping seat in this very moment.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(UNFLAG, [list(account_ids)])
    except IntegrityError as problem:
        if _claims.is_overlap(problem):
            raise _locks.Stale from problem
        raise
