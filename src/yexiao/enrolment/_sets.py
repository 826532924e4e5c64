"""Many seats or list places in one statement; what conflicts is left out, not an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

WRITE_SEATS = """
INSERT INTO enrolment_seat (section_id, account_id, state, meetings, is_flagged, offer_until, decided_at)
SELECT wanted.section_id, wanted.account_id, %s, pool.meetings, false, %s, %s
FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS wanted(section_id, account_id, place)
JOIN enrolment_pool AS pool ON pool.section_id = wanted.section_id
ORDER BY wanted.place
ON CONFLICT DO NOTHING
RETURNING id, section_id, account_id, offer_until
"""
WRITE_PLACES = """
INSERT INTO enrolment_waitingplace (section_id, account_id, state, rank_key, joined_at)
SELECT section_id, account_id, 'waiting', rank_key, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::float8[]) WITH ORDINALITY AS wanted(section_id, account_id, rank_key, place)
ORDER BY place
ON CONFLICT DO NOTHING
RETURNING section_id, account_id
"""


@dataclass(frozen=True)
class Written:
    """A seat just written."""

    pk: int
    section_id: int
    account_id: int
    offer_until: datetime | None


def write_seats(
    pairs: Sequence[tuple[int, int]], *, at: datetime, offer_until: datetime | None = None
) -> list[Written]:
    """Write a seat for each (section id, account id), offered if a deadline is given, in this order.

    A pair is left out if the person holds a seat there, or one at an overlapping time.
    """
    if not pairs:
        return []
    sections, accounts = (list(column) for column in zip(*pairs, strict=True))
    state = "taken" if offer_until is None else "offered"
    with connection.cursor() as cursor:
        cursor.execute(WRITE_SEATS, [state, offer_until, at, sections, accounts])
        return [Written(*row) for row in cursor.fetchall()]


def write_places(rows: Sequence[tuple[int, int, float]], *, at: datetime) -> list[tuple[int, int]]:
    """Write a waiting place for each (section id, account id, rank key) not on the list yet; return those."""
    if not rows:
        return []
    sections, accounts, ranks = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(WRITE_PLACES, [at, sections, accounts, ranks])
        return [(section_id, account_id) for section_id, account_id in cursor.fetchall()]
