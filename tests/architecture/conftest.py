"""What the tests over all rooms share: one world for a module, and the addresses of demonstration mode."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.architecture import addresses
from tests.architecture.world import World, lived


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Keep one world for the whole module, in a transaction that is taken back."""
    with django_db_blocker.unblock():
        yield from lived()


@pytest.fixture(scope="session")
def demo_urls() -> ModuleType:
    """Return the root addresses as they are in demonstration mode."""
    return addresses.in_demonstration()
