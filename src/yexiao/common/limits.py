"""Rate limits counted in an unlogged table, so that every process and machine counts together."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import connection

from yexiao.common.refusals import Refusal

COUNT_HIT = """
INSERT INTO common_limit (name, subject, window_start, hits)
VALUES (%(name)s, %(subject)s, date_bin(%(window)s, now(), 'epoch'), 1)
ON CONFLICT (name, subject, window_start) DO UPDATE SET hits = common_limit.hits + 1
RETURNING hits, extract(epoch FROM window_start + %(window)s - now())
"""

LOOK_UP = """
SELECT hits, extract(epoch FROM window_start + %(window)s - now()) FROM common_limit
WHERE name = %(name)s AND subject = %(subject)s AND window_start = date_bin(%(window)s, now(), 'epoch')
"""


class TooOften(Refusal):
    """The same was asked for too often; `seconds` says when to try again."""

    code = "common.too_often"
    status = 429


def count_hit(*, name: str, subject: str, most: int, window: timedelta) -> None:
    """Count one use by the subject in the current window.

    The count is kept even if the caller's transaction fails only when the
    caller is outside one: call it before `atomic`. Subjects are stored hashed.

    Raises:
        TooOften: More than `most` uses in this window.
    """
    hits, seconds = _ask(COUNT_HIT, name, subject, window)
    if hits > most:
        raise TooOften(name=name, seconds=max(1, int(seconds)))


def refuse_over(*, name: str, subject: str, most: int, window: timedelta) -> None:
    """Refuse a subject that has used up its window, counting nothing; for limits on failures alone.

    Raises:
        TooOften: `most` uses or more in this window.
    """
    hits, seconds = _ask(LOOK_UP, name, subject, window)
    if hits >= most:
        raise TooOften(name=name, seconds=max(1, int(seconds)))


def forget_old_windows(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Remove counters nobody asks any more; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM common_limit WHERE window_start < now() - %s::interval", [str(older_than)])
        return int(cursor.rowcount)


def _ask(statement: str, name: str, subject: str, window: timedelta) -> tuple[int, float]:
    values: dict[str, Any] = {"name": name, "subject": hashlib.sha256(subject.encode()).digest(), "window": window}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() or (0, 0.0)
