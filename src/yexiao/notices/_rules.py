"""Pure decisions about sending: no Django, no clock, no database."""

from __future__ import annotations

from datetime import timedelta

LONGEST_PAUSE = timedelta(hours=1)
WORTH_SENDING = timedelta(hours=24)


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after that many failures: 1, 2, 4 … minutes, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_PAUSE)


def is_stale(age: timedelta) -> bool:
    """Tell whether a text message is too old to be sent: after a day its news is only in the inbox."""
    return age > WORTH_SENDING
