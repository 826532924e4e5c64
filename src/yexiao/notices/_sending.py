"""The job that sends text messages: each at most once, later when the provider is away.

A message is marked `handed` in a transaction of its own before the
provider hears of it. If the worker dies between the two, the message stays
`handed` and is never given again: the person may miss one text message,
whose in-app twin is in the inbox anyway, and is never told twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yexiao.notices import _rules, _sms, _words
from yexiao.notices.models import Notice, State
from yexiao.people import api as people

log = logging.getLogger(__name__)

CLAIM = """
UPDATE notices_notice SET state = 'handed', tries = tries + 1
WHERE id = (
    SELECT id FROM notices_notice WHERE state = 'waiting' AND send_after <= %s
    ORDER BY send_after, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING *
"""
REFUSALS_IN_A_ROW = 3
ANSWER_OVERDUE = timedelta(minutes=5)


def send_due(*, at: datetime, most: int = 500) -> int:
    """Send the text messages that are due, oldest first; return how many the provider took.

    Parallel senders share the work. When the provider refuses several in a
    row it is away, and the rest waits for the next run. Call it outside a
    transaction.
    """
    _give_up_old_news(at)
    sent = refused = 0
    for _ in range(most):
        notice = _claim_next(at) if refused < REFUSALS_IN_A_ROW else None
        if notice is None:
            break
        outcome = _send(notice, at)
        sent += outcome is State.SENT
        refused = refused + 1 if outcome is State.WAITING else 0
    return sent


def count_unsure(*, at: datetime) -> int:
    """Return how many messages were handed over some minutes ago without an answer; for health checks."""
    return Notice.objects.filter(state=State.HANDED, send_after__lt=at - ANSWER_OVERDUE).count()


def _give_up_old_news(at: datetime) -> None:
    old = Notice.objects.filter(state=State.WAITING, created_at__lt=at - _rules.WORTH_SENDING)
    old.update(state=State.GIVEN_UP, last_error="too old")


def _claim_next(at: datetime) -> Notice | None:
    return next(iter(Notice.objects.raw(CLAIM, [at])), None)


def _send(notice: Notice, at: datetime) -> State:
    reach = people.ways_to_reach(ids=[notice.recipient_id]).get(notice.recipient_id)
    if reach is None:
        return _keep(notice, State.GIVEN_UP, error="no number")
    if not _words.is_registered(notice.template):  # this worker is older or newer than the teller
        return _put_back(notice, at, error="no words")
    said = _words.say(notice.template, notice.values, reach.language, at=notice.created_at)
    try:
        _sms.backend().send(phone=reach.phone, text=_sms.signed(said.body), key=str(notice.pk))
    except _sms.SmsNotSent as refusal:
        return _put_back(notice, at, error=str(refusal))
    except Exception as problem:
        log.exception("A text message may or may not have been sent; it will not be sent again.")
        return _keep(notice, State.HANDED, error=type(problem).__name__)
    return _keep(notice, State.SENT, sent_at=at)


def _keep(notice: Notice, state: State, *, sent_at: datetime | None = None, error: str = "") -> State:
    Notice.objects.filter(pk=notice.pk).update(state=state, sent_at=sent_at, last_error=error[:200])
    return state


def _put_back(notice: Notice, at: datetime, *, error: str) -> State:
    later = at + _rules.pause_after(notice.tries)
    Notice.objects.filter(pk=notice.pk).update(state=State.WAITING, send_after=later, last_error=error[:200])
    return State.WAITING
