"""The door of places: territory, venues, rooms, equipment, hours, closures, working days, distance, maps.

Paths have no slash at the end: `4403/440309/440309005/440309005011`. Views
that rooms above may join:

- `places_public_units(path, level, name, name_en, pinyin, district_path, street_path)`
- `places_public_rooms(room_id, venue_id, venue_slug, venue_name, venue_name_en, room_name, room_name_en,
  capacity, path, district_path, street_path, lat, lon)`

`district_path` and `street_path` are empty where the path ends earlier.
"""

from yexiao.places._hours import (
    close_room,
    close_venue,
    closed_between,
    is_open,
    list_closures,
    list_hours,
    set_hours,
)
from yexiao.places._records import (
    ClosureRecord,
    Hours,
    MapLink,
    NewEquipment,
    NewRoom,
    NewUnit,
    NewVenue,
    PathWords,
    Point,
    RoomRecord,
    TerritoryBroken,
    UnitRecord,
    UnknownName,
    VenueRecord,
)
from yexiao.places._rules import distance_km, is_open_during
from yexiao.places._territory import describe_paths, list_units, load_territory, unit
from yexiao.places._venues import list_rooms, list_venues, load_venues
from yexiao.places._where import centres, lay_tiles, map_links, where_is
from yexiao.places._working_days import is_public_holiday, is_working_day

__all__ = [
    "ClosureRecord",
    "Hours",
    "MapLink",
    "NewEquipment",
    "NewRoom",
    "NewUnit",
    "NewVenue",
    "PathWords",
    "Point",
    "RoomRecord",
    "TerritoryBroken",
    "UnitRecord",
    "UnknownName",
    "VenueRecord",
    "centres",
    "close_room",
    "close_venue",
    "closed_between",
    "describe_paths",
    "distance_km",
    "is_open",
    "is_open_during",
    "is_public_holiday",
    "is_working_day",
    "lay_tiles",
    "list_closures",
    "list_hours",
    "list_rooms",
    "list_units",
    "list_venues",
    "load_territory",
    "load_venues",
    "map_links",
    "set_hours",
    "unit",
    "where_is",
]
