"""Whether the journeys can be walked on this machine."""

from __future__ import annotations

import pytest

from tests.journeys import conftest


def test_a_browser_is_at_hand():
    if not conftest.CHROMIUM:
        pytest.skip("No Chromium on this machine: the browser journeys are left out.")

    assert conftest.CHROMIUM.startswith("/")
