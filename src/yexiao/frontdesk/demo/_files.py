"""Read the demonstration city's files (`content/`) into plain rows."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
Row = dict[str, str]


class ContentMissing(Exception):
    """A file of the demonstration city is not there; the text says which and what to do."""


@dataclass(frozen=True)
class CourseFile:
    """A course's front matter and its two bodies."""

    facts: dict[str, Any]
    body: str
    body_en: str


def rows(name: str) -> list[Row]:
    """Return the rows of a CSV file by column name."""
    with _path(name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache
def facts(name: str) -> dict[str, Any]:
    """Return a TOML file."""
    return tomllib.loads(_path(name).read_text(encoding="utf-8"))


def courses() -> list[CourseFile]:
    """Return every course, by file name."""
    return [_course(path) for path in sorted(_path("courses").glob("*.md"))]


def words(text: str) -> list[str]:
    """Return the parts of a semicolon list, without empty ones."""
    return [part.strip() for part in text.split(";") if part.strip()]


def weekdays(text: str) -> list[int]:
    """Return the weekdays of a list such as `mon;wed`."""
    return [WEEKDAYS[word] for word in words(text)]


def _course(path: Path) -> CourseFile:
    _nothing, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    chinese, english = body.split("## English", 1)
    return CourseFile(tomllib.loads(head), chinese.replace("## 中文", "", 1).strip(), english.strip())


def _path(name: str) -> Path:
    found: Path = settings.CONTENT_DIR / name
    if not found.exists():
        raise ContentMissing(f"{found} is missing; set CONTENT_DIR to the folder `content` of a checkout.")
    return found
