"""Writing calendar files (RFC 5545, with the names and refresh hints of RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vDuration

PRODUCT = "-//Yexiao//Night school//EN"
REFRESH = timedelta(hours=1)
ZONE_SPAN = date(2020, 1, 1), date(2040, 1, 1)
"""Fixed, so that the same evenings always give the same file."""


@dataclass(frozen=True)
class Entry:
    """One evening as a calendar shows it; `sequence` grows with every change, `point` is latitude and longitude."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    summary: str
    location: str
    point: tuple[float, float]
    url: str
    description: str


def write(entries: Iterable[Entry], *, name: str, zone: ZoneInfo, stamp: datetime) -> bytes:
    """Return the calendar file; `stamp` says since when its content is so.

    Times stand in the city's zone, described by a VTIMEZONE, so that a
    calendar without entries still has the one component it must have.
    There is no METHOD: this is a calendar to subscribe to, no invitation.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_zone(zone))
    for entry in entries:
        calendar.add_component(_event(entry, zone, stamp))
    content: bytes = calendar.to_ical()
    return content


def _zone(zone: ZoneInfo) -> Timezone:
    described = Timezone.from_tzinfo(zone, zone.key, *ZONE_SPAN)
    described.pop("COMMENT", None)  # a VTIMEZONE itself may carry none
    return described


def _event(entry: Entry, zone: ZoneInfo, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("geo", entry.point)
    event.add("url", entry.url)
    event.add("description", entry.description)
    return event
