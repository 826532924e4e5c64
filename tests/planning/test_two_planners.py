"""Two planners at the same moment: one timetable stands, nobody is told twice, nothing is half written."""

from __future__ import annotations

import pytest

from tests.catalogue.factories import BEFORE
from tests.conftest import all_at_once
from tests.people.factories import make_staff
from tests.places.factories import LONGHUA
from tests.planning.two_centres import make_two_centres
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.notices import api as notices
from yexiao.planning import api as planning

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db_heavy]


def make_draft(city, **changes) -> int:
    """Plan the season; return the draft's id."""
    values = {"season_id": city.season.id, "path": LONGHUA, "seconds": 2, "by": None, "at": BEFORE}
    run_id = planning.ask_for_draft(**values | changes)
    with clock.standing_at(BEFORE):
        planning.run_now(run_id=run_id)
    return planning.run(run_id).draft_id


def kinds(outcomes) -> list[str]:
    """Return the names of what came out, sorted."""
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_of_several_drafts_published_at_once_one_stands():
    city = make_two_centres()
    drafts = [make_draft(city) for _number in range(3)]

    outcomes = all_at_once(
        lambda draft_id: planning.publish_plan(draft_id=draft_id, version=1, by=None, at=BEFORE), drafts
    )

    assert kinds(outcomes) == ["AlreadyPublished", "AlreadyPublished", "list"]
    assert len(catalogue.list_sections(season_id=city.season.id)) == 2
    assert [planning.draft(draft_id).state for draft_id in drafts].count("published") == 1
    assert [len(notices.list_inbox(account_id=person)) for person in city.everybody] == [1] * 31


def test_of_several_people_publishing_one_draft_at_once_one_does():
    city = make_two_centres()
    draft_id = make_draft(city)
    planners = [make_staff("operator") for _number in range(4)]

    outcomes = all_at_once(
        lambda planner: planning.publish_plan(draft_id=draft_id, version=1, by=planner, at=BEFORE), planners
    )

    assert kinds(outcomes) == ["DraftChanged", "DraftChanged", "DraftChanged", "list"]
    assert len(catalogue.list_sections(season_id=city.season.id)) == 2


def test_a_double_click_publishes_once_and_both_see_the_same():
    city = make_two_centres()
    draft_id, planner = make_draft(city), make_staff("operator")

    outcomes = all_at_once(
        lambda _click: planning.publish_plan(draft_id=draft_id, version=1, by=planner, at=BEFORE), range(4)
    )

    assert outcomes == [outcomes[0]] * 4
    assert sorted(outcomes[0]) == [section.id for section in catalogue.list_sections(season_id=city.season.id)]


def test_one_class_fixed_by_many_at_once_is_one_pin():
    city = make_two_centres()
    pin = {"course_id": city.video, "room_id": city.zhangge_room, "lecturer_id": city.liang, "weekday": 5}

    outcomes = all_at_once(lambda _click: planning.add_pin(season_id=city.season.id, path=LONGHUA, **pin), range(6))

    [kept] = planning.list_pins(season_id=city.season.id, path=LONGHUA)
    assert outcomes == [kept.id] * 6


def test_a_run_finished_by_two_workers_keeps_one_draft():
    city = make_two_centres()
    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, seconds=2, by=None, at=BEFORE)

    def work(_worker):
        with clock.standing_at(BEFORE):
            planning.run_now(run_id=run_id)

    outcomes = all_at_once(work, range(3))

    assert outcomes == [None] * 3
    assert planning.draft(planning.run(run_id).draft_id).value == 2000
