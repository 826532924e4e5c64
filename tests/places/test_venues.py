"""Venues, rooms and equipment come from lists and are found again."""

from __future__ import annotations

import pytest

from tests.places.factories import (
    EQUIPMENT,
    LONGGANG,
    LONGHUA,
    ZHANGGE,
    load_small_city,
    make_rooms,
    new_venue,
)
from yexiao.places import api as places

pytestmark = pytest.mark.django_db


def test_loading_the_same_lists_twice_changes_nothing():
    rooms = make_rooms(50, 30)

    again = make_rooms(50, 30)

    assert again == rooms


def test_loading_a_list_again_brings_it_up_to_date():
    [room] = make_rooms(50, equipment=["projector"])

    [changed] = make_rooms(40, equipment=["pcs"], name="章阁夜校")

    assert (changed.id, changed.capacity, changed.equipment) == (room.id, 40, frozenset({"pcs"}))
    assert [venue.name for venue in places.list_venues()] == ["章阁夜校"]


def test_rooms_know_their_equipment_and_territory():
    [room, bare] = make_rooms(50, 30, equipment=["projector", "pcs"])[0], make_rooms(8, slug="bare", equipment=[])[0]

    assert (room.equipment, room.path) == (frozenset({"projector", "pcs"}), ZHANGGE)
    assert bare.equipment == frozenset()


def test_venues_and_rooms_are_found_in_their_territory_only():
    rooms = make_rooms(50, 30)

    assert {room.id for room in places.list_rooms(within=LONGHUA)} == {room.id for room in rooms}
    assert places.list_rooms(within=LONGGANG) == []
    assert [venue.slug for venue in places.list_venues(within=LONGHUA)] == ["zhangge"]
    assert places.list_venues(within=LONGGANG) == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_one_query_however_long(count, django_assert_num_queries):
    make_rooms(*[20] * count, equipment=["projector", "pcs"])

    with django_assert_num_queries(1):
        assert len(places.list_rooms()) == count
    with django_assert_num_queries(1):
        places.list_venues()


def test_a_list_naming_an_unknown_community_loads_nothing():
    load_small_city()

    with pytest.raises(places.UnknownName) as refused:
        places.load_venues(venues=[new_venue(), new_venue("other", community_code="999")])

    assert refused.value.data == {"name": "999"}
    assert places.list_venues() == []


def test_a_room_with_unknown_equipment_is_refused():
    load_small_city()
    room = places.NewRoom("zhangge", "one", "一", "One", 20, equipment=("robot-arms",))

    with pytest.raises(places.UnknownName) as refused:
        places.load_venues(venues=[new_venue()], rooms=[room], equipment=EQUIPMENT)

    assert refused.value.data == {"name": "robot-arms"}
