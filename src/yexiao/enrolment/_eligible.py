"""Whether those on a list can still use the seat they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.db import connection

from yexiao.enrolment.models import Pool

HELD = """
SELECT seat.account_id, seat.state, seat.meetings && %(meetings)s AND NOT seat.is_flagged AND seat.state <> 'completed',
    coalesce(pool.opening_id = %(opening)s, false)
FROM enrolment_seat AS seat LEFT JOIN enrolment_pool AS pool ON pool.section_id = seat.section_id
WHERE seat.account_id = ANY(%(accounts)s) AND seat.state IN ('taken', 'offered', 'completed')
"""


class Standing(StrEnum):
    """Fit for an offer now; later, when another offer is decided; or gone, for a seat taken rules it out."""

    FIT = "fit"
    LATER = "later"
    GONE = "gone"


def standing_of(account_ids: Sequence[int], pool: Pool) -> dict[int, Standing]:
    """Return how each person stands towards a seat of this pool, in one query."""
    values = {"meetings": pool.meetings, "opening": pool.opening_id, "accounts": list(account_ids)}
    held: dict[int, list[tuple[str, bool, bool]]] = {account_id: [] for account_id in account_ids}
    with connection.cursor() as cursor:
        cursor.execute(HELD, values)
        for account_id, state, overlaps, is_same in cursor.fetchall():
            held[account_id].append((state, overlaps, is_same))
    most = pool.opening.seats_per_person
    return {account_id: _judge(seats, most) for account_id, seats in held.items()}


def _judge(seats: Sequence[tuple[str, bool, bool]], most: int) -> Standing:
    if _is_ruled_out([seat for seat in seats if seat[0] != "offered"], most):
        return Standing.GONE
    return Standing.LATER if _is_ruled_out(seats, most) else Standing.FIT


def _is_ruled_out(seats: Sequence[tuple[str, bool, bool]], most: int) -> bool:
    return any(overlaps for _, overlaps, _ in seats) or sum(is_same for _, _, is_same in seats) >= most
