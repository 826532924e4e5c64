"""When rooms can be used: opening hours and closures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q

from yexiao.common.refusals import BadInput, NotFound
from yexiao.places import _rules
from yexiao.places._records import ClosureRecord, Hours
from yexiao.places.models import Closure, OpeningHours, Room, Venue


@transaction.atomic
def set_hours(*, venue_id: int, hours: Mapping[int, tuple[time, time]]) -> None:
    """Replace a venue's opening hours by weekday; a weekday left out is closed.

    Raises:
        NotFound: There is no such venue.
        BadInput: A weekday is not 1 to 7, or a span does not open before it closes.
    """
    if not Venue.objects.select_for_update(no_key=True).filter(pk=venue_id):
        raise NotFound(venue_id=venue_id)
    for weekday, (opens, closes) in hours.items():
        if weekday not in range(1, 8) or opens >= closes:
            raise BadInput(field="hours", reason=str(weekday))
    OpeningHours.objects.filter(venue_id=venue_id).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(venue_id=venue_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, (opens, closes) in hours.items()
    )


@transaction.atomic
def close_room(*, room_id: int, start: datetime, end: datetime, reason: str) -> None:
    """Close one room from start to end; saying it twice closes it once.

    Raises:
        NotFound: There is no such room.
        BadInput: It does not end after it starts.
    """
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise NotFound(room_id=room_id)
    _close(Closure(venue_id=room.venue_id, room=room, during=_span(start, end), reason=reason))


@transaction.atomic
def close_venue(*, venue_id: int, start: datetime, end: datetime, reason: str) -> None:
    """Close a whole venue from start to end; saying it twice closes it once.

    Raises:
        NotFound: There is no such venue.
        BadInput: It does not end after it starts.
    """
    if not Venue.objects.filter(pk=venue_id).exists():
        raise NotFound(venue_id=venue_id)
    _close(Closure(venue_id=venue_id, during=_span(start, end), reason=reason))


def _span(start: datetime, end: datetime) -> DateTimeTZRange:
    if start >= end:
        raise BadInput(field="end", reason="not after the start")
    return DateTimeTZRange(start, end)


def _close(closure: Closure) -> None:
    Closure.objects.bulk_create([closure], ignore_conflicts=True)


def list_hours(*, room_ids: Collection[int]) -> dict[int, Hours]:
    """Return opening hours by weekday for each room, empty for one that is never open."""
    hours: dict[int, Hours] = {room_id: {} for room_id in room_ids}
    found = OpeningHours.objects.filter(venue__rooms__in=set(room_ids))
    for room_id, weekday, opens, closes in found.values_list("venue__rooms", "weekday", "opens", "closes"):
        if room_id in hours:
            hours[room_id][weekday] = (opens, closes)
    return hours


def is_open(*, room_ids: Collection[int], weekday: int, start: time, end: time) -> dict[int, bool]:
    """Tell for each room whether its venue is open for the whole span on that weekday (1 = Monday)."""
    return {
        room_id: _rules.is_open_during(hours, weekday, start, end)
        for room_id, hours in list_hours(room_ids=room_ids).items()
    }


def list_closures(*, room_ids: Collection[int], start: datetime, end: datetime) -> list[ClosureRecord]:
    """Return what closes these rooms at some time from start to end, by room; a venue's closure closes each room."""
    rooms = dict(Room.objects.filter(pk__in=set(room_ids)).values_list("pk", "venue_id"))
    closures = list(
        Closure.objects.filter(
            Q(room__in=rooms) | Q(room=None, venue__in=set(rooms.values())), during__overlap=(start, end)
        ).order_by(F("during"))
    )
    return [
        ClosureRecord(room_id, closure.during.lower, closure.during.upper, closure.reason)
        for room_id, venue_id in rooms.items()
        for closure in closures
        if closure.room_id == room_id or (closure.room_id is None and closure.venue_id == venue_id)
    ]


def closed_between(*, room_id: int, start: datetime, end: datetime) -> bool:
    """Tell whether the room is closed at any time from start to end."""
    return bool(list_closures(room_ids=[room_id], start=start, end=end))
