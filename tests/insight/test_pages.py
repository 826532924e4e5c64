"""The page of figures and its downloads: who may see which territory, and what stands there."""

from __future__ import annotations

import pytest

from tests.attendance.factories import SEVEN_PM, make_classes, make_people
from tests.people.factories import make_staff
from tests.places.factories import DAPENG, LONGGANG, LONGHUA, ZHANGGE, load_small_city
from yexiao.attendance import api as attendance

CITY = "4403"
FUCHENG = "4403/440309/440309005"
FILES = ["/figures/figures.csv", "/figures/figures.xlsx"]


@pytest.fixture
def evening(db):
    """Hold an evening of six in Zhangge."""
    [held] = make_classes([6])
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in held.learners]
    attendance.mark_many(marks=marks, at=SEVEN_PM)
    return held


@pytest.fixture
def official(evening, browse):
    """Return the browser of Longhua's official."""
    return browse(make_staff("official", LONGHUA))


def test_an_official_sees_the_own_district_and_goes_down(official):
    first = official.read("/figures/")
    street = official.read("/figures/", within=FUCHENG)
    community = official.read("/figures/", within=ZHANGGE)

    assert ("Figures of Longhua" in first, f"within={FUCHENG}" in first) == (True, True)
    assert "Figures cover: Longhua" in first
    assert ("Figures of Fucheng" in street, "Zhangge" in street) == (True, True)
    assert "Figures of Zhangge" in community
    assert f"within={CITY}&amp;" not in first


@pytest.mark.parametrize("path", ["/figures/", *FILES])
@pytest.mark.parametrize("within", [CITY, LONGGANG, DAPENG, "440309", "4403/44030", "", "'"])
def test_another_territory_is_not_there(official, path, within):
    answer = official.get(path, within=within)

    assert answer.status_code == (200 if within == "" else 404)


@pytest.mark.parametrize("path", ["/figures/", *FILES])
def test_strangers_sign_in_residents_see_nothing_and_the_method_counts(official, browse, path):
    [resident] = make_people()

    assert browse().get(path)["Location"].startswith("/sign-in/")
    assert browse(resident).get(path, within=LONGHUA).status_code == 404
    assert browse(make_staff("lecturer", "")).get(path, within=LONGHUA).status_code == 404
    assert official.post(path).status_code == 405


def test_the_city_goes_down_to_districts_and_each_page_leads_up_again(evening, browse):
    city = browse(make_staff("official", CITY))

    top = city.read("/figures/")
    below = city.read("/figures/", within=LONGHUA)

    assert f"within={LONGHUA}" in top
    assert f'href="/figures/?within={CITY}' in below


@pytest.mark.parametrize("by", ["street", "community", "situation"])
def test_every_breakdown_has_its_page_in_both_languages(official, by):
    english = official.read("/figures/", by=by)
    official.client.cookies["language"] = "zh-hans"
    chinese = official.read("/figures/", by=by)

    assert ("Attendances" in english, "到课人次" in chinese) == (True, True)


@pytest.mark.parametrize(
    ("data", "status"), [({"by": "name"}, 422), ({"season": "x"}, 422), ({"season": "9" * 18}, 404)]
)
def test_a_question_that_makes_no_sense_is_refused(official, data, status):
    assert official.get("/figures/", **data).status_code == status


def test_downloads_come_as_files_with_the_same_numbers(official):
    sheet, book = (official.get(path, by="street") for path in FILES)

    assert sheet["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert "Fucheng,6,6," in sheet.content.decode("utf-8-sig")
    assert book.content.startswith(b"PK")
    assert official.get("/figures/figures.exe").status_code == 404


def test_before_the_first_season_the_page_says_so(db, browse):
    load_small_city()

    assert "No season yet." in browse(make_staff("official", LONGHUA)).read("/figures/")


def test_a_small_class_is_held_back_on_the_page(db, browse):
    [held] = make_classes([3])
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in held.learners]
    attendance.mark_many(marks=marks, at=SEVEN_PM)

    page = browse(make_staff("official", LONGHUA)).read("/figures/")

    assert ("under 5" in page, "not shown" in page, "Some cells are not shown" in page) == (True, True, True)


@pytest.mark.parametrize("classes", [[6], [6, 6, 6]])
def test_the_page_costs_the_same_queries(db, browse, django_assert_num_queries, classes):
    make_classes(classes)
    official = browse(make_staff("official", LONGHUA))

    with django_assert_num_queries(17):
        official.get("/figures/")
