"""Measuring: a season's figures in a territory, as one table that pages and downloads share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override, pgettext_lazy

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.paths import is_within
from yexiao.common.refusals import NotFound
from yexiao.insight import _counts, _secrets
from yexiao.insight._counts import EVERYBODY, NOT_SAID
from yexiao.insight._definitions import FIGURES, Basis, Figure
from yexiao.insight._records import ByUnknown, Cell, FiguresTable, PlaceWords, Row, SeasonWords
from yexiao.places import api as places

LEVELS = ("city", "district", "street", "community")
BY = ("total", "district", "street", "community", "situation")
SITUATIONS = {
    "employee": pgettext_lazy("group", "Employees"),
    "gig_worker": pgettext_lazy("group", "Gig workers"),
    "self_employed": pgettext_lazy("group", "Self-employed"),
    "job_seeker": pgettext_lazy("group", "Job-seekers"),
    "carer": pgettext_lazy("group", "Carers"),
    "student": pgettext_lazy("group", "Students"),
    "retired": pgettext_lazy("group", "Retired people"),
    "public_servant": pgettext_lazy("group", "Public servants"),
    NOT_SAID: pgettext_lazy("group", "Not said"),
}


@dataclass(frozen=True)
class _Season:
    """A season counted once: its counters and what is held back."""

    counters: _counts.Counters
    secrets: Mapping[Basis, _secrets.Secrets]

    def row(self, place: PlaceWords, group: str = EVERYBODY, *, names: tuple[str, str] | None = None) -> Row:
        """Return the line of a place, or of a group in it."""
        name, name_en = names or (place.name, place.name_en)
        cells = {figure.key: self._cell(figure, place.path, group) for figure in FIGURES}
        return Row(key=group or place.path, name=name, name_en=name_en, cells=cells)

    def _cell(self, figure: Figure, place: str, group: str) -> Cell:
        if group != EVERYBODY and not figure.is_by_group:
            return Cell()
        if figure.basis in self.secrets and self.secrets[figure.basis].hide(place, group):
            return Cell(is_suppressed=True)
        counters = self.counters.get((place, group), {})
        top = counters.get(figure.top, 0)
        if not figure.bottom:
            return Cell(value=top)
        bottom = counters.get(figure.bottom, 0)
        return Cell(value=top / bottom) if bottom else Cell()


def measure(*, season_id: int | None = None, within: str, by: str = "total") -> FiguresTable:
    """Return the figures of a season in a territory, with rows by place below it or by situation.

    Where districts hold seasons of their own, seasons of the same dates
    are one season here. Without `season_id` it is the latest that has
    begun, or the last announced where none has. What is held back is
    decided over the whole season, so every table of it agrees.

    Raises:
        ByUnknown: Figures cannot be broken down like that.
        NotFound: No such place, or no such season there.
    """
    if by not in BY:
        raise ByUnknown(field="by", reason=by)
    place = _place(within)
    seasons = _sisters(season_id, within)
    if not seasons:
        return _nothing(place, by)
    root = within.partition("/")[0]
    counters = _counts.count_everything(seasons)
    counted = _Season(counters, _secrets.find_secrets(counters, root=root))
    below = _places_below(within)
    map_level = "community" if place.level == "street" else "street"
    first = seasons[0]
    return FiguresTable(
        season=SeasonWords(first.id, first.name, first.name_en, first.starts_date, first.ends_date),
        place=place,
        by=by,
        figures=FIGURES,
        total=counted.row(place),
        rows=tuple(_rows(counted, place, below, by)),
        tiles=tuple(counted.row(one) for one in below if one.level == map_level),
        covers=_covers(counters, within),
        places=tuple(below),
    )


def usual_by(within: str) -> str:
    """Return how figures of a place are broken down unless told: by the places right below it."""
    depth = len(within.split("/"))
    return LEVELS[depth] if depth < len(LEVELS) else "situation"


def list_seasons(*, within: str) -> list[SeasonWords]:
    """Return the seasons that can be measured in a territory, latest first; seasons of the same dates are one."""
    found: dict[tuple[object, object], SeasonWords] = {}
    for season in _around(within):
        words = SeasonWords(season.id, season.name, season.name_en, season.starts_date, season.ends_date)
        found.setdefault((season.starts_date, season.ends_date), words)
    return sorted(found.values(), key=lambda season: season.starts_date, reverse=True)


def _rows(counted: _Season, place: PlaceWords, below: Sequence[PlaceWords], by: str) -> Iterable[Row]:
    if by == "situation":
        return [counted.row(place, group, names=_say_group(group)) for group in SITUATIONS]
    having = {path for path, _ in counted.counters}
    return [counted.row(one) for one in below if one.level == by and one.path in having]


def _say_group(group: str) -> tuple[str, str]:
    return _in("zh-hans", SITUATIONS[group]), _in("en", SITUATIONS[group])


def _in(language: str, words: object) -> str:
    with override(language):
        return str(words)


def _sisters(season_id: int | None, within: str) -> list[catalogue.SeasonRecord]:
    """Return the chosen season (else the latest begun) and those of the same dates in the city."""
    around = _around(within)
    if season_id is None:
        chosen = _latest(around)
    else:
        chosen = next((season for season in around if season.id == season_id), None)
        if chosen is None:
            raise NotFound
    if chosen is None:
        return []
    dates = (chosen.starts_date, chosen.ends_date)
    city = catalogue.list_seasons(within=within.partition("/")[0])
    same = [season for season in city if (season.starts_date, season.ends_date) == dates]
    return sorted(same, key=lambda season: (season.id != chosen.id, season.id))


def _latest(seasons: list[catalogue.SeasonRecord]) -> catalogue.SeasonRecord | None:
    today = clock.local_date(clock.now())
    begun = [season for season in seasons if season.starts_date <= today]
    return max(begun or seasons, key=lambda season: (season.starts_date, season.id), default=None)


def _around(within: str) -> list[catalogue.SeasonRecord]:
    """Return the seasons that hold the territory or lie in it."""
    city = catalogue.list_seasons(within=within.partition("/")[0])
    return [season for season in city if is_within(season.path, within) or is_within(within, season.path)]


def _place(path: str) -> PlaceWords:
    unit = places.unit(path)
    return PlaceWords(path, unit.name, unit.name_en, unit.level, unit.tile_row, unit.tile_column)


def _places_below(within: str) -> list[PlaceWords]:
    """Return the places below a territory, in the order their names are sorted."""
    return [
        PlaceWords(unit.path, unit.name, unit.name_en, unit.level, unit.tile_row, unit.tile_column)
        for unit in places.list_units(within=within)
        if unit.path != within
    ]


def _covers(counters: _counts.Counters, within: str) -> tuple[PlaceWords, ...]:
    districts = {"/".join(place.split("/")[:2]) for (place, _), found in counters.items() if found.get("sections")}
    shown = sorted(path for path in districts if is_within(path, within) or is_within(within, path))
    return tuple(
        PlaceWords(unit.path, unit.name, unit.name_en, unit.level)
        for unit in places.list_units(paths=shown)
        if unit.level == "district"
    )


def _nothing(place: PlaceWords, by: str) -> FiguresTable:
    empty = Row(place.path, place.name, place.name_en, {figure.key: Cell() for figure in FIGURES})
    return FiguresTable(season=None, place=place, by=by, figures=FIGURES, total=empty, rows=(), covers=())
