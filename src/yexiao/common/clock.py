"""The one clock: the database's, unless a simulation or a test stands at another moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Days a person can mean; outside them a slip of the keyboard would reach the ends of the calendar."""

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """Return the moment that decides deadlines: the database clock plus the demonstration's offset, in UTC."""
    standing = _standing_at.get()
    if standing is not None:
        return standing
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() + common_clock_offset()")
        moment: datetime = cursor.fetchone()[0]
    return moment


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let `now` answer that moment inside the block; for simulations and tests."""
    token = _standing_at.set(moment)
    try:
        yield
    finally:
        _standing_at.reset(token)


def move_on(by: timedelta) -> None:
    """Move the demonstration's clock on by that much, for every process of this database.

    Raises:
        ValueError: The step goes back; seats and marks cannot be unmade.
    """
    if by < timedelta(0):
        raise ValueError("the clock only moves on")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_clock SET ahead = ahead + %s::interval", [str(by)])


def city_zone() -> ZoneInfo:
    """Return the city's time zone; every time shown to a person is in it."""
    return ZoneInfo(settings.TIME_ZONE)


def local_date(moment: datetime) -> date:
    """Return the calendar date of the moment in the city."""
    return timezone.localtime(moment, city_zone()).date()


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the moment of that wall-clock time in the city."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=city_zone())
