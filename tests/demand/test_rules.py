"""Properties of the pure decisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yexiao.demand._rules import Place, flaw_of, possible_evenings

weekdays = st.frozensets(st.integers(1, 7))
things = st.frozensets(st.sampled_from("abc"))
places = st.lists(st.builds(Place, equipment=things, district=st.sampled_from(["x", "y"]), weekdays=weekdays))
taught = st.dictionaries(st.sampled_from(["x", "y"]), weekdays)


@given(things, taught, places)
def test_an_evening_is_possible_when_one_place_has_everything(needs, lecturers, rooms):
    found = possible_evenings(needs=needs, taught=lecturers, places=rooms)

    for day in range(1, 8):
        is_possible = any(
            needs <= room.equipment and day in room.weekdays and day in lecturers.get(room.district, ())
            for room in rooms
        )
        assert (day in found) == is_possible


@given(things, taught, places, places)
def test_more_places_never_take_an_evening_away(needs, lecturers, rooms, more):
    few = possible_evenings(needs=needs, taught=lecturers, places=rooms)

    assert few <= possible_evenings(needs=needs, taught=lecturers, places=[*rooms, *more])


@given(st.lists(st.integers(0, 8)), st.floats(allow_nan=True), st.integers(-1, 6), st.text(max_size=250))
def test_only_a_wish_that_can_be_kept_has_no_flaw(evenings, reach_km, rank, purpose):
    flaw = flaw_of(evenings=evenings, reach_km=reach_km, rank=rank, purpose=purpose, most=5)

    is_fine = (
        bool(evenings)
        and all(1 <= day <= 7 for day in evenings)
        and 0.5 <= reach_km <= 60
        and 1 <= rank <= 5
        and len(purpose) <= 200
    )
    assert (flaw is None) == is_fine


@pytest.mark.parametrize("reach_km", [0.5, 60])
def test_the_limits_themselves_are_fine(reach_km):
    assert flaw_of(evenings=[7], reach_km=reach_km, rank=5, purpose="字" * 200, most=5) is None
