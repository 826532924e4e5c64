"""Read settings from the environment; a bad value names the variable and what is allowed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off", "")


class BadSetting(Exception):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: set it to {allowed}.")
        self.name = name


def text(name: str, default: str = "") -> str:
    """Return the variable as text, stripped."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable as a truth.

    Raises:
        BadSetting: The value is neither a yes nor a no.
    """
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise BadSetting(name, value, "one of 1, true, yes, on, 0, false, no, off")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """Return the variable as a whole number from low to high.

    Raises:
        BadSetting: The value is no whole number or lies outside.
    """
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal() or not low <= int(value) <= high:
        raise BadSetting(name, value, f"a whole number from {low} to {high}")
    return int(value)


def one_of(name: str, default: str, allowed: Iterable[str]) -> str:
    """Return the variable if it is one of the allowed words.

    Raises:
        BadSetting: The value is another word.
    """
    value, words = text(name, default), tuple(allowed)
    if value not in words:
        raise BadSetting(name, value, "one of " + ", ".join(words))
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable as a list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def address(name: str, default: str) -> str:
    """Return the variable as the address of a site, without a slash at the end.

    Raises:
        BadSetting: It is no http or https address of a host alone.
    """
    value = text(name) or default
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadSetting(name, value, "an address such as https://night.example.org")
    return value.rstrip("/")


def zone(name: str, default: str) -> str:
    """Return the variable as the name of a time zone.

    Raises:
        BadSetting: The time zone database has no such name.
    """
    value = text(name) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise BadSetting(name, value, "a name of the time zone database, such as Asia/Shanghai") from problem
    return value


def secret(name: str, *, least: int) -> str:
    """Return the variable as a secret, "" if none is given; a bad one is not repeated.

    Raises:
        BadSetting: It is too short to be one.
    """
    value = text(name)
    if value and len(value) < least:
        raise BadSetting(name, "…", f"at least {least} letters")
    return value


def folder(name: str, default: str) -> Path:
    """Return the variable as an absolute folder path; the folder need not exist yet."""
    return Path(text(name) or default).expanduser().resolve()
