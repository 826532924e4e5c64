"""Demand in numbers: asked, reachable, served, unmet, missed, under every heading."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.catalogue.factories import make_course, make_lecturer, make_season
from tests.demand.factories import FUCHENG, XIKENG, ZHANGGE, make_people, wish_together
from tests.places.factories import LONGGANG, LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.demand import _ports
from yexiao.demand import api as demand

pytestmark = pytest.mark.django_db


class SeatBook:
    """A seat history with exactly these pairs of account and course."""

    def __init__(self, served=(), missed=()):
        self.served, self.missed = set(served), set(missed)

    def served_wishes(self, *, season_id):
        return self.served

    def failed_attempts(self, *, season_id):
        return self.missed


@contextmanager
def seats(**pairs):
    """Let demand ask this history inside the block."""
    before = _ports.seat_history()
    demand.use_seat_history(SeatBook(**pairs))
    try:
        yield
    finally:
        demand.use_seat_history(before)


@pytest.fixture
def season():
    """A season with a centre in Zhangge, where Zhou gives DeepSeek on Mondays, Wednesdays and Fridays."""
    make_rooms(20)
    catalogue.load_skills(skills=[catalogue.NewSkill("ask", "会提问", "Asking well", "入门", "First steps")])
    return make_season()


def course(**changes):
    """Make the course that Zhou gives."""
    course_id = make_course("deepseek", skills=("ask",), **changes)
    make_lecturer("zhou", courses=("deepseek",))
    return course_id


def rows(season, by, within=LONGHUA):
    """Return the rows as plain tuples: name, asked, reachable, served, unmet, missed."""
    found = demand.measure_demand(season_id=season.id, within=within, by=by)
    return [(row.name_en, row.asked, row.reachable, row.served, row.unmet, row.missed) for row in found]


def test_wishes_are_counted_by_place_evening_skill_and_course(season):
    deepseek = course()
    near = wish_together(3, season.id, deepseek, evenings=(1, 5))
    wish_together(2, season.id, deepseek, path=XIKENG, evenings=(5,))

    with seats(served=[(near[0], deepseek)], missed=[(near[1], deepseek)]):
        # Xikeng has no centre of its own: its made-up centre lies within 1.2 km of Zhangge's
        assert rows(season, "place") == [("Fucheng", 5, 5, 1, 4, 1)]
        assert rows(season, "place", FUCHENG) == [("Zhangge", 3, 3, 1, 2, 1), ("Xikeng", 2, 2, 0, 2, 0)]
        assert rows(season, "place", XIKENG) == [("Xikeng", 2, 2, 0, 2, 0)]
        assert rows(season, "evening") == [("Fri", 5, 5, 1, 4, 1), ("Mon", 3, 3, 1, 2, 1)]
        assert rows(season, "skill") == [("Asking well", 5, 5, 1, 4, 1)]
        assert rows(season, "course") == [("Using DeepSeek", 5, 5, 1, 4, 1)]
        assert rows(season, "place", LONGGANG) == []


@pytest.mark.parametrize(
    "out_of_reach",
    [
        {"evenings": (2,)},  # Zhou does not teach on Tuesdays
        {"reach_km": 0.5, "path": XIKENG},  # the nearest room is further away
    ],
)
def test_a_wish_without_room_or_lecturer_is_asked_and_not_reachable(season, out_of_reach):
    wish_together(4, season.id, course(), **out_of_reach)

    assert rows(season, "course") == [("Using DeepSeek", 4, 0, 0, 4, 0)]


def test_a_course_whose_equipment_stands_nowhere_near_is_not_reachable(season):
    wish_together(4, season.id, course(equipment=("pcs",)))

    assert rows(season, "course") == [("Using DeepSeek", 4, 0, 0, 4, 0)]


def test_a_failed_attempt_counts_at_home_even_without_a_wish(season):
    deepseek = course()
    [quiet] = make_people(1, ZHANGGE)
    [elsewhere] = make_people(1, LONGGANG + "/440307001")

    with seats(missed=[(quiet, deepseek), (elsewhere, deepseek)]):
        assert rows(season, "place", FUCHENG) == [("Zhangge", 0, 0, 0, 0, 1)]
        assert rows(season, "evening") == []


def test_whoever_got_a_seat_after_all_did_not_miss_it(season):
    deepseek = course()
    [lucky] = wish_together(1, season.id, deepseek)

    with seats(served=[(lucky, deepseek)], missed=[(lucky, deepseek)]):
        assert rows(season, "course") == [("Using DeepSeek", 1, 1, 1, 0, 0)]


def test_a_withdrawn_wish_counts_nowhere(season):
    deepseek = course()
    [person] = wish_together(1, season.id, deepseek)

    demand.withdraw_wish(account_id=person, season_id=season.id, course_id=deepseek)

    assert rows(season, "course") == []


def test_the_survey_is_the_four_headings_and_their_total(season):
    deepseek = course()
    wish_together(3, season.id, deepseek, evenings=(1, 5))

    survey = demand.survey_demand(season_id=season.id, within=LONGHUA)

    for by in ("place", "evening", "skill", "course"):
        expected = tuple(demand.measure_demand(season_id=season.id, within=LONGHUA, by=by))
        assert getattr(survey, f"by_{by}") == expected
    assert (survey.total.asked, survey.total.reachable, survey.total.unmet) == (3, 3, 3)


@pytest.mark.parametrize("number", [1, 3])
def test_a_survey_costs_the_same_queries_for_any_number_of_wishes(season, number, django_assert_num_queries):
    deepseek = course()
    for _wish in range(number):
        wish_together(2, season.id, deepseek)
        make_course(f"other-{_wish}")

    with seats(), django_assert_num_queries(10):
        demand.survey_demand(season_id=season.id, within=LONGHUA)
