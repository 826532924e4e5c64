"""What operators fix by hand: sections every draft must have, and combinations none may have."""

from __future__ import annotations

from yexiao.planning._records import ForbidRecord, PinRecord
from yexiao.planning._solver import problem as solver
from yexiao.planning.models import Forbid, Pin


def add_pin(*, season_id: int, path: str, course_id: int, room_id: int, lecturer_id: int, weekday: int) -> int:
    """Want a section in every draft; saying it twice keeps one."""
    row, _is_new = Pin.objects.get_or_create(
        season_id=season_id, path=path, course_id=course_id, room_id=room_id, lecturer_id=lecturer_id, weekday=weekday
    )
    return row.pk


def remove_pin(*, pin_id: int, season_id: int, path: str) -> None:
    """Want it no more."""
    Pin.objects.filter(pk=pin_id, season_id=season_id, path=path).delete()


def add_forbid(
    *,
    season_id: int,
    path: str,
    course_id: int | None = None,
    room_id: int | None = None,
    lecturer_id: int | None = None,
    venue_id: int | None = None,
    weekday: int | None = None,
) -> int:
    """Keep a combination out of every draft; saying it twice keeps one.

    Raises:
        ValueError: It names nothing.
    """
    if all(value is None for value in (course_id, room_id, lecturer_id, venue_id, weekday)):
        raise ValueError("a forbid names at least one thing")
    row, _is_new = Forbid.objects.get_or_create(
        season_id=season_id,
        path=path,
        course_id=course_id,
        room_id=room_id,
        lecturer_id=lecturer_id,
        venue_id=venue_id,
        weekday=weekday,
    )
    return row.pk


def remove_forbid(*, forbid_id: int, season_id: int, path: str) -> None:
    """Allow it again."""
    Forbid.objects.filter(pk=forbid_id, season_id=season_id, path=path).delete()


def list_pins(*, season_id: int, path: str) -> list[PinRecord]:
    """Return the pins of a season at a place, oldest first."""
    rows = Pin.objects.filter(season_id=season_id, path=path).order_by("id")
    return [PinRecord(row.pk, row.course_id, row.room_id, row.lecturer_id, row.weekday) for row in rows]


def list_forbids(*, season_id: int, path: str) -> list[ForbidRecord]:
    """Return the forbids of a season at a place, oldest first."""
    rows = Forbid.objects.filter(season_id=season_id, path=path).order_by("id")
    return [
        ForbidRecord(row.pk, row.course_id, row.room_id, row.lecturer_id, row.venue_id, row.weekday) for row in rows
    ]


def as_solver_pins(*, season_id: int, path: str) -> tuple[solver.Pin, ...]:
    """Return the pins as the solver takes them."""
    return tuple(
        solver.Pin(str(pin.course_id), str(pin.room_id), f"d{pin.weekday}", str(pin.lecturer_id))
        for pin in list_pins(season_id=season_id, path=path)
    )


def as_solver_forbids(*, season_id: int, path: str) -> tuple[solver.Forbid, ...]:
    """Return the forbids as the solver takes them."""
    return tuple(
        solver.Forbid(
            course=_text(forbid.course_id),
            room=_text(forbid.room_id),
            slot=f"d{forbid.weekday}" if forbid.weekday else None,
            lecturer=_text(forbid.lecturer_id),
            venue=_text(forbid.venue_id),
        )
        for forbid in list_forbids(season_id=season_id, path=path)
    )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
