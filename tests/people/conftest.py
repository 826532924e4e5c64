"""What the people pages need from rooms above: a small territory, and a place where codes arrive."""

from __future__ import annotations

import pytest

from tests.people.factories import CITY
from yexiao.people import _ports
from yexiao.people.api import PlaceChoice


class SmallTerritory:
    """Two districts with a street each; one has two communities, the other one."""

    def list_inside(self, path):
        parent = path or "4403"
        return [PlaceChoice(unit, name) for unit, name in CITY.items() if unit.rpartition("/")[0] == parent]


@pytest.fixture(autouse=True)
def codes(monkeypatch):
    """Return the codes as they arrive: (number, digits)."""
    arrived = []
    monkeypatch.setattr(_ports._territory, "_port", SmallTerritory())
    monkeypatch.setattr(_ports._sms, "_port", lambda phone, digits: arrived.append((phone, digits)))
    return arrived
