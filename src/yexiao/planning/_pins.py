"""What operators fix by hand: sections every draft must have, and combinations none may have."""

from __future__ import annotations

from typing import Any

from yexiao.catalogue import api as catalogue
from yexiao.people import api as people
from yexiao.planning._records import ForbidRecord, OutsideSeason, PinRecord, PinTaken
from yexiao.planning.models import Forbid, Pin


def add_pin(*, season_id: int, path: str, course_id: int, room_id: int, lecturer_id: int, weekday: int) -> int:
    """Want a section in every draft; saying it twice keeps one.

    Raises:
        OutsideSeason: The place is not in the season's territory.
        PinTaken: Another pin holds the room or the lecturer that evening.
    """
    _check_place(season_id, path)
    wanted = Pin(
        season_id=season_id, path=path, course_id=course_id, room_id=room_id, lecturer_id=lecturer_id, weekday=weekday
    )
    Pin.objects.bulk_create([wanted], ignore_conflicts=True)
    kept = Pin.objects.filter(
        season_id=season_id, path=path, course_id=course_id, room_id=room_id, lecturer_id=lecturer_id, weekday=weekday
    ).first()
    if kept is None:
        raise PinTaken
    return kept.pk


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
        OutsideSeason: The place is not in the season's territory.
        ValueError: It names nothing.
    """
    _check_place(season_id, path)
    names: dict[str, Any] = {
        "course_id": course_id,
        "room_id": room_id,
        "lecturer_id": lecturer_id,
        "venue_id": venue_id,
        "weekday": weekday,
    }
    if all(value is None for value in names.values()):
        raise ValueError("a forbid names at least one thing")
    row, _is_new = Forbid.objects.get_or_create(season_id=season_id, path=path, **names)
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


def _check_place(season_id: int, path: str) -> None:
    if not people.is_within(path, catalogue.season(season_id).path):
        raise OutsideSeason(field="path", reason="outside")
