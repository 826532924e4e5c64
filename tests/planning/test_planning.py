"""A season of two centres, planned, published and changed through the doors."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.catalogue.factories import BEFORE, publish
from tests.demand.factories import FUCHENG, ZHANGGE
from tests.people.factories import make_staff
from tests.places.factories import LONGGANG, LONGHUA
from tests.planning.two_centres import OPTIMUM, make_two_centres
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.notices import api as notices
from yexiao.places import api as places
from yexiao.planning import api as planning

pytestmark = pytest.mark.django_db


def plan(season, path=LONGHUA, **changes):
    """Ask for a draft and let the job make it; return the run as it stands then."""
    run_id = planning.ask_for_draft(season_id=season.id, path=path, seconds=3, by=None, at=BEFORE, **changes)
    with clock.standing_at(BEFORE):
        planning.run_now(run_id=run_id)
    return planning.run(run_id)


def draft_of(season, path=LONGHUA, **changes):
    """Plan and return the draft."""
    return planning.draft(plan(season, path, **changes).draft_id)


def rows_of(draft):
    """Return the draft's sections as plain rows."""
    return [(s.course_id, s.room_id, s.weekday, s.lecturer_id, s.served, s.capacity) for s in draft.sections]


def test_two_centres_get_the_timetable_found_by_hand():
    city = make_two_centres()

    draft = draft_of(city.season)

    assert rows_of(draft) == [
        (city.deepseek, city.zhangge_room, 5, city.zhou, 12, 20),
        (city.video, city.xikeng_room, 5, city.liang, 10, 20),
    ]
    assert (draft.value, draft.bound, draft.asked_people, draft.served_people) == (OPTIMUM, OPTIMUM, 31, 22)
    assert [(u.path, u.course_id, u.people, u.reason) for u in draft.unmet] == [
        (ZHANGGE, city.video, 9, "evening_full")
    ]


def test_a_published_plan_stands_in_the_catalogue_and_everybody_is_told_once():
    city = make_two_centres()
    draft = draft_of(city.season)

    section_ids = planning.publish_plan(draft_id=draft.id, version=draft.version, by=None, at=BEFORE)
    again = planning.publish_plan(draft_id=draft.id, version=draft.version, by=None, at=BEFORE)

    assert again == section_ids
    sections = catalogue.list_sections(season_id=city.season.id)
    assert {(s.course_id, s.room_id, s.weekday, s.fee_kind, s.capacity, len(s.meetings)) for s in sections} == {
        (city.deepseek, city.zhangge_room, 5, "free", 20, 4),
        (city.video, city.xikeng_room, 5, "free", 20, 4),
    }
    assert [line.section_id for line in planning.draft(draft.id).sections] == section_ids
    assert [len(notices.list_inbox(account_id=person)) for person in city.everybody] == [1] * 31


def test_a_plan_of_one_street_is_published_beside_the_rest_and_leaves_their_evenings_alone():
    city = make_two_centres()
    first = draft_of(city.season, path=FUCHENG)
    planning.publish_plan(draft_id=first.id, version=first.version, by=None, at=BEFORE)

    second = plan(city.season)

    assert planning.draft(second.draft_id).sections == ()


def test_a_second_planner_gets_the_difference_instead_of_overwriting():
    city = make_two_centres()
    ours, theirs = draft_of(city.season), draft_of(city.season, max_sections=1)
    planning.publish_plan(draft_id=theirs.id, version=theirs.version, by=None, at=BEFORE)

    with pytest.raises(planning.AlreadyPublished) as refused:
        planning.publish_plan(draft_id=ours.id, version=ours.version, by=None, at=BEFORE)

    assert refused.value.status == 409
    assert refused.value.data == {"draft_id": ours.id, "other_id": theirs.id}
    difference = planning.compare(draft_id=ours.id, other_id=theirs.id)
    assert [section.course_id for section in difference.only_here] == [city.video]
    assert (difference.only_there, difference.in_both) == ((), 1)
    assert planning.draft(ours.id).state == "draft"
    assert len(catalogue.list_sections(season_id=city.season.id)) == 1


def test_two_people_with_the_same_draft_publish_it_once():
    city = make_two_centres()
    draft = draft_of(city.season)
    first, second = make_staff("operator"), make_staff("operator")
    planning.publish_plan(draft_id=draft.id, version=1, by=first, at=BEFORE)

    with pytest.raises(planning.DraftChanged) as refused:
        planning.publish_plan(draft_id=draft.id, version=1, by=second, at=BEFORE)

    assert refused.value.data == {"draft_id": draft.id, "version": 2, "state": "published", "decided_by": first}


def test_what_the_catalogue_refuses_leaves_the_draft_as_it_was():
    city = make_two_centres()
    draft = draft_of(city.season)
    blocker = catalogue.NewSection(
        course_id=city.deepseek, room_id=city.zhangge_room, lecturer_id=city.zhou, weekday=5, fee_kind="free"
    )
    publish(blocker, season_id=city.season.id)

    with pytest.raises(catalogue.RoomTaken):
        planning.publish_plan(draft_id=draft.id, version=draft.version, by=None, at=BEFORE)

    assert planning.draft(draft.id) == draft
    assert notices.list_inbox(account_id=city.everybody[0]) == []


def test_a_discarded_draft_cannot_be_published():
    city = make_two_centres()
    draft = draft_of(city.season)

    planning.discard(draft_id=draft.id, version=1, by=None, at=BEFORE)
    planning.discard(draft_id=draft.id, version=1, by=None, at=BEFORE)

    with pytest.raises(planning.DraftChanged):
        planning.publish_plan(draft_id=draft.id, version=1, by=None, at=BEFORE)
    assert planning.draft(draft.id).state == "discarded"


def test_a_pin_is_kept_even_where_the_plan_is_worse_for_it():
    city = make_two_centres()
    pin = {"course_id": city.video, "room_id": city.zhangge_room, "lecturer_id": city.liang, "weekday": 5}
    first = planning.add_pin(season_id=city.season.id, path=LONGHUA, **pin)
    again = planning.add_pin(season_id=city.season.id, path=LONGHUA, **pin)

    draft = draft_of(city.season)

    assert first == again
    assert rows_of(draft) == [(city.video, city.zhangge_room, 5, city.liang, 9, 20)]
    assert [section.is_pinned for section in draft.sections] == [True]
    planning.remove_pin(pin_id=first, season_id=city.season.id, path=LONGHUA)
    assert draft_of(city.season).value == OPTIMUM


def test_a_pin_on_a_held_room_is_refused_at_once():
    city = make_two_centres()
    place = {"season_id": city.season.id, "path": LONGHUA, "room_id": city.zhangge_room, "weekday": 5}
    planning.add_pin(course_id=city.deepseek, lecturer_id=city.zhou, **place)

    with pytest.raises(planning.PinTaken):
        planning.add_pin(course_id=city.video, lecturer_id=city.liang, **place)


def test_a_pin_that_stands_in_the_timetable_asks_for_no_second_class():
    city = make_two_centres()
    pin = {"course_id": city.deepseek, "room_id": city.zhangge_room, "lecturer_id": city.zhou, "weekday": 5}
    planning.add_pin(season_id=city.season.id, path=LONGHUA, **pin)
    first = draft_of(city.season)
    planning.publish_plan(draft_id=first.id, version=first.version, by=None, at=BEFORE)

    second = draft_of(city.season)

    assert second.sections == ()


def test_a_pin_that_cannot_be_kept_ends_the_run_and_is_named():
    city = make_two_centres()
    pin = {"course_id": city.video, "room_id": city.zhangge_room, "lecturer_id": city.liang, "weekday": 1}
    planning.add_pin(season_id=city.season.id, path=LONGHUA, **pin)

    run = plan(city.season)

    assert (run.state, run.error, run.error_data) == ("failed", "planning.pin_impossible", pin)


@pytest.mark.parametrize("key", ["course", "room", "lecturer", "venue", "weekday"])
def test_a_forbid_keeps_its_combination_out(key):
    city = make_two_centres()
    [room] = places.list_rooms(ids=[city.zhangge_room])
    names = {
        "course": {"course_id": city.deepseek},
        "room": {"room_id": city.zhangge_room},
        "lecturer": {"lecturer_id": city.zhou},
        "venue": {"venue_id": room.venue_id},
        "weekday": {"weekday": 5},
    }[key]
    first = planning.add_forbid(season_id=city.season.id, path=LONGHUA, **names)
    again = planning.add_forbid(season_id=city.season.id, path=LONGHUA, **names)

    held = {(s.course_id, s.room_id) for s in draft_of(city.season).sections}

    assert first == again
    assert (city.deepseek, city.zhangge_room) not in held
    planning.remove_forbid(forbid_id=first, season_id=city.season.id, path=LONGHUA)
    assert draft_of(city.season).value == OPTIMUM


def test_a_forbid_that_names_nothing_is_a_mistake():
    city = make_two_centres()

    with pytest.raises(ValueError, match="at least one"):
        planning.add_forbid(season_id=city.season.id, path=LONGHUA)


def test_a_course_longer_than_the_season_is_not_planned_and_the_reason_says_so():
    city = make_two_centres(ends_date=date(2026, 3, 22))

    draft = draft_of(city.season)

    assert draft.sections == ()
    assert {line.reason for line in draft.unmet} == {"season_too_short"}


def test_a_lecturer_is_not_sent_outside_their_districts():
    city = make_two_centres(path="4403")
    catalogue.load_lecturers(
        lecturers=[
            catalogue.NewLecturer(
                slug="zhou",
                name="周明远",
                name_en="Zhou Mingyuan",
                evenings=(5,),
                districts=(LONGGANG,),
                courses=("deepseek",),
                lat=22.74,
                lon=114.01,
            )
        ]
    )

    draft = draft_of(city.season, path="4403")

    assert {section.lecturer_id for section in draft.sections} == {city.liang}


def test_a_place_outside_the_season_is_refused():
    city = make_two_centres()

    with pytest.raises(planning.OutsideSeason):
        planning.ask_for_draft(season_id=city.season.id, path=LONGGANG, by=None, at=BEFORE)
    with pytest.raises(planning.OutsideSeason):
        planning.add_forbid(season_id=city.season.id, path=LONGGANG, weekday=1)


def test_nothing_to_plan_is_said_in_the_run():
    city = make_two_centres()
    empty = catalogue.add_season(
        slug="empty", name="空", name_en="Empty", path=LONGHUA, starts_date=city.season.starts_date,
        ends_date=city.season.ends_date,
    )  # fmt: skip

    run = plan(empty)

    assert (run.state, run.error) == ("failed", "planning.nothing_to_plan")


def test_asking_queues_one_job_that_belongs_to_the_run():
    city = make_two_centres()

    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, seconds=9999, by=None, at=BEFORE)

    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [("planning.run", {"run_id": run_id})]
    assert (planning.run(run_id).state, planning.run(run_id).seconds) == ("queued", 300)


def test_a_run_cancelled_while_it_waits_never_starts():
    city = make_two_centres()
    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, by=None, at=BEFORE)

    planning.cancel_run(run_id=run_id)
    planning.run_now(run_id=run_id)

    run = planning.run(run_id)
    assert (run.state, run.draft_id) == ("cancelled", None)


def test_a_run_cancelled_while_it_works_keeps_its_best_timetable():
    city = make_two_centres()
    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, seconds=300, by=None, at=BEFORE)
    _let_it_work(run_id)
    planning.cancel_run(run_id=run_id)

    with clock.standing_at(BEFORE):
        planning.run_now(run_id=run_id)

    run = planning.run(run_id)
    assert (run.state, run.is_told_to_stop) == ("done", True)
    assert planning.draft(run.draft_id).bound >= OPTIMUM


def test_cancelling_a_run_that_is_over_changes_nothing():
    city = make_two_centres()
    run = plan(city.season)

    planning.cancel_run(run_id=run.id)

    assert planning.run(run.id) == run


def test_a_run_whose_worker_was_killed_runs_again_and_keeps_one_draft():
    city = make_two_centres()
    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, seconds=2, by=None, at=BEFORE)
    _let_it_work(run_id)

    with clock.standing_at(BEFORE):
        planning.run_now(run_id=run_id)
        draft_id = planning.run(run_id).draft_id
        planning.run_now(run_id=run_id)

    assert planning.run(run_id).draft_id == draft_id
    assert planning.draft(draft_id).value == OPTIMUM


def test_a_bug_ends_the_run_and_is_raised(monkeypatch):
    city = make_two_centres()
    run_id = planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, by=None, at=BEFORE)
    monkeypatch.setattr("yexiao.planning._problem.build", _break)

    with pytest.raises(ZeroDivisionError):
        planning.run_now(run_id=run_id)

    assert (planning.run(run_id).state, planning.run(run_id).error) == ("failed", "planning.fault")


def test_what_does_not_exist_is_said_to_be_so():
    with pytest.raises(planning.NoSuchPlan):
        planning.run(404)
    with pytest.raises(planning.NoSuchPlan):
        planning.draft(404)
    with pytest.raises(planning.NoSuchPlan):
        planning.publish_plan(draft_id=404, version=1, by=None, at=BEFORE)


@pytest.mark.parametrize("runs", [1, 3])
def test_listing_runs_costs_one_query(runs, django_assert_num_queries):
    city = make_two_centres()
    ids = [
        planning.ask_for_draft(season_id=city.season.id, path=LONGHUA, by=None, at=BEFORE) for _number in range(runs)
    ]

    with django_assert_num_queries(1):
        listed = planning.list_runs(within=[LONGHUA])

    assert [run.id for run in listed] == ids[::-1]
    assert planning.list_runs(within=[LONGGANG]) == []


def test_a_draft_costs_four_queries(django_assert_num_queries):
    draft = draft_of(make_two_centres().season)

    with django_assert_num_queries(4):
        planning.draft(draft.id)


def _let_it_work(run_id):
    """Leave the run as a worker does that claimed it and was killed before its end."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE planning_run SET state = 'running' WHERE id = %s", [run_id])


def _break(**_values):
    return 1 / 0
