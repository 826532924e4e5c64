"""The tile city: equal tiles in blocks, none on another, lying to one another as the places do."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.factories import load_small_city, new_venue, real_territory
from yexiao.places import _rules
from yexiao.places import api as places

POINTS = st.tuples(st.floats(22.4, 22.9), st.floats(113.7, 114.7))


@given(st.dictionaries(st.integers(), st.none() | POINTS, min_size=1, max_size=12))
def test_every_tile_has_a_cell_of_its_own_in_a_near_square(points):
    tiles = _rules.lay_block(points)

    assert list(tiles) == list(points)
    assert len(set(tiles.values())) == len(points)
    width = math.ceil(math.sqrt(len(points)))
    assert all(0 <= column < width and 0 <= row <= (len(points) - 1) // width for row, column in tiles.values())


def test_four_corners_keep_their_corners():
    # north is the first row, west the first column
    corners = {"south east": (22.5, 114.2), "north west": (22.8, 113.8), "south west": (22.5, 113.8)}

    tiles = _rules.lay_block(corners | {"north east": (22.8, 114.2)})

    assert tiles == {"north west": (0, 0), "north east": (0, 1), "south west": (1, 0), "south east": (1, 1)}


def test_what_has_no_place_takes_the_cells_left():
    tiles = _rules.lay_block({"a": None, "east": (22.5, 114.2), "west": (22.5, 113.8), "b": None})

    assert tiles["west"][1] < tiles["east"][1]
    assert len(set(tiles.values())) == 4


@pytest.mark.django_db
def test_every_street_of_the_real_city_has_its_own_tile_in_its_block():
    places.load_territory(rows=real_territory())

    blocks = defaultdict(list)
    for street in places.list_units(level="street"):
        blocks[street.parent_path].append((street.tile_row, street.tile_column))

    assert sum(len(block) for block in blocks.values()) == 74
    assert all(len(set(block)) == len(block) for block in blocks.values())


@pytest.mark.django_db
def test_districts_are_laid_as_their_venues_lie():
    load_small_city()
    east = new_venue("east", community_code="440307009001", lat=22.63, lon=114.42)
    places.load_venues(venues=[new_venue(lat=22.74, lon=114.01), east])

    places.lay_tiles(within="4403")

    longhua, dapeng = places.unit("4403/440309"), places.unit("4403/440307DP")
    assert longhua.tile_column < dapeng.tile_column
    assert longhua.tile_row <= dapeng.tile_row
    assert places.lay_tiles(within="4403") == 0


@pytest.mark.django_db
def test_laying_one_districts_streets_leaves_the_district_where_it_is():
    load_small_city()
    places.load_venues(venues=[new_venue()])
    before = places.list_units(level="district")

    places.lay_tiles(within="4403/440309")

    assert places.list_units(level="district") == before
