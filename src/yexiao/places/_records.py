"""What crosses the door of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from yexiao.common.refusals import Refusal

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS-84."""

Hours = dict[int, tuple[time, time]]
"""Opening and closing time by weekday, 1 = Monday … 7 = Sunday; a closing time of 23:59 means midnight."""


@dataclass(frozen=True)
class NewUnit:
    """One row of the territory as a list gives it; an empty parent is the city, an empty pinyin is computed."""

    code: str
    parent: str
    level: str
    name: str
    name_en: str
    pinyin: str = ""


@dataclass(frozen=True)
class UnitRecord:
    """A city, district, street or community; its path decides territory.

    A district's tile is its block's place in the city, a street's its
    place in the district's block, a community's its place in the street.
    """

    id: int
    code: str
    level: str
    name: str
    name_en: str
    path: str
    tile_row: int
    tile_column: int

    @property
    def parent_path(self) -> str:
        """Return the path of the unit above, empty for the city."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class PathWords:
    """The units a path runs through, None where it ends earlier or the unit is unknown."""

    city: UnitRecord | None = None
    district: UnitRecord | None = None
    street: UnitRecord | None = None
    community: UnitRecord | None = None


@dataclass(frozen=True)
class NewVenue:
    """A venue as a list gives it: open on every weekday of `weekdays` from `opens` to `closes`."""

    slug: str
    community_code: str
    name: str
    name_en: str
    address: str
    address_en: str
    lat: float
    lon: float
    opens: time = time(9)
    closes: time = time(22)
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    walk_hint: str = ""
    walk_hint_en: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True)
class VenueRecord:
    """A place with rooms; `path` is its community's."""

    id: int
    slug: str
    name: str
    name_en: str
    path: str
    address: str
    address_en: str
    walk_hint: str
    walk_hint_en: str
    lat: float
    lon: float
    is_synthetic: bool


@dataclass(frozen=True)
class NewEquipment:
    """Something a room has and a course may need."""

    slug: str
    name: str
    name_en: str


@dataclass(frozen=True)
class NewRoom:
    """A room as a list gives it; `equipment` are slugs."""

    venue_slug: str
    slug: str
    name: str
    name_en: str
    capacity: int
    equipment: tuple[str, ...] = ()
    cost_fen: int = 0


@dataclass(frozen=True)
class RoomRecord:
    """A room of a venue; `cost_fen` is what one meeting costs, `path` the venue's."""

    id: int
    venue_id: int
    slug: str
    name: str
    name_en: str
    capacity: int
    equipment: frozenset[str]
    cost_fen: int
    path: str


@dataclass(frozen=True)
class ClosureRecord:
    """A time in which a room cannot be used, because it or its whole venue is closed."""

    room_id: int
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True)
class MapLink:
    """A plain link to a map service at the venue; our pages ask nothing of that host."""

    label: str
    url: str


class TerritoryBroken(Refusal):
    """The list names a unit that cannot stand: no parent, a wrong level, or another parent than before."""

    code = "places.territory_broken"
    status = 422


class UnknownName(Refusal):
    """A list names a community, venue or equipment that does not exist; `name` says which."""

    code = "places.unknown_name"
    status = 422
