"""Decisions of enrolment that need no database: phases, deadlines, refunds, losses, the list's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_CHOICES = 6
WAKES = time(8)
RESTS = time(22)
READ_BY = time(10)
LATE_RANK = 1e9


class Phase(StrEnum):
    """Where an opening stands at a moment."""

    ANNOUNCED = "announced"
    ENTERING = "entering"
    DRAWING = "drawing"
    OPEN = "open"
    CLOSED = "closed"


def phase_of(*, policy: str, is_decided: bool, opens_at: datetime, closes_at: datetime, at: datetime) -> Phase:
    """Return where an opening stands.

    A draw takes entries in its window and is drawn after it; what it leaves over
    is first come. Other openings give out seats in their window.
    """
    if at < opens_at:
        return Phase.ANNOUNCED
    if policy == "draw":
        return _phase_of_draw(is_decided, closes_at, at)
    return Phase.OPEN if at < closes_at else Phase.CLOSED


def _phase_of_draw(is_decided: bool, closes_at: datetime, at: datetime) -> Phase:
    if is_decided:
        return Phase.OPEN
    return Phase.ENTERING if at < closes_at else Phase.DRAWING


def is_waking(at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether people are awake: from 08:00 up to and including 22:00, local time."""
    clock = at.astimezone(zone).time()
    return WAKES <= clock <= RESTS


def offer_deadline(*, at: datetime, next_start: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return until when an offered seat is held; None if there is no time left to offer it.

    A day; six hours if the class meets within three days, two if within one,
    half an hour if within six hours. A deadline in the night moves to ten in
    the morning, so that everybody sees the offer by daylight. It never
    passes the next meeting's start.
    """
    if next_start is None or next_start <= at:
        return None
    deadline = _next_waking(at + _patience(next_start - at), zone)
    if deadline < next_start:
        return deadline
    return next_start if is_waking(next_start, zone) else _evening_before(next_start, at, zone)


def _patience(ahead: timedelta) -> timedelta:
    if ahead > timedelta(days=3):
        return timedelta(days=1)
    if ahead > timedelta(days=1):
        return timedelta(hours=6)
    return timedelta(hours=2) if ahead > timedelta(hours=6) else timedelta(minutes=30)


def _next_waking(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    if is_waking(moment, zone):
        return moment
    day = local.date() if local.time() < WAKES else local.date() + timedelta(days=1)
    return datetime.combine(day, READ_BY, zone)


def _evening_before(start: datetime, at: datetime, zone: ZoneInfo) -> datetime | None:
    local = start.astimezone(zone)
    day = local.date() - timedelta(days=1) if local.time() < WAKES else local.date()
    evening = datetime.combine(day, RESTS, zone)
    return evening if evening > at else None


def is_refunded(*, first_start: datetime | None, at: datetime) -> bool:
    """Tell whether a person who gives a seat back gets the fee back: before the first meeting begins."""
    return first_start is None or at < first_start


def count_losses(seasons: Iterable[tuple[int, bool, datetime]]) -> int:
    """Count the seasons lost since the last seat won.

    Takes (season id, was seated, decided at) of a person's decided entries.
    A season with any seat is won; several lost entries in one season are one loss.
    """
    rows = list(seasons)
    won = {season for season, was_seated, _ in rows if was_seated}
    last_win = max((when for season, _, when in rows if season in won), default=None)
    return len({season for season, _, when in rows if season not in won and (last_win is None or when > last_win)})


def are_choices_good(choices: Sequence[int], offered: Iterable[int]) -> bool:
    """Tell whether a ranking names between one and `MOST_CHOICES` sections of the opening, each once."""
    return 0 < len(choices) <= MOST_CHOICES and len(set(choices)) == len(choices) and set(choices) <= set(offered)


def next_start(starts: Sequence[datetime], at: datetime) -> datetime | None:
    """Return the first of the moments that is still to come."""
    return min((start for start in starts if start > at), default=None)
