"""The territory: loading it from a list, finding its units, laying its tiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from yexiao.common.paths import lies_within
from yexiao.common.refusals import NotFound
from yexiao.common.text import is_storable, pinyin_key
from yexiao.places import _rules
from yexiao.places._records import NewUnit, PathWords, TerritoryBroken, UnitRecord
from yexiao.places.models import Level, Unit

LEVELS = [level.value for level in Level]
LEVEL_ABOVE = dict(zip(LEVELS, ["", *LEVELS], strict=False))
KEPT_UP_TO_DATE = ["level", "name", "name_en", "pinyin", "tile_row", "tile_column"]


@transaction.atomic
def load_territory(*, rows: Sequence[NewUnit]) -> int:
    """Make or rename the units of the list; return how many it has.

    Loading the same list again changes nothing. A unit keeps its parent for
    ever, because its path is stored with everything that lies in it.

    Raises:
        TerritoryBroken: A unit has an unknown parent, a level that is not
            the one below its parent's, or another parent than before.
    """
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=_codes(rows)).select_related("parent")}
    _check_levels(rows)
    for level in LEVELS:
        wanted = [row for row in rows if row.level == level]
        units = [_placed(row, known) for row in wanted]
        _lay_in_order(units)
        made = Unit.objects.bulk_create(
            units, update_conflicts=True, unique_fields=["code"], update_fields=KEPT_UP_TO_DATE
        )
        known |= {unit.code: unit for unit in made}
    return len(rows)


def _codes(rows: Iterable[NewUnit]) -> set[str]:
    return {code for row in rows for code in (row.code, row.parent) if code}


def _check_levels(rows: Iterable[NewUnit]) -> None:
    for row in rows:
        if row.level not in LEVELS:
            raise TerritoryBroken(unit=row.code, parent=row.parent)


def _placed(row: NewUnit, known: dict[str, Unit]) -> Unit:
    parent, before = known.get(row.parent), known.get(row.code)
    above = parent.level if parent is not None else row.parent
    path = f"{parent.path}/{row.code}" if parent is not None else row.code
    if above != LEVEL_ABOVE[row.level] or (before is not None and before.path != path):
        raise TerritoryBroken(unit=row.code, parent=row.parent)
    key = row.pinyin or pinyin_key(row.name)
    return Unit(
        code=row.code, parent=parent, level=row.level, name=row.name, name_en=row.name_en, pinyin=key, path=path
    )


def _lay_in_order(units: Sequence[Unit]) -> None:
    blocks: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: unit.code):
        blocks.setdefault(unit.parent_id, []).append(unit)
    for block in blocks.values():
        tiles = _rules.fill_block([unit.code for unit in block])
        for unit in block:
            unit.tile_row, unit.tile_column = tiles[unit.code]


def list_units(*, level: str | None = None, within: str = "", paths: Collection[str] | None = None) -> list[UnitRecord]:
    """Return units sorted by pinyin: of one level, in a territory (itself included), or with these paths."""
    units = Unit.objects.filter(lies_within("path", within)).order_by("pinyin", "path")
    if level is not None:
        units = units.filter(level=level)
    if paths is not None:
        units = units.filter(path__in=set(filter(is_storable, paths)))
    return [as_record(unit) for unit in units]


def unit(path: str) -> UnitRecord:
    """Return the unit with that path.

    Raises:
        NotFound: There is none.
    """
    found = Unit.objects.filter(path=path).first() if is_storable(path) else None
    if found is None:
        raise NotFound(path=path)
    return as_record(found)


def describe_paths(*, paths: Collection[str]) -> dict[str, PathWords]:
    """Return the units each path runs through, one query for all."""
    wanted = {prefix for path in paths for prefix in _rules.prefixes(path)}
    units = {record.path: record for record in list_units(paths=wanted)}
    return {path: _words([units.get(prefix) for prefix in reversed(_rules.prefixes(path))]) for path in paths}


def _words(units: Sequence[UnitRecord | None]) -> PathWords:
    return PathWords(**{unit.level: unit for unit in units if unit is not None})


def as_record(unit: Unit) -> UnitRecord:
    """Return the unit as other rooms may know it."""
    return UnitRecord(
        id=unit.pk,
        code=unit.code,
        level=unit.level,
        name=unit.name,
        name_en=unit.name_en,
        path=unit.path,
        tile_row=unit.tile_row,
        tile_column=unit.tile_column,
    )
