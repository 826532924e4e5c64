"""Territories are whole segments of a path, in Python and in SQL alike."""

from __future__ import annotations

import pytest

from tests.places.factories import DAPENG, KUICHONG, LONGHUA, ZHANGGE, make_rooms
from yexiao.common.paths import is_within, is_within_any, lies_within, lies_within_any
from yexiao.places.models import Unit

pytestmark = pytest.mark.django_db
TERRITORIES = (LONGHUA, DAPENG, KUICHONG, ZHANGGE, "4403", "440", "4403/44030", "", "%", "4403/440309_")


@pytest.mark.parametrize("territory", TERRITORIES)
def test_python_and_the_database_say_the_same(territory):
    make_rooms(10)
    units = list(Unit.objects.values_list("path", flat=True))

    found = set(Unit.objects.filter(lies_within_any("path", [territory])).values_list("path", flat=True))

    assert found == {path for path in units if is_within(path, territory)}


def test_an_empty_territory_contains_nothing_and_is_no_condition():
    make_rooms(10)

    assert not is_within_any(ZHANGGE, ["", "440"])
    assert not Unit.objects.filter(lies_within_any("path", [])).exists()
    assert Unit.objects.filter(lies_within("path", "")).count() == Unit.objects.count()
