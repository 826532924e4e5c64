"""A browser for the pages' tests."""

from __future__ import annotations

import pytest

from tests.attendance.browser import Browser


@pytest.fixture
def browse(db):
    """Return what makes a browser of one person at a moment."""
    return Browser
