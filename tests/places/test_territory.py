"""Territory is a stored path: whole in the real city, and never a matter of codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.factories import (
    DAPENG,
    KUICHONG,
    LONGGANG,
    LONGHUA,
    UNITS,
    ZHANGGE,
    load_small_city,
    real_territory,
)
from yexiao.common.refusals import NotFound
from yexiao.people import api as people
from yexiao.places import _rules
from yexiao.places import api as places

pytestmark = pytest.mark.django_db

OPERATOR_OF_LONGGANG = people.Actor(account_id=1, grants=(people.GrantRecord("operator", LONGGANG),))


def paths_of(units: list[places.UnitRecord]) -> list[str]:
    return [unit.path for unit in units]


def test_the_whole_real_city_is_loaded():
    rows = real_territory()

    loaded = places.load_territory(rows=rows)

    levels = Counter(unit.level for unit in places.list_units())
    assert loaded == 868
    assert levels == {"city": 1, "district": 10, "street": 74, "community": 783}


def test_loading_the_real_city_again_changes_nothing():
    places.load_territory(rows=real_territory())
    before = places.list_units()

    places.load_territory(rows=real_territory())

    assert places.list_units() == before


def test_kuichong_lies_in_dapeng_although_its_code_begins_like_longgangs():
    places.load_territory(rows=real_territory())

    kuichong = places.unit(KUICHONG)

    assert kuichong.code.startswith(LONGGANG.rpartition("/")[2])
    assert KUICHONG in paths_of(places.list_units(within=DAPENG))
    assert KUICHONG not in paths_of(places.list_units(within=LONGGANG))


def test_longgangs_operator_may_do_nothing_in_dapeng():
    places.load_territory(rows=real_territory())
    inside = paths_of(places.list_units(within=LONGGANG))
    dapeng = paths_of(places.list_units(within=DAPENG))

    may_see = {path for path in [*inside, *dapeng] if people.may(OPERATOR_OF_LONGGANG, people.Action.SEE_DEMAND, path)}

    assert may_see == set(inside)


def test_the_list_of_a_territory_and_the_question_of_rights_agree():
    places.load_territory(rows=real_territory())
    every = paths_of(places.list_units())

    for territory in [*paths_of(places.list_units(level="district")), KUICHONG, ZHANGGE, "4403", "44030", "4403/44030"]:
        listed = paths_of(places.list_units(within=territory))
        assert set(listed) == {path for path in every if people.is_within(path, territory)}


@pytest.mark.parametrize("wild", ["4403/%", "4403/44030_", "440%", "4403\\"])
def test_a_territory_is_no_pattern(wild):
    load_small_city()

    assert places.list_units(within=wild) == []


def test_units_are_sorted_as_people_read_them():
    places.load_territory(rows=real_territory())

    names = [unit.name for unit in places.list_units(level="district")]

    assert names == [
        *("宝安区", "大鹏新区", "福田区", "光明区", "龙岗区"),
        *("龙华区", "罗湖区", "南山区", "坪山区", "盐田区"),
    ]


def test_a_path_is_described_by_every_unit_it_runs_through():
    load_small_city()

    words = places.describe_paths(paths=[ZHANGGE, DAPENG, "4403/nowhere"])

    zhangge = words[ZHANGGE]
    assert [unit.name_en for unit in (zhangge.city, zhangge.district, zhangge.street, zhangge.community)] == [
        *("Shenzhen", "Longhua", "Fucheng", "Zhangge"),
    ]
    assert (words[DAPENG].district.name_en, words[DAPENG].street) == ("Dapeng", None)
    assert (words["4403/nowhere"].city.name_en, words["4403/nowhere"].district) == ("Shenzhen", None)


@pytest.mark.parametrize("count", [1, 3])
def test_questions_cost_one_query_however_many(count, django_assert_num_queries):
    load_small_city()
    paths = [ZHANGGE, KUICHONG, LONGHUA][:count]

    with django_assert_num_queries(1):
        assert len(places.describe_paths(paths=paths)) == count
    with django_assert_num_queries(1):
        assert len(places.list_units(paths=paths)) == count


def test_an_unknown_path_is_not_found():
    with pytest.raises(NotFound):
        places.unit("4403/440399")


@pytest.mark.parametrize(
    "broken",
    [
        places.NewUnit("440309999", "440399", "street", "无名街道", "Nowhere"),
        places.NewUnit("440309999", "4403", "street", "越级街道", "Skipping"),
        places.NewUnit("4404", "4403", "city", "城中城", "City in a city"),
        places.NewUnit("440309999", "440309", "village", "某村", "A village"),
    ],
)
def test_a_unit_without_its_proper_parent_loads_nothing(broken):
    with pytest.raises(places.TerritoryBroken) as refused:
        places.load_territory(rows=[*UNITS, broken])

    assert refused.value.data == {"unit": broken.code, "parent": broken.parent}
    assert places.list_units() == []


def test_a_unit_never_moves_to_another_parent():
    load_small_city()
    moved = replace(next(row for row in UNITS if row.code == "440307009"), parent="440307")

    with pytest.raises(places.TerritoryBroken):
        places.load_territory(rows=[moved])

    assert places.unit(KUICHONG).code == "440307009"


def test_a_unit_may_be_renamed():
    load_small_city()

    places.load_territory(rows=[places.NewUnit("440309005", "440309", "street", "福城", "Fucheng New")])

    assert places.unit("4403/440309/440309005").name_en == "Fucheng New"


SEGMENTS = st.lists(st.sampled_from(["4403", "440307", "440307DP", "440307009", "44"]), min_size=1, max_size=4)


@given(SEGMENTS, SEGMENTS)
def test_within_means_a_prefix_of_whole_segments(path, territory):
    is_within = people.is_within("/".join(path), "/".join(territory))

    assert is_within == (path[: len(territory)] == territory)
    assert is_within == ("/".join(territory) in _rules.prefixes("/".join(path)))
