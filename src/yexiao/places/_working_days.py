"""Working days and public holidays, from `content/holidays.toml`."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

SATURDAY = 5


@dataclass(frozen=True)
class Year:
    """The days of one year that are not as their weekday says."""

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()


def is_working_day(day: date) -> bool:
    """Tell whether people work that day: Monday to Friday, less public holidays, plus make-up days.

    For a year without a notice it is Monday to Friday, and one warning is logged.
    """
    year = _year(settings.CONTENT_DIR / "holidays.toml", day.year)
    if day in year.make_up_days:
        return True
    return day.weekday() < SATURDAY and day not in year.holidays


def is_public_holiday(day: date) -> bool:
    """Tell whether that day belongs to a public holiday; weekends alone are none. Unknown years have none."""
    return day in _year(settings.CONTENT_DIR / "holidays.toml", day.year).holidays


@lru_cache(maxsize=64)
def _year(path: Path, number: int) -> Year:
    years = _years(path)
    if number not in years:
        logger.warning("%s says nothing about %s: working days are Monday to Friday.", path.name, number)
    return years.get(number, Year())


@lru_cache(maxsize=4)
def _years(path: Path) -> dict[int, Year]:
    if not path.exists():
        return {}
    return {entry["year"]: _read(entry) for entry in tomllib.loads(path.read_text()).get("years", [])}


def _read(entry: dict[str, Any]) -> Year:
    days = [day for span in entry["holidays"] for day in _days(span["first"], span["last"])]
    return Year(frozenset(days), frozenset(entry.get("make_up_days", ())))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
