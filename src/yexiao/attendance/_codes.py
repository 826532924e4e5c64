"""Signed codes: the rotating one on the door's screen, the poster's for one evening, the personal ticket.

A code says which meeting and when it was made, and carries a signature
under the data key. Nothing about a person can be read from it except, in
a ticket, an account number that means nothing outside.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from yexiao.attendance import _rules
from yexiao.attendance._records import CodeAltered, CodeExpired
from yexiao.common import sealed

SIGNATURE_DIGITS = 20
POSTER = "p"


@dataclass(frozen=True)
class DoorCode:
    """A door code taken apart: its meeting and its window, None for a poster."""

    meeting_id: int
    window: int | None


@dataclass(frozen=True)
class Ticket:
    """A personal ticket taken apart."""

    meeting_id: int
    account_id: int


def door_code(*, meeting_id: int, at: datetime) -> str:
    """Return the code the door's screen shows in this minute."""
    return _signed(f"{meeting_id}-{_rules.window_of(at)}", purpose="door")


def door_poster_code(*, meeting_id: int) -> str:
    """Return the code for a printed sheet: good for the whole evening of one meeting, so weaker than the screen's."""
    return _signed(f"{meeting_id}-{POSTER}", purpose="door")


def ticket(*, meeting_id: int, account_id: int) -> str:
    """Return a person's ticket for one meeting, to be scanned by staff."""
    return _signed(f"{meeting_id}-{account_id}", purpose="ticket")


def read_door_code(code: str, *, at: datetime) -> DoorCode:
    """Return what a door code says.

    Raises:
        CodeAltered: Not ours, or changed.
        CodeExpired: Ours, but of an earlier minute (or of one to come).
    """
    first, second = _opened(code, purpose="door")
    if second == POSTER:
        return DoorCode(meeting_id=int(first), window=None)
    window = int(second)
    if not _rules.is_window_fresh(window, at):
        raise CodeExpired
    return DoorCode(meeting_id=int(first), window=window)


def read_ticket(text: str) -> Ticket:
    """Return what a ticket says.

    Raises:
        CodeAltered: Not ours, or changed.
    """
    first, second = _opened(text, purpose="ticket")
    return Ticket(meeting_id=int(first), account_id=int(second))


def _signed(text: str, *, purpose: str) -> str:
    return f"{text}-{sealed.sign(text, purpose=purpose)[:SIGNATURE_DIGITS]}"


def _opened(code: str, *, purpose: str) -> tuple[str, str]:
    text, _, signature = code.strip().rpartition("-")
    expected = sealed.sign(text, purpose=purpose)[:SIGNATURE_DIGITS]
    if not _equal(expected, signature):
        raise CodeAltered
    first, _, second = text.partition("-")
    return first, second


def _equal(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
