"""No-show standing: how reliably people came lately, as a rate over a window."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from yexiao.attendance import _rules
from yexiao.attendance._records import Standing

COUNT = """
SELECT mark.account_id,
       count(*) FILTER (WHERE mark.kind = ANY(%(counted)s)) AS counted,
       count(*) FILTER (WHERE mark.kind = 'absent') AS absent
FROM attendance_mark mark JOIN catalogue_public_meetings meeting USING (meeting_id)
WHERE mark.account_id = ANY(%(accounts)s) AND meeting.state <> 'cancelled'
  AND meeting.starts_at > %(since)s AND meeting.starts_at <= %(at)s
GROUP BY mark.account_id
"""


def standing(*, account_ids: Collection[int], at: datetime) -> dict[int, Standing]:
    """Return everybody's standing over the 180 days before that moment, in one query.

    Someone without marks stands well. The rule is `_rules.is_too_often_absent`.
    """
    found = {account_id: Standing(account_id) for account_id in account_ids}
    values: dict[str, Any] = {
        "counted": list(_rules.COUNTED),
        "accounts": list(account_ids),
        "since": at - _rules.STANDING_WINDOW,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        for account_id, counted, absent in cursor.fetchall():
            is_too_often = _rules.is_too_often_absent(absent=absent, counted=counted)
            found[account_id] = Standing(account_id, counted, absent, is_too_often)
    return found


def too_often_absent(account_ids: Collection[int], at: datetime) -> set[int]:
    """Return those whose recorded losses do not count in a draw held at that moment."""
    return {row.account_id for row in standing(account_ids=account_ids, at=at).values() if row.is_too_often_absent}
