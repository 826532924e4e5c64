"""Where a unit lies, how its tiles lie, and how to find a venue on a map."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from yexiao.common.refusals import NotFound
from yexiao.places import _rules
from yexiao.places._records import MapLink, Point, VenueRecord
from yexiao.places.models import Unit, Venue

SPREAD_KM = {3: 4.0, 4: 1.2}  # by depth of the path: streets around their district, communities around their street


def where_is(path: str) -> Point:
    """Return the centre of the unit with that path, see `centres`.

    Raises:
        NotFound: No venue lies in it or in any unit above it.
    """
    found = centres([path])
    if path not in found:
        raise NotFound(path=path)
    return found[path]


def centres(paths: Collection[str]) -> dict[str, Point]:
    """Return the centre of each unit: the mean of its venues in use.

    A street or community without one gets a made-up point near the centre
    of the unit above, always the same; paths with no venue even above them
    are left out. One query.
    """
    known = _means()
    found = {path: _centre(path, known) for path in paths}
    return {path: point for path, point in found.items() if point is not None}


def _means() -> dict[str, Point]:
    sums: dict[str, tuple[float, float, int]] = {}
    for path, lat, lon in Venue.objects.filter(is_active=True).values_list("path", "lat", "lon"):
        for prefix in _rules.prefixes(path):
            before = sums.get(prefix, (0.0, 0.0, 0))
            sums[prefix] = (before[0] + lat, before[1] + lon, before[2] + 1)
    return {path: (lat / count, lon / count) for path, (lat, lon, count) in sums.items()}


def _centre(path: str, known: dict[str, Point]) -> Point | None:
    if path in known or "/" not in path:
        return known.get(path)
    above = _centre(path.rpartition("/")[0], known)
    within_km = SPREAD_KM.get(path.count("/") + 1, 0.0)
    if above is not None:
        known[path] = _rules.spread(above, seed=path, within_km=within_km)
    return known.get(path)


@transaction.atomic
def lay_tiles(*, within: str) -> int:
    """Lay the tiles of districts and streets inside the territory as their venues lie; return how many moved.

    Units without a venue take the cells that are left. Called after venues
    were loaded, never by itself: people remember where a tile is.
    """
    units = Unit.objects.filter(level__in=["district", "street"], path__startswith=within + "/").order_by("code")
    known = _means()
    blocks: dict[int | None, dict[int, Point | None]] = {}
    for unit in units:
        blocks.setdefault(unit.parent_id, {})[unit.pk] = known.get(unit.path)
    tiles = {key: tile for block in blocks.values() for key, tile in _rules.lay_block(block).items()}
    moved = [unit for unit in units if (unit.tile_row, unit.tile_column) != tiles[unit.pk]]
    for unit in moved:
        unit.tile_row, unit.tile_column = tiles[unit.pk]
    Unit.objects.bulk_update(moved, ["tile_row", "tile_column"])
    return len(moved)


def map_links(venue: VenueRecord) -> list[MapLink]:
    """Return plain links to the venue on three map services, shifted to GCJ-02 as they expect."""
    lat, lon = (round(degrees, 6) for degrees in _rules.shift_to_gcj02((venue.lat, venue.lon)))
    title = {"title": venue.name}
    amap = {"position": f"{lon},{lat}", "name": venue.name, "src": "yexiao", "coordinate": "gaode"}
    tencent = {"marker": f"coord:{lat},{lon};title:{venue.name};addr:{venue.address}", "referer": "yexiao"}
    baidu = {"location": f"{lat},{lon}", **title, "content": venue.address, "output": "html", "coord_type": "gcj02"}
    return [
        MapLink(_("Amap"), "https://uri.amap.com/marker?" + urlencode(amap)),
        MapLink(_("Baidu Maps"), "https://api.map.baidu.com/marker?" + urlencode(baidu | {"src": "yexiao"})),
        MapLink(_("Tencent Maps"), "https://apis.map.qq.com/uri/v1/marker?" + urlencode(tencent)),
    ]
