"""Pure decisions of the catalogue: fees, the evenings of a section, clashes between meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yexiao.common import money

LOW_FEE_PERCENT = 30
WEEK = timedelta(days=7)
MOST_WEEKS_LATE = 26


def low_fee_of(market_price_fen: int) -> int:
    """Return the low fee: 30 % of the market price, rounded half up to a whole fen."""
    return money.share_of(market_price_fen, percent=LOW_FEE_PERCENT)


def first_weekday(day: date, weekday: int) -> date:
    """Return the first date from that day on with the weekday (1 = Monday … 7 = Sunday)."""
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def count_weekdays(first: date, last: date) -> int:
    """Return how many dates from first to last, both included, have the weekday of the first."""
    return max(0, (last - first).days // 7 + 1)


def weekly_dates(first: date, *, count: int, last: date, is_free: Callable[[date], bool]) -> list[date]:
    """Return up to `count` dates a week apart, leaving out those that are not free.

    Evenings lost so are made up at the end, at most half a year after `last`.
    """
    found: list[date] = []
    day = first
    while len(found) < count and day <= last + MOST_WEEKS_LATE * WEEK:
        if is_free(day):
            found.append(day)
        day += WEEK
    return found


def span_on(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments of a wall-clock span that begins that day; an end not after the start is the next day's."""
    last_day = day if start < end else day + timedelta(days=1)
    return datetime.combine(day, start, zone), datetime.combine(last_day, end, zone)


@dataclass(frozen=True)
class Slot:
    """A meeting as clashes see it; one being made has no id yet."""

    meeting_id: int | None
    section_code: str
    room_id: int
    lecturer_id: int
    starts_at: datetime
    ends_at: datetime
    index: int = 0


def find_clash(
    wanted: Sequence[Slot], stored: Iterable[Slot], *, resource: Callable[[Slot], int]
) -> tuple[Slot, Slot] | None:
    """Return the earliest wanted slot that overlaps another of the same resource, and that other slot.

    Touching is not overlapping; slots with the same meeting id are one and
    the same meeting.
    """
    by_resource: dict[int, list[Slot]] = {}
    for slot in [*stored, *wanted]:
        by_resource.setdefault(resource(slot), []).append(slot)
    for slot in sorted(wanted, key=lambda slot: slot.starts_at):
        for other in _others(slot, by_resource[resource(slot)]):
            return slot, other
    return None


def _others(slot: Slot, same_resource: Iterable[Slot]) -> Iterator[Slot]:
    for other in same_resource:
        is_itself = other is slot or (other.meeting_id is not None and other.meeting_id == slot.meeting_id)
        if not is_itself and other.starts_at < slot.ends_at and slot.starts_at < other.ends_at:
            yield other
