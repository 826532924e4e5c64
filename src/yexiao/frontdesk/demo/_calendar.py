"""When the demonstration's seasons are, counted from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yexiao.frontdesk.demo import _load

WEEKS_BETWEEN = 2


@dataclass(frozen=True)
class Span:
    """A season's days and its name."""

    starts: date
    ends: date
    slug: str
    name: str
    name_en: str


def this_season(today: date) -> Span:
    """Return the season that has been running for some weeks today."""
    monday = today - timedelta(days=today.weekday())
    return _span(monday - timedelta(weeks=_facts()["weeks_already_run"]))


def last_season(today: date) -> Span:
    """Return the whole season before it."""
    weeks = _facts()["weeks"] + WEEKS_BETWEEN
    return _span(this_season(today).starts - timedelta(weeks=weeks))


def next_season(today: date) -> Span:
    """Return the season that comes after this one and is not planned yet."""
    return _span(this_season(today).ends + timedelta(weeks=WEEKS_BETWEEN, days=1))


def _span(starts: date) -> Span:
    ends = starts + timedelta(weeks=_facts()["weeks"], days=-1)
    slug, words = next((slug, words) for slug, words in _facts()["names"].items() if starts.month in words["months"])
    return Span(
        starts, ends, f"{starts.year}-{slug}", f"{starts.year} {words['name']}", f"{words['name_en']} {starts.year}"
    )


def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = _load.demo()["season"]
    return facts
