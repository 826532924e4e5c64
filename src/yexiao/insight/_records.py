"""What crosses the door of insight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yexiao.common.refusals import BadInput
from yexiao.insight._definitions import Figure


class ByUnknown(BadInput):
    """Figures can be broken down by total, district, street, community or situation only."""

    code = "insight.by_unknown"


@dataclass(frozen=True)
class Cell:
    """One figure in one row: `value` is None where it is suppressed or where there is nothing to measure."""

    value: float | None = None
    is_suppressed: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a table: a place or a group, with a cell for each figure, by key."""

    key: str
    name: str
    name_en: str
    cells: dict[str, Cell]

    @property
    def is_suppressed(self) -> bool:
        """Tell whether anything in the line is held back."""
        return any(cell.is_suppressed for cell in self.cells.values())


@dataclass(frozen=True)
class SeasonWords:
    """A season as the figures name it."""

    id: int
    name: str
    name_en: str
    starts_date: date
    ends_date: date


@dataclass(frozen=True)
class PlaceWords:
    """A place as the figures name it."""

    path: str
    name: str
    name_en: str
    level: str
    tile_row: int = 0
    tile_column: int = 0


@dataclass(frozen=True)
class FiguresTable:
    """The figures of a season in a territory: the total, and rows by place or group.

    `covers` are the districts that have classes in this season, by name.
    `tiles` has a row for every street below (every community of a street),
    also for those without anything to count; `places` are all places below.
    """

    season: SeasonWords | None
    place: PlaceWords
    by: str
    figures: tuple[Figure, ...]
    total: Row
    rows: tuple[Row, ...]
    covers: tuple[PlaceWords, ...]
    tiles: tuple[Row, ...] = ()
    places: tuple[PlaceWords, ...] = ()

    @property
    def columns(self) -> tuple[Figure, ...]:
        """Return the figures the rows can have: of groups, only those that can be told of people."""
        return tuple(figure for figure in self.figures if self.by != "situation" or figure.is_by_group)

    @property
    def is_anything_suppressed(self) -> bool:
        """Tell whether the note on suppression is due."""
        return self.total.is_suppressed or any(row.is_suppressed for row in self.rows)
