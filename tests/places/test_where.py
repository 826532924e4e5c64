"""Distance, centres and maps."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.places.factories import DAPENG, KUICHONG, LONGGANG, LONGHUA, ZHANGGE, load_small_city, new_venue
from yexiao.common.refusals import NotFound
from yexiao.places import _rules
from yexiao.places import api as places

EARTH = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
CITY = st.tuples(st.floats(22.4, 22.9), st.floats(113.7, 114.7))
XIKENG = "4403/440309/440309005/440309005007"


@given(EARTH, EARTH)
def test_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(a, b):
    distance = places.distance_km(a, b)

    assert distance == pytest.approx(places.distance_km(b, a), abs=1e-6)
    assert 0 <= distance <= 20_015.2


@given(EARTH)
def test_the_distance_to_oneself_is_nothing(a):
    assert places.distance_km(a, a) == 0


@given(EARTH, EARTH, EARTH)
def test_a_detour_is_never_shorter(a, b, c):
    assert places.distance_km(a, c) <= places.distance_km(a, b) + places.distance_km(b, c) + 1e-6


def test_distances_by_hand():
    # one degree of a great circle is 2 * pi * 6371.0088 / 360 = 111.1951 km
    assert places.distance_km((0, 0), (0, 1)) == pytest.approx(111.1951, abs=1e-3)
    assert places.distance_km((22, 114), (23, 114)) == pytest.approx(111.1951, abs=1e-3)
    # at 60 degrees north a degree eastwards is half as long, less the arc's bend
    assert places.distance_km((60, 0), (60, 1)) == pytest.approx(55.597, abs=1e-2)


@given(CITY)
def test_the_map_shift_in_the_city_is_some_hundred_metres(point):
    assert 0.05 < places.distance_km(point, _rules.shift_to_gcj02(point)) < 0.8


def test_the_map_shift_at_a_known_point():
    # the example of the widely used coordtransform package, near Tiananmen
    assert _rules.shift_to_gcj02((39.915, 116.404)) == pytest.approx((39.91640428150164, 116.41024449916938), abs=1e-6)


@given(EARTH)
def test_nothing_is_shifted_outside_mainland_maps(point):
    assume(not (0.8 < point[0] < 55.9 and 72 < point[1] < 137.9))

    assert _rules.shift_to_gcj02(point) == point


@given(CITY, st.text(max_size=20), st.floats(0, 5))
def test_a_made_up_point_is_near_and_always_the_same(centre, seed, within_km):
    point = _rules.spread(centre, seed=seed, within_km=within_km)

    assert point == _rules.spread(centre, seed=seed, within_km=within_km)
    assert places.distance_km(centre, point) <= within_km * 1.01 + 1e-9


@pytest.mark.django_db
def test_the_centre_of_a_unit_is_the_mean_of_its_venues():
    load_small_city()
    there = new_venue("xikeng", community_code="440309005007", lat=22.70, lon=114.03)
    places.load_venues(venues=[new_venue(lat=22.74, lon=114.01), there])

    assert places.where_is(ZHANGGE) == (22.74, 114.01)
    assert places.where_is(LONGHUA) == pytest.approx((22.72, 114.02))


@pytest.mark.django_db
def test_a_community_without_a_venue_lies_near_its_street_and_stays_there():
    load_small_city()
    places.load_venues(venues=[new_venue()])

    first, again = places.where_is(XIKENG), places.where_is(XIKENG)

    street = places.where_is("4403/440309/440309005")
    assert first == again
    assert 0 < places.distance_km(first, street) <= 1.3


@pytest.mark.django_db
def test_a_district_without_a_venue_lies_at_the_citys_centre():
    load_small_city()
    places.load_venues(venues=[new_venue()])

    assert places.where_is(DAPENG) == places.where_is("4403")
    assert 0 < places.distance_km(places.where_is(KUICHONG), places.where_is(DAPENG)) <= 4.1


@pytest.mark.django_db
def test_a_place_without_any_venue_above_it_is_nowhere():
    load_small_city()

    assert places.centres([LONGGANG]) == {}
    with pytest.raises(NotFound):
        places.where_is(LONGGANG)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_centres_cost_one_query_however_many(count, django_assert_num_queries):
    load_small_city()
    places.load_venues(venues=[new_venue()])

    with django_assert_num_queries(1):
        assert len(places.centres([ZHANGGE, XIKENG, KUICHONG][:count])) == count


@pytest.mark.django_db
def test_map_links_are_shifted_and_name_the_venue():
    load_small_city()
    places.load_venues(venues=[new_venue(lat=22.543096, lon=114.057865, name="章阁 & 夜校")])

    links = places.map_links(places.list_venues()[0])

    queries = {urlsplit(link.url).netloc: parse_qs(urlsplit(link.url).query) for link in links}
    lat, lon = (f"{degrees:.6f}".rstrip("0") for degrees in _rules.shift_to_gcj02((22.543096, 114.057865)))
    assert queries["uri.amap.com"]["position"] == [f"{lon},{lat}"]
    assert queries["uri.amap.com"]["name"] == ["章阁 & 夜校"]
    assert queries["api.map.baidu.com"]["location"] == [f"{lat},{lon}"]
    assert queries["api.map.baidu.com"]["coord_type"] == ["gcj02"]
    assert queries["apis.map.qq.com"]["marker"] == [f"coord:{lat},{lon};title:章阁 & 夜校;addr:章阁路 68 号"]
    assert all(link.url.startswith("https://") and link.label for link in links)


@pytest.mark.django_db
def test_the_public_views_show_units_and_rooms():
    load_small_city()
    room = places.NewRoom("zhangge", "one", "101", "Room 101", 50)
    places.load_venues(venues=[new_venue()], rooms=[room])

    with connection.cursor() as cursor:
        cursor.execute("SELECT path, district_path, street_path FROM places_public_units ORDER BY path")
        units = cursor.fetchall()
        cursor.execute("SELECT venue_slug, room_name_en, capacity, path, district_path, lat FROM places_public_rooms")
        rooms = cursor.fetchall()

    assert ("4403", "", "") in units
    assert (LONGHUA, LONGHUA, "") in units
    assert (ZHANGGE, LONGHUA, "4403/440309/440309005") in units
    assert rooms == [("zhangge", "Room 101", 50, ZHANGGE, LONGHUA, 22.7405)]
