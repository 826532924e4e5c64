"""Journeys in a real browser against the served house, in both languages, on a phone and on a desk."""

import pytest

PHONE, DESK = 360, 1280
_WAYS = [("zh-hans", PHONE), ("zh-hans", DESK), ("en", PHONE), ("en", DESK)]
WAYS = pytest.mark.parametrize(("language", "width"), _WAYS)


def number_of(language: str, width: int) -> int:
    """Return the number, from 0 to 3, of a way to look: each has classes, meetings and a season of its own."""
    return _WAYS.index((language, width))
