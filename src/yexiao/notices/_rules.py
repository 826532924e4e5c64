"""Pure decisions about sending: no Django, no clock, no database."""

from __future__ import annotations

from datetime import timedelta

LONGEST_PAUSE = timedelta(hours=1)
WORTH_SENDING = timedelta(hours=24)  # after a day the news is only in the inbox


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after that many failures: 1, 2, 4 … minutes, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_PAUSE)
