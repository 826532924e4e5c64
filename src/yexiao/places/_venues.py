"""Venues, rooms and equipment: loading them from lists and finding them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models, transaction
from django.db.models import Q, Value

from yexiao.common.paths import lies_within
from yexiao.common.text import pinyin_key
from yexiao.places._records import NewEquipment, NewRoom, NewVenue, RoomRecord, UnknownName, VenueRecord
from yexiao.places.models import Equipment, OpeningHours, Room, Unit, Venue

VENUE_WORDS = ["name", "name_en", "address", "address_en", "walk_hint", "walk_hint_en", "lat", "lon", "is_synthetic"]


@transaction.atomic
def load_venues(
    *, venues: Sequence[NewVenue] = (), rooms: Sequence[NewRoom] = (), equipment: Sequence[NewEquipment] = ()
) -> dict[str, int]:
    """Make or bring up to date equipment, venues with their hours, and rooms; return venue ids by slug.

    What is not on the lists stays as it is. Loading the same lists again
    changes nothing.

    Raises:
        UnknownName: A community, venue or piece of equipment is unknown.
    """
    _load_equipment(equipment)
    _load_venues(venues)
    slugs = {venue.slug for venue in venues} | {room.venue_slug for room in rooms}
    ids = dict(Venue.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    _load_hours(venues, ids)
    _load_rooms(rooms, ids)
    return ids


def _load_equipment(equipment: Sequence[NewEquipment]) -> None:
    Equipment.objects.bulk_create(
        [Equipment(slug=item.slug, name=item.name, name_en=item.name_en) for item in equipment],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "name_en"],
    )


def _load_venues(venues: Sequence[NewVenue]) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={venue.community_code for venue in venues})}
    _check_known([venue.community_code for venue in venues], units)
    Venue.objects.bulk_create(
        [_venue(venue, units[venue.community_code]) for venue in venues],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["unit", "path", "pinyin", *VENUE_WORDS],
    )


def _venue(venue: NewVenue, unit: Unit) -> Venue:
    words = {name: getattr(venue, name) for name in VENUE_WORDS}
    return Venue(slug=venue.slug, unit=unit, path=unit.path, pinyin=pinyin_key(venue.name), **words)


def _load_hours(venues: Sequence[NewVenue], ids: dict[str, int]) -> None:
    OpeningHours.objects.filter(venue__in=[ids[venue.slug] for venue in venues]).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(venue_id=ids[venue.slug], weekday=weekday, opens=venue.opens, closes=venue.closes)
        for venue in venues
        for weekday in venue.weekdays
    )


def _load_rooms(rooms: Sequence[NewRoom], ids: dict[str, int]) -> None:
    _check_known([room.venue_slug for room in rooms], ids)
    made = Room.objects.bulk_create(
        [_room(room, ids[room.venue_slug]) for room in rooms],
        update_conflicts=True,
        unique_fields=["venue", "slug"],
        update_fields=["name", "name_en", "capacity", "cost_fen"],
    )
    slugs = {slug for room in rooms for slug in room.equipment}
    _check_known(slugs, set(Equipment.objects.filter(slug__in=slugs).values_list("slug", flat=True)))
    has = Room.equipment.through
    has.objects.filter(room__in=made).delete()
    has.objects.bulk_create(
        has(room_id=room.pk, equipment_id=slug) for room, new in zip(made, rooms, strict=True) for slug in new.equipment
    )


def _room(room: NewRoom, venue_id: int) -> Room:
    return Room(
        venue_id=venue_id,
        slug=room.slug,
        name=room.name,
        name_en=room.name_en,
        capacity=room.capacity,
        cost_fen=room.cost_fen,
    )


def _check_known(names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownName(name=name)


def list_venues(
    *, within: str = "", ids: Collection[int] | None = None, is_active: bool | None = True
) -> list[VenueRecord]:
    """Return venues sorted by pinyin: in a territory, or with these ids (then also those no longer used)."""
    venues = Venue.objects.filter(lies_within("path", within)).order_by("pinyin", "pk")
    if ids is not None:
        venues = venues.filter(pk__in=set(ids))
    elif is_active is not None:
        venues = venues.filter(is_active=is_active)
    return [_venue_record(venue) for venue in venues]


def list_rooms(
    *, venue_ids: Collection[int] | None = None, ids: Collection[int] | None = None, within: str = ""
) -> list[RoomRecord]:
    """Return rooms by venue and size, largest first: of venues, in a territory, or with these ids.

    Rooms and venues no longer used are found by id only. One query.
    """
    condition = lies_within("venue__path", within)
    condition &= Q(is_active=True, venue__is_active=True) if ids is None else Q(pk__in=set(ids))
    if venue_ids is not None:
        condition &= Q(venue__in=set(venue_ids))
    rooms = (
        Room.objects.filter(condition)
        .select_related("venue")
        .annotate(equipment_slugs=ArrayAgg("equipment", filter=Q(equipment__isnull=False), default=Value([], _slugs())))
    )
    return [_room_record(room) for room in rooms.order_by("venue__pinyin", "venue_id", "-capacity", "pk")]


def _slugs() -> models.Field[object, object]:
    from django.contrib.postgres.fields import ArrayField

    return ArrayField(models.SlugField())


def _venue_record(venue: Venue) -> VenueRecord:
    words = {name: getattr(venue, name) for name in VENUE_WORDS}
    return VenueRecord(id=venue.pk, slug=venue.slug, path=venue.path, **words)


def _room_record(room: Room) -> RoomRecord:
    return RoomRecord(
        id=room.pk,
        venue_id=room.venue_id,
        slug=room.slug,
        name=room.name,
        name_en=room.name_en,
        capacity=room.capacity,
        equipment=frozenset(room.equipment_slugs),  # type: ignore[attr-defined]
        cost_fen=room.cost_fen,
        path=room.venue.path,
    )
