"""Pure decisions about places: distance, the shift of Chinese maps, opening hours, tiles, stable spreading."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Mapping, Sequence
from datetime import time
from typing import TypeVar

from yexiao.places._records import Hours, Point

EARTH_RADIUS_KM = 6371.0088  # mean radius of the International Union of Geodesy and Geophysics
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
MIDNIGHT_FROM = time(23, 59)

KRASOVSKY_AXIS = 6378245.0
KRASOVSKY_ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA = ((0.8293, 55.8271), (72.004, 137.8347))

Key = TypeVar("Key", bound=Hashable)
Tile = tuple[int, int]


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in kilometres by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def shift_to_gcj02(point: Point) -> Point:
    """Return the point as maps of mainland China draw it (GCJ-02); points elsewhere stay.

    Source: the published approximation of the "Mars coordinates" transform
    on the Krasovsky ellipsoid (see the Wikipedia article "Restrictions on
    geographic data in China"), a shift of 50 to 700 m.
    """
    lat, lon = point
    if not (CHINA[0][0] <= lat <= CHINA[0][1] and CHINA[1][0] <= lon <= CHINA[1][1]):
        return point
    north, east = _shift_in_metres(lon - 105, lat - 35)
    angle = math.radians(lat)
    magic = 1 - KRASOVSKY_ECCENTRICITY_SQUARED * math.sin(angle) ** 2
    meridian = KRASOVSKY_AXIS * (1 - KRASOVSKY_ECCENTRICITY_SQUARED) / magic**1.5
    parallel = KRASOVSKY_AXIS / math.sqrt(magic) * math.cos(angle)
    return (lat + math.degrees(north / meridian), lon + math.degrees(east / parallel))


def _shift_in_metres(x: float, y: float) -> tuple[float, float]:
    common = (20 * _wave(6 * x) + 20 * _wave(2 * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + common
    north += (20 * _wave(y) + 40 * _wave(y / 3) + 160 * _wave(y / 12) + 320 * _wave(y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + common
    east += (20 * _wave(x) + 40 * _wave(x / 3) + 150 * _wave(x / 12) + 300 * _wave(x / 30)) * 2 / 3
    return north, east


def _wave(value: float) -> float:
    return math.sin(value * math.pi)


def is_open_during(hours: Hours, weekday: int, start: time, end: time) -> bool:
    """Tell whether the hours cover the span; an end not after the start lies on the next day."""
    if start < end:
        return _covers(hours, weekday, start, end)
    return _covers(hours, weekday, start, time.max) and (
        end == time.min or _covers(hours, weekday % 7 + 1, time.min, end)
    )


def _covers(hours: Hours, weekday: int, start: time, end: time) -> bool:
    if weekday not in hours:
        return False
    opens, closes = hours[weekday]
    return opens <= start and (end <= closes or closes >= MIDNIGHT_FROM)


def prefixes(path: str) -> list[str]:
    """Return the path and every path above it, longest first.

    >>> prefixes("4403/440309")
    ['4403/440309', '4403']
    """
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]


def spread(centre: Point, *, seed: str, within_km: float) -> Point:
    """Return a made-up point near the centre, always the same for the same seed, even over the disc."""
    digest = hashlib.sha256(seed.encode()).digest()
    angle = int.from_bytes(digest[:8]) / 2**64 * 2 * math.pi
    radius = within_km * math.sqrt(int.from_bytes(digest[8:16]) / 2**64) / KM_PER_DEGREE
    lat = centre[0] + radius * math.sin(angle)
    return (lat, centre[1] + radius * math.cos(angle) / math.cos(math.radians(centre[0])))


def fill_block(keys: Sequence[Key]) -> dict[Key, Tile]:
    """Return a row and column for each, row by row in a block at most one column wider than high."""
    columns = math.ceil(math.sqrt(len(keys)))
    return {key: divmod(index, columns) for index, key in enumerate(keys)}


def lay_block(points: Mapping[Key, Point | None]) -> dict[Key, Tile]:
    """Return a row and column for each, so that tiles lie to one another as the points do.

    Points are stretched over the rows and columns of `fill_block` and
    matched with cells at the least sum of squared distances; where there
    are more cells than keys, some stay empty. Keys without a point take
    the first cells that are left, in their order.
    """
    columns = math.ceil(math.sqrt(len(points)))
    cells = [divmod(index, columns) for index in range(math.ceil(len(points) / columns) * columns)]
    located = {key: point for key, point in points.items() if point is not None}
    tiles = _match(located, cells) if len(located) > 1 else {}
    taken = set(tiles.values())
    rest = iter([cell for cell in cells if cell not in taken])
    return {key: tiles[key] if key in tiles else next(rest) for key in points}


def _match(points: Mapping[Key, Point], cells: Sequence[Tile]) -> dict[Key, Tile]:
    from scipy.optimize import linear_sum_assignment

    rows = _stretched([-lat for lat, _ in points.values()], most=max(row for row, _ in cells))
    columns = _stretched([lon for _, lon in points.values()], most=max(column for _, column in cells))
    costs = [[(y - row) ** 2 + (x - column) ** 2 for row, column in cells] for y, x in zip(rows, columns, strict=True)]
    _, chosen = linear_sum_assignment(costs)
    return {key: cells[index] for key, index in zip(points, chosen, strict=True)}


def _stretched(values: Sequence[float], *, most: int) -> list[float]:
    low, high = min(values), max(values)
    width = (high - low) or 1.0
    return [(value - low) / width * most for value in values]
