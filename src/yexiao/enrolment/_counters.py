"""Whether the pools' counts, the seats and lists, and the ledger tell the same story."""

from __future__ import annotations

from django.db import connection

from yexiao.enrolment._records import Mismatch

COMPARE = """
WITH seat AS (
    SELECT section_id, count(*) FILTER (WHERE state IN ('taken', 'completed')) AS taken,
        count(*) FILTER (WHERE state = 'offered') AS offered
    FROM enrolment_seat GROUP BY section_id
), place AS (
    SELECT section_id, count(*) FILTER (WHERE state = 'waiting') AS waiting,
        count(*) FILTER (WHERE state = 'offered') AS offered
    FROM enrolment_waitingplace GROUP BY section_id
), ledger AS (
    SELECT section_id, sum(capacity_change) AS capacity, sum(taken_change) AS taken,
        sum(offered_change) AS offered, sum(waiting_change) AS waiting
    FROM enrolment_move GROUP BY section_id
), told AS (
    SELECT pool.section_id, name, stands, should_be
    FROM enrolment_pool AS pool
    LEFT JOIN seat USING (section_id) LEFT JOIN place USING (section_id) LEFT JOIN ledger USING (section_id)
    CROSS JOIN LATERAL (VALUES
        ('taken by seats', pool.taken, coalesce(seat.taken, 0)),
        ('offered by seats', pool.offered, coalesce(seat.offered, 0)),
        ('waiting by list', pool.waiting, coalesce(place.waiting, 0)),
        ('capacity by ledger', pool.capacity, coalesce(ledger.capacity, 0)),
        ('taken by ledger', pool.taken, coalesce(ledger.taken, 0)),
        ('offered by ledger', pool.offered, coalesce(ledger.offered, 0)),
        ('waiting by ledger', pool.waiting, coalesce(ledger.waiting, 0))
    ) AS count(name, stands, should_be)
)
SELECT section_id, name, stands, should_be FROM told WHERE stands <> should_be ORDER BY section_id, name
"""
OVERFULL = """
SELECT DISTINCT ON (section_id) section_id, 'seats at a moment of the ledger', given, capacity
FROM (
    SELECT section_id, id, sum(taken_change + offered_change) OVER story AS given,
        sum(capacity_change) OVER story AS capacity
    FROM enrolment_move WINDOW story AS (PARTITION BY section_id ORDER BY id)
) AS prefix
WHERE given > capacity ORDER BY section_id, id
"""


def check_counters() -> list[Mismatch]:
    """Compare every pool with its seats, its list and its ledger, and the ledger with itself at every line.

    Returns what disagrees, nothing when all is well. Only `capacity` may
    fall under what was given before it rose again; that is reported too.
    """
    found: list[Mismatch] = []
    with connection.cursor() as cursor:
        for statement in (COMPARE, OVERFULL):
            cursor.execute(statement)
            found += [Mismatch(*row) for row in cursor.fetchall()]
    return found
