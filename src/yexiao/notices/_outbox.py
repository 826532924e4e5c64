"""Telling people, and what they find in their inbox. One key, one person, one channel: one message."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import translation

from yexiao.common import jobs
from yexiao.notices import _words
from yexiao.notices._records import Message, NoticeRecord
from yexiao.notices.models import Channel, Notice

PUT_ONCE = """
INSERT INTO notices_notice
    (recipient_id, event_key, channel, template, values, link, created_at, send_after,
    state, sent_at, tries, last_error)
SELECT recipient_id, event_key, channel, template, values, link, %(at)s, %(at)s,
    CASE channel WHEN 'in_app' THEN 'sent' ELSE 'waiting' END,
    CASE channel WHEN 'in_app' THEN %(at)s END, 0, ''
FROM jsonb_to_recordset(%(rows)s::jsonb) AS row
    (recipient_id bigint, event_key text, channel text, template text, values jsonb, link text)
ORDER BY recipient_id, event_key, channel
ON CONFLICT (recipient_id, event_key, channel) DO NOTHING
RETURNING channel
"""
BATCH = 5000


@transaction.atomic
def tell(*, messages: Sequence[Message], at: datetime) -> int:
    """Put messages in the outbox and return how many rows are new (one for each channel).

    An in-app message is in the inbox at once; an SMS is sent by a job after
    the caller's transaction commits. Parallel tellers of one event write one
    row: rows go in by key order, so they wait for each other and never lock
    each other out.

    Raises:
        ValueError: Programming errors: an unknown template or channel, a
            missing value, a link to another site.
    """
    for message in messages:
        _check(message)
    rows = [row for message in messages for row in _rows_of(message)]
    new = [channel for batch in _batches(rows) for channel in _put_once(batch, at)]
    if Channel.SMS in new:
        transaction.on_commit(_send_soon, robust=True)
    return len(new)


def list_inbox(*, account_id: int, limit: int = 50) -> list[NoticeRecord]:
    """Return a person's newest messages, said in the current language."""
    notices = _inbox(account_id).order_by("-created_at", "-pk")[:limit]
    language = translation.get_language() or "zh-hans"
    return [_as_record(notice, language) for notice in notices]


def count_unread(*, account_id: int) -> int:
    """Return how many messages a person has not read; one query on an index of unread messages only."""
    return _inbox(account_id).filter(read_at=None).count()


def mark_read(*, account_id: int, at: datetime, ids: Iterable[int] | None = None) -> str:
    """Mark a person's messages read, all or only these; return the last one's link.

    Somebody else's ids change nothing. Repeating keeps the first moment.
    """
    notices = _inbox(account_id)
    if ids is not None:
        notices = notices.filter(pk__in=list(ids))
    notices.filter(read_at=None).update(read_at=at)
    return notices.order_by("-pk").values_list("link", flat=True).first() or ""


def _check(message: Message) -> None:
    if not _words.is_registered(message.template):
        raise ValueError(f"no words are registered for the message {message.template!r}")
    missing = _words.names_in(message.template) - message.values.keys()
    if missing:
        raise ValueError(f"the message {message.template!r} lacks {sorted(missing)}")
    if not set(message.channels) <= set(Channel.values):
        raise ValueError(f"unknown channel in {message.channels}")
    if message.link and (not message.link.startswith("/") or message.link.startswith("//")):
        raise ValueError(f"the link {message.link!r} leaves this site")


def _rows_of(message: Message) -> Iterator[dict[str, Any]]:
    for channel in message.channels:
        yield {
            "recipient_id": message.recipient_id,
            "event_key": message.event_key,
            "channel": channel,
            "template": message.template,
            "values": dict(message.values),
            "link": message.link,
        }


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rows.sort(key=lambda row: (row["recipient_id"], row["event_key"], row["channel"]))
    return (rows[i : i + BATCH] for i in range(0, len(rows), BATCH))


def _put_once(rows: list[dict[str, Any]], at: datetime) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(PUT_ONCE, {"at": at, "rows": json.dumps(rows)})
        return [channel for (channel,) in cursor.fetchall()]


def _send_soon() -> None:
    jobs.defer("notices.send_due", once_as="notices.send_due")


def _inbox(account_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient_id=account_id, channel=Channel.IN_APP)


def _as_record(notice: Notice, language: str) -> NoticeRecord:
    said = _words.say(notice.template, notice.values, language, at=notice.created_at)
    return NoticeRecord(notice.pk, said.subject, said.body, notice.link, notice.created_at, notice.read_at)
