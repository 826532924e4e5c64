"""What the parts of a page are made of: records that views fill, and the little geometry behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from yexiao.common import clock

MOST_LAMPS = 12
MOST_WAITING_LAMPS = 3
STRIP_FROM_HOUR = 17
STRIP_TO_HOUR = 22
LEVELS = 4


@dataclass(frozen=True)
class Link:
    """A link of a tab row, a menu or a way forward; `count` stands beside the label when given."""

    label: str
    url: str
    icon: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Tile:
    """A street (or any place) in the tile city.

    `level` shades it from 0 to 4 (see `shade`); `value` and `state` are words and
    stand on the tile, so that shade is never the only sign. With `url` it is a
    link; the tag's `field` makes it a button that sends `key`. `cell` is its row
    and column in the district's block, `block` the block's in the city, as places
    lays them; without them tiles follow one another.
    """

    label: str
    group: str = ""
    value: str = ""
    state: str = ""
    url: str = ""
    key: str = ""
    level: int = 0
    is_current: bool = False
    cell: tuple[int, int] | None = None
    block: tuple[int, int] | None = None


@dataclass(frozen=True)
class Block:
    """A district of the tile city: its name, its row and column in the city, its tiles in reading order."""

    name: str
    place: tuple[int, int] | None
    tiles: list[Tile]


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: `value` None is a suppressed figure; `words` says it, else the value itself does."""

    label: str
    value: float | None
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Lamps:
    """How many lamps are lit, dim and outlined."""

    lit: int
    dim: int
    outlined: int


@dataclass(frozen=True)
class Strip:
    """Where a stretch of an evening lies on the strip: offset and length in percent from its top."""

    top: int
    length: int


def light_lamps(*, free: int, total: int, waiting: int = 0) -> Lamps:
    """Return the lamps of a class: at most twelve, one lit as long as one seat is free, all lit only if all are."""
    if total <= 0:
        return Lamps(lit=0, dim=0, outlined=min(waiting, MOST_WAITING_LAMPS))
    outlined = min(MOST_WAITING_LAMPS, -(-waiting * MOST_LAMPS // total)) if waiting > 0 else 0
    lamps = min(total, MOST_LAMPS - outlined)
    free = min(max(free, 0), total)
    lit = min(max(round(free * lamps / total), 1 if free else 0), lamps if free == total else lamps - 1)
    return Lamps(lit=lit, dim=lamps - lit, outlined=outlined)


def place_on_strip(start: datetime, end: datetime) -> Strip:
    """Return where the time lies between 17:00 and 22:00 in the city; what lies outside is cut, never lost."""
    top = _percent_of_evening(start)
    bottom = _percent_of_evening(end) if clock.local_date(end) == clock.local_date(start) else 100
    length = max(bottom - top, 8)
    return Strip(top=min(top, 100 - length), length=length)


def shade(value: float, *, most: float) -> int:
    """Return the level 0 to 4 of a value, by equal steps up to the greatest one; only nothing is 0."""
    if value <= 0 or most <= 0:
        return 0
    return min(LEVELS, max(1, -(-int(value * LEVELS * 1000) // int(most * 1000))))


def bar_widths(rows: Sequence[Any]) -> list[float]:
    """Return each row's bar in percent of the longest."""
    most = max((row.value for row in rows if row.value is not None), default=0)
    return [round(100 * (row.value or 0) / most, 1) if most else 0.0 for row in rows]


def group_tiles(tiles: Iterable[Tile]) -> list[Block]:
    """Return the tiles by district, in the order in which districts first come."""
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(tile.group, []).append(tile)
    return [
        Block(name=name, place=found[0].block, tiles=sorted(found, key=lambda tile: tile.cell or (0, 0)))
        for name, found in groups.items()
    ]


def _percent_of_evening(moment: datetime) -> int:
    local = timezone.localtime(moment, clock.city_zone())
    hours = local.hour + local.minute / 60 - STRIP_FROM_HOUR
    return round(100 * min(max(hours / (STRIP_TO_HOUR - STRIP_FROM_HOUR), 0), 1))
