"""The figures laid out for the page: numbers in words, links, tiles, and ways up and down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.common import shapes
from yexiao.insight._definitions import BY_KEY, Figure, Unit
from yexiao.insight._measure import BY, LEVELS
from yexiao.insight._records import Cell, FiguresTable, PlaceWords, Row, SeasonWords
from yexiao.people import api as people
from yexiao.places import api as places

TILE_FIGURE = "attendances"


@dataclass(frozen=True)
class Line:
    """A row of the page's table: its name, where it leads, and its cells in words."""

    name: str
    url: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Stat:
    """One figure of the whole territory, large; `value` None is held back."""

    figure: Figure
    value: str | None


@dataclass(frozen=True)
class Page:
    """What the page shows beside the table itself."""

    stats: tuple[Stat, ...]
    lines: tuple[Line, ...]
    tiles: tuple[shapes.Tile, ...]
    tabs: tuple[shapes.Link, ...]
    crumbs: tuple[shapes.Link, ...]
    seasons: tuple[SeasonWords, ...]
    covers: tuple[str, ...]
    csv_url: str
    xlsx_url: str


def arrange(table: FiguresTable, *, seasons: Sequence[SeasonWords], own: Sequence[str]) -> Page:
    """Return the table laid out; links lead only to places inside the actor's own territories."""
    return Page(
        stats=tuple(
            Stat(figure, None if cell.is_suppressed else say_cell(cell, figure))
            for figure in table.figures
            for cell in [table.total.cells[figure.key]]
        ),
        lines=tuple(_line(row, table) for row in table.rows),
        tiles=tuple(_tiles(table)),
        tabs=tuple(_tabs(table)),
        crumbs=tuple(_crumbs(table, own)),
        seasons=tuple(seasons),
        covers=tuple(_name(district) for district in table.covers),
        csv_url=_link("insight:download", table, by=table.by, kind="csv"),
        xlsx_url=_link("insight:download", table, by=table.by, kind="xlsx"),
    )


def say_cell(cell: Cell, figure: Figure) -> str:
    """Return a cell in words: a count, a percentage, stars, a note that it is held back, or a dash."""
    if cell.is_suppressed:
        return _("not shown")
    if cell.value is None:
        return "–"
    if figure.unit is Unit.PERCENT:
        return f"{cell.value:.1%}"
    return f"{cell.value:.1f}" if figure.unit is Unit.STARS else f"{cell.value:,.0f}"


def _line(row: Row, table: FiguresTable) -> Line:
    is_place = table.by != "situation" and table.by != LEVELS[-1]
    url = _link("insight:figures", table, within=row.key) if is_place else ""
    return Line(_name(row), url, tuple(say_cell(row.cells[figure.key], figure) for figure in table.columns))


def _tiles(table: FiguresTable) -> list[shapes.Tile]:
    """Return the tile city of the place: its streets by district, or a street's communities, shaded by attendances."""
    words = {place.path: place for place in table.places}
    counts = [row.cells[TILE_FIGURE].value or 0 for row in table.tiles]
    most = max(counts, default=0)
    return [
        _tile(row, words, table, level=shapes.shade(count, most=most))
        for row, count in zip(table.tiles, counts, strict=True)
    ]


def _tile(row: Row, words: Mapping[str, PlaceWords], table: FiguresTable, *, level: int) -> shapes.Tile:
    place, above = words[row.key], words.get(row.key.rpartition("/")[0])
    is_empty = not row.cells[TILE_FIGURE].value and not row.is_suppressed
    is_leaf = place.level == LEVELS[-1]
    return shapes.Tile(
        label=_name(row),
        group=_name(above) if above else "",
        value="" if is_empty else say_cell(row.cells[TILE_FIGURE], BY_KEY[TILE_FIGURE]),
        url="" if is_leaf or is_empty else _link("insight:figures", table, within=row.key),
        level=level,
        cell=None if is_leaf else (place.tile_row, place.tile_column),
        block=(above.tile_row, above.tile_column) if above else None,
    )


def _tabs(table: FiguresTable) -> list[shapes.Link]:
    labels = {
        "district": _("By district"),
        "street": _("By street"),
        "community": _("By community"),
        "situation": _("By situation"),
    }
    deeper = [*LEVELS[LEVELS.index(table.place.level) + 1 :], "situation"]
    return [
        shapes.Link(labels[by], _link("insight:figures", table, by=by), is_current=by == table.by)
        for by in BY
        if by in deeper
    ]


def _crumbs(table: FiguresTable, own: Sequence[str]) -> list[shapes.Link]:
    """Return the places above that the actor may see too, from the city down."""
    parts = table.place.path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    seen = [path for path in above if people.is_within_any(path, own)]
    named = {unit.path: unit for unit in places.list_units(paths=seen)} if seen else {}
    return [shapes.Link(_name(named[path]), _link("insight:figures", table, within=path)) for path in seen]


def _link(name: str, table: FiguresTable, *, within: str = "", by: str = "", kind: str = "") -> str:
    query = {"within": within or table.place.path}
    if by:
        query["by"] = by
    if table.season is not None:
        query["season"] = str(table.season.id)
    return reverse(name, args=[kind] if kind else []) + "?" + urlencode(query, safe="/")


def _name(thing: Any) -> str:
    return str(thing.name_en if get_language() == "en" else thing.name)
