"""The figures: what is put in comes out, by place and by group, on pages and in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attendance.factories import NINE_PM, SEVEN_PM, Class, make_classes
from tests.enrolment.factories import make_people, open_sections
from tests.people.factories import make_resident
from tests.places.factories import LONGGANG, LONGHUA, ZHANGGE
from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common.refusals import NotFound
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.insight import api as insight
from yexiao.insight._document import figures_document
from yexiao.learning import api as learning

CITY = "4403"
FUCHENG = "4403/440309/440309005"


def value(table, key, row=None):
    line = table.total if row is None else next(line for line in table.rows if line.key == row)
    cell = line.cells[key]
    return "hidden" if cell.is_suppressed else cell.value


def mark(held: Class, evening: int, *kinds: str):
    marks = [
        attendance.NewMark(held.meetings[evening], who, kind) for who, kind in zip(held.learners, kinds, strict=True)
    ]
    attendance.mark_many(marks=marks, at=SEVEN_PM + evening * (NINE_PM - SEVEN_PM) * 84)


def test_figures_come_out_as_put_in(db):
    [held] = make_classes([6])
    mark(held, 0, "present", "late", "left_early", "absent", "excused", "present")
    mark(held, 1, "present", "present", "absent", "absent", "present", "present")
    attendance.close_meeting(meeting_ids=held.meetings[:2], at=NINE_PM)
    words = [(5, True), (4, True), (3, False), (5, None), (3, True), (4, False)]
    learning.say_feedback_of_many(
        feedback=[
            learning.NewFeedback(held.section_id, who, stars, uses)
            for who, (stars, uses) in zip(held.learners, words, strict=True)
            if who != held.learners[3]
        ],
        at=NINE_PM,
    )

    table = insight.measure(within=LONGHUA)

    # 4 came on the first evening, 4 on the second; 3 of 11 marks that count are absences; one was excused.
    assert value(table, "attendances") == 8
    assert value(table, "attendees") == 5
    assert value(table, "no_show_rate") == pytest.approx(3 / 11)
    assert value(table, "sections") == 1
    assert value(table, "free_share") == 1
    assert value(table, "meetings_held") == 1
    assert value(table, "seats") == 6
    assert value(table, "fill_rate") == 1
    assert value(table, "satisfaction") == pytest.approx((5 + 4 + 3 + 3 + 4) / 5)
    assert value(table, "uses_at_work") == pytest.approx(3 / 5)


def test_wishes_asked_and_met(db):
    [held] = make_classes([6])
    section = catalogue.list_sections(ids=[held.section_id])[0]
    others = make_people(5)
    wish = demand.NewWish(course_id=section.course_id, evenings=(5,), reach_km=5, path=ZHANGGE)
    demand.say_wishes_of_many(
        season_id=section.season_id,
        wishes_by_person={who: [wish] for who in (*held.learners, *others)},
        at=SEVEN_PM,
    )

    table = insight.measure(within=LONGHUA, by="street")

    assert (value(table, "demand_asked"), value(table, "demand_served")) == (11, 6)
    assert value(table, "demand_met", FUCHENG) == pytest.approx(6 / 11)


def test_attendances_by_situation_come_out_as_put_in(db):
    section_ids = open_sections(20)
    groups = [("employee", 9), ("gig_worker", 6), ("", 5)]
    people = [who for situation, number in groups for who in make_people(number, situation=situation)]
    enrolment.take_seats_of_many(
        claims=[enrolment.Claim(section_ids[0], who) for who in people], at=SEVEN_PM.replace(month=2, day=23)
    )
    [section] = catalogue.list_sections(ids=section_ids)
    marks = [attendance.NewMark(section.meetings[0].id, who, "present") for who in people]
    attendance.mark_many(marks=marks, at=SEVEN_PM)

    table = insight.measure(within=LONGHUA, by="situation")

    shown = {row.key: row.cells["attendances"].value for row in table.rows if row.cells["attendances"].value}
    assert shown == {"employee": 9, "gig_worker": 6, "not_said": 5}
    assert value(table, "sections", "employee") is None


def test_a_cohort_of_one_to_four_is_not_shown_and_cannot_be_subtracted(db):
    """Two situations of 3 and 9 people: 12 − 9 would give 3, so both are held back."""
    section_ids = open_sections(12)
    people = [*make_people(3, situation="carer"), *make_people(9, situation="employee")]
    enrolment.take_seats_of_many(
        claims=[enrolment.Claim(section_ids[0], who) for who in people], at=SEVEN_PM.replace(month=2, day=23)
    )
    [section] = catalogue.list_sections(ids=section_ids)
    marks = [attendance.NewMark(section.meetings[0].id, who, "present") for who in people]
    attendance.mark_many(marks=marks, at=SEVEN_PM)

    table = insight.measure(within=LONGHUA, by="situation")

    assert value(table, "attendances") == 12
    assert {
        row.key: value(table, "attendances", row.key) for row in table.rows if row.key in {"carer", "employee"}
    } == {
        "carer": "hidden",
        "employee": "hidden",
    }
    assert table.is_anything_suppressed


@pytest.mark.parametrize(("learners", "shown"), [(4, "hidden"), (5, 5)])
def test_a_class_of_four_is_not_shown_and_one_of_five_is(db, learners, shown):
    [held] = make_classes([learners])
    mark(held, 0, *["present"] * learners)

    table = insight.measure(within=ZHANGGE)

    assert value(table, "attendances") == shown
    assert value(table, "fill_rate") == ("hidden" if learners < 5 else 1)
    assert value(table, "sections") == 1


def test_a_territory_has_its_own_classes_only(db):
    [held] = make_classes([6])
    mark(held, 0, *["present"] * 6)

    there = insight.measure(within=LONGGANG)
    city = insight.measure(within=CITY, by="district")

    assert there.season is None
    assert [row.key for row in city.rows] == [LONGHUA]
    assert [district.name for district in city.covers] == ["龙华区"]
    assert value(city, "attendances", LONGHUA) == 6


def test_every_table_of_a_season_agrees(db):
    [held] = make_classes([6])
    mark(held, 0, *["present"] * 6)

    tables = [insight.measure(within=path, by=by) for path, by in [(CITY, "district"), (LONGHUA, "street")]]

    assert value(tables[0], "attendances", LONGHUA) == value(tables[1], "attendances") == 6


def test_a_season_of_elsewhere_a_strange_heading_and_an_unknown_place_are_refused(db):
    [held] = make_classes([6])
    season_id = catalogue.list_sections(ids=[held.section_id])[0].season_id

    with pytest.raises(NotFound):
        insight.measure(season_id=season_id, within=LONGGANG)
    with pytest.raises(NotFound):
        insight.measure(within="4403/000000")
    with pytest.raises(insight.ByUnknown):
        insight.measure(within=LONGHUA, by="name")


@pytest.mark.parametrize("classes", [[6], [6, 6, 6]])
def test_measuring_costs_the_same_queries(db, django_assert_num_queries, classes):
    for held in make_classes(classes):
        mark(held, 0, *["present"] * 6)

    with django_assert_num_queries(13):
        insight.measure(within=LONGHUA, by="street")


def test_without_consent_a_situation_counts_as_not_said(db):
    [held] = make_classes([6])
    mark(held, 0, *["present"] * 6)
    make_resident()

    table = insight.measure(within=LONGHUA, by="situation")

    assert value(table, "attendances", "not_said") == 6


def test_the_page_of_figures_is_written_from_the_definitions():
    page = Path(__file__).parents[2] / "docs" / "figures.md"

    assert page.read_text(encoding="utf-8") == figures_document(), "run: manage.py write_figures"


def test_every_figure_has_its_own_key_words_and_known_sources():
    keys = [figure.key for figure in insight.FIGURES]

    assert len(set(keys)) == len(keys)
    assert all(figure.source for figure in insight.FIGURES)
