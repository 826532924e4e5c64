"""The desk's page that opens a new season, through HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.catalogue.factories import BEFORE, make_season
from tests.people.factories import make_staff
from tests.places.factories import LONGGANG, LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.people.models import Account
from yexiao.planning import _rules

pytestmark = pytest.mark.django_db
PAGE = "/desk/seasons/new/"
SAID = {
    "name": "2026 夏季夜校", "name_en": "Summer night school 2026", "place": LONGHUA,
    "starts_date": "2026-06-01", "weeks": 8, "free_percent": 60,
}  # fmt: skip


@pytest.fixture(autouse=True)
def before_the_season():
    """Stand at a moment before the first season, as everything here does."""
    with clock.standing_at(BEFORE):
        yield


def organiser() -> Client:
    """Return the browser of Longhua's organiser; the territory is there."""
    make_rooms()
    client = Client()
    client.force_login(Account.objects.get(pk=make_staff("organiser", LONGHUA)))
    return client


def test_the_page_proposes_the_season_after_the_last():
    desk = organiser()
    make_season()

    form = desk.get(PAGE).context["form"]

    assert form.initial == {
        "place": LONGHUA,
        "starts_date": date(2026, 5, 11),
        "name": "2026 春季夜校",
        "name_en": "Spring night school 2026",
    }
    assert 'value="2026-05-11"' in str(form["starts_date"])  # what a browser's calendar takes


def test_a_season_that_is_over_is_not_offered_for_planning():
    desk, season = organiser(), make_season()

    with clock.standing_at(clock.at_local(season.ends_date, 12)):
        last_day = desk.get(reverse("planning:runs")).context["form"].fields["season"].choices
    with clock.standing_at(clock.at_local(season.ends_date + timedelta(days=1), 12)):
        day_after = desk.get(reverse("planning:runs")).context["form"].fields["season"].choices

    assert (last_day, day_after) == ([(season.id, "龙华春季")], [])


def test_a_season_is_opened_and_ready_to_plan():
    desk = organiser()

    answer = desk.post(PAGE, SAID)

    [season] = catalogue.list_seasons()
    assert (season.path, season.starts_date, season.ends_date) == (LONGHUA, date(2026, 6, 1), date(2026, 7, 26))
    assert answer.headers["Location"].startswith(f"{reverse('planning:runs')}?season={season.id}&")
    assert "2026 夏季夜校" in desk.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("place", LONGGANG), ("starts_date", "2026-02-20"), ("weeks", "0"), ("free_percent", "101"), ("name", "")],
)
def test_what_cannot_be_is_said_by_its_field_and_nothing_is_kept(field, value):
    answer = organiser().post(PAGE, SAID | {field: value})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert catalogue.list_seasons() == []


def test_a_second_season_from_the_same_day_on_is_refused():
    desk = organiser()
    desk.post(PAGE, SAID)

    answer = desk.post(PAGE, SAID | {"name": "另一季"})

    assert list(answer.context["form"].errors) == ["starts_date"]
    assert [season.name for season in catalogue.list_seasons()] == ["2026 夏季夜校"]


@pytest.mark.parametrize(
    ("last", "first"),
    [("2026-04-26", "2026-05-11"), ("2026-04-27", "2026-05-18"), ("2026-05-03", "2026-05-18")],
)
def test_a_season_begins_on_a_monday_two_weeks_after_the_last(last, first):
    assert _rules.next_start(date.fromisoformat(last)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("month", "name"), [(1, "冬季"), (2, "冬季"), (3, "春季"), (8, "夏季"), (11, "秋季"), (12, "冬季")]
)
def test_a_season_is_named_after_the_month_it_begins_in(month, name):
    assert _rules.season_names(date(2027, month, 1))[0] == f"2027 {name}夜校"
