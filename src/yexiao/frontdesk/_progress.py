"""How far the demonstration city is loaded, for the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from yexiao.frontdesk.models import DemoStep
from yexiao.places import api as places


@dataclass(frozen=True)
class Progress:
    """The districts whose seasons have run, the one that runs now, and the share of the whole in percent."""

    done: tuple[places.UnitRecord, ...]
    running: places.UnitRecord | None
    percent: int

    @property
    def is_over(self) -> bool:
        """Tell whether every district is loaded."""
        return self.percent >= 100


def describe() -> Progress | None:
    """Return how far the city is, or None before it was begun."""
    steps = list(DemoStep.objects.order_by("path"))
    if not steps:
        return None
    units = {unit.path: unit for unit in places.list_units(paths=[step.path for step in steps])}
    done = tuple(units[step.path] for step in steps if step.ended_at is not None)
    running = next((units[step.path] for step in steps if step.ended_at is None and step.percent), None)
    return Progress(done, running, sum(step.percent for step in steps) // len(steps))


def begin(paths: list[str]) -> None:
    """Note the districts that will be loaded."""
    DemoStep.objects.bulk_create([DemoStep(path=path) for path in paths], ignore_conflicts=True)


@contextmanager
def moving(path: str) -> Iterator[Callable[[int], None]]:
    """Note how far a district is, by calling what is given with a percentage.

    Goes over a connection of its own, so that it is seen while the district
    is still being written.
    """
    side = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        yield lambda percent: _move(side, path, percent)
    finally:
        side.close()


def _move(side: BaseDatabaseWrapper, path: str, percent: int) -> None:
    with side.cursor() as cursor:
        cursor.execute("UPDATE frontdesk_demostep SET percent = %s WHERE path = %s", [percent, path])


def end(path: str, at: datetime) -> None:
    """Note that a district is loaded."""
    DemoStep.objects.filter(path=path).update(percent=100, ended_at=at)


def is_begun() -> bool:
    """Tell whether the city's first district stands."""
    return DemoStep.objects.exists()


def next_path() -> str | None:
    """Return the path of the next district to load."""
    return DemoStep.objects.filter(ended_at__isnull=True).order_by("path").values_list("path", flat=True).first()
