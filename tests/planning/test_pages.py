"""The desk's pages of planning, through HTTP."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.catalogue.factories import BEFORE
from tests.demand.factories import FUCHENG
from tests.people.factories import make_resident, make_staff
from tests.places.factories import LONGGANG, LONGHUA
from tests.planning.two_centres import make_two_centres
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.people.models import Account
from yexiao.planning import api as planning

pytestmark = pytest.mark.django_db
POSTS = ("cancel", "publish", "discard", "pin", "unpin", "forbid", "allow")


@pytest.fixture(autouse=True)
def before_the_season():
    """Stand at a moment before the season, as everything here does."""
    with clock.standing_at(BEFORE):
        yield


def browser(account_id=None, language="zh-hans") -> Client:
    """Return a browser, signed in if an account is given."""
    client = Client()
    client.cookies["language"] = language
    if account_id is not None:
        client.force_login(Account.objects.get(pk=account_id))
    return client


def operator(path=LONGHUA) -> Client:
    """Return the browser of an operator."""
    return browser(make_staff("operator", path))


def queued(city, **changes) -> int:
    """Ask for a draft; return the run's id."""
    values = {"season_id": city.season.id, "path": LONGHUA, "seconds": 2, "by": None, "at": BEFORE}
    return planning.ask_for_draft(**values | changes)


def done(city, **changes) -> int:
    """Ask for a draft and make it; return the run's id."""
    run_id = queued(city, **changes)
    planning.run_now(run_id=run_id)
    return run_id


def page(name, run_id):
    """Return the address of a run's page."""
    return reverse(f"planning:{name}", args=[run_id])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_speaks_both_languages(language):
    city = make_two_centres()
    waiting, ready, bad = queued(city), done(city), queued(city, path=FUCHENG)
    planning.add_pin(
        season_id=city.season.id, path=FUCHENG, course_id=city.video, room_id=city.zhangge_room,
        lecturer_id=city.liang, weekday=1,
    )  # fmt: skip
    planning.run_now(run_id=bad)
    planning.add_forbid(season_id=city.season.id, path=LONGHUA, weekday=7)
    desk = browser(make_staff("operator", LONGHUA), language)

    texts = [desk.get(url).content.decode() for url in (
        reverse("planning:runs"), page("run", waiting), page("run", ready), page("run", bad)
    )]  # fmt: skip

    words = {
        "zh-hans": ["龙华春季", "等", "AI 短视频", "用好 DeepSeek"],
        "en": ["Longhua spring", "Waiting", "AI short video", "Using DeepSeek"],
    }
    assert words[language][0] in texts[0]
    assert words[language][1] in texts[1]
    assert words[language][2] in texts[2]
    assert words[language][3] in texts[2]
    assert words[language][2] in texts[3]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("show", ["week", "classes", "unmet", "fixed"])
def test_every_part_of_a_draft_speaks_both_languages(show, language):
    city = make_two_centres()
    run_id = done(city)
    planning.add_forbid(season_id=city.season.id, path=LONGHUA, weekday=7)

    text = browser(make_staff("operator", LONGHUA), language).get(page("run", run_id), {"show": show}).content.decode()

    words = {
        "zh-hans": {"week": "10/20", "classes": "固定这个班", "unmet": "合适的教室在那些晚上都已用上", "fixed": "周日"},
        "en": {"week": "10/20", "classes": "Fix this class", "unmet": "Every room that would do", "fixed": "Sun"},
    }
    assert words[language][show] in text


def test_a_run_is_started_watched_and_done():
    city, desk = make_two_centres(), operator()
    values = {"season": city.season.id, "place": LONGHUA, "seconds": 10, "max_sections": ""}

    answer = desk.post(reverse("planning:start"), values)

    [run] = planning.list_runs(within=[LONGHUA])
    assert answer.headers["Location"] == page("run", run.id)
    assert (run.seconds, run.max_sections, run.state) == (10, None, "queued")
    assert 'http-equiv="refresh"' in desk.get(page("run", run.id)).content.decode()
    watching = desk.get(page("progress", run.id), headers={"HX-Request": "true"})
    assert 'id="progress"' in watching.content.decode()
    planning.run_now(run_id=run.id)
    assert desk.get(page("progress", run.id)).headers["HX-Refresh"] == "true"
    assert 'http-equiv="refresh"' not in desk.get(page("run", run.id)).content.decode()


def test_a_start_that_cannot_be_read_is_said_beside_the_field():
    city, desk = make_two_centres(), operator()
    values = {"season": city.season.id, "place": LONGHUA, "seconds": 10, "max_sections": "0"}

    answer = desk.post(reverse("planning:start"), values)

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert planning.list_runs(within=[LONGHUA]) == []


def test_nobody_plans_outside_their_territory():
    city, desk = make_two_centres(), operator(LONGGANG)
    run_id = done(city)
    values = {"season": city.season.id, "place": LONGHUA, "seconds": 10, "max_sections": ""}

    assert desk.post(reverse("planning:start"), values).status_code == 404
    assert desk.get(page("run", run_id)).status_code == 404
    assert desk.get(page("progress", run_id)).status_code == 404
    assert [desk.post(page(name, run_id)).status_code for name in POSTS] == [404] * len(POSTS)
    assert page("run", run_id) not in desk.get(reverse("planning:runs")).content.decode()
    assert len(planning.list_runs(within=[LONGHUA])) == 1


def test_a_street_operator_sees_the_street_and_not_the_district():
    city = make_two_centres()
    street, district = done(city, path=FUCHENG), done(city)
    desk = operator(FUCHENG)

    assert desk.get(page("run", street)).status_code == 200
    assert desk.get(page("run", district)).status_code == 404


@pytest.mark.parametrize("role", [None, "official", "lecturer"])
def test_who_may_not_plan_finds_no_such_page(role):
    run_id = queued(make_two_centres())
    desk = browser(make_resident() if role is None else make_staff(role, LONGHUA))

    assert desk.get(reverse("planning:runs")).status_code == 404
    assert desk.get(page("run", run_id)).status_code == 404
    assert [desk.post(page(name, run_id)).status_code for name in POSTS] == [404] * len(POSTS)


def test_a_stranger_is_asked_to_sign_in():
    run_id = queued(make_two_centres())

    answer = browser().get(page("run", run_id))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("people:sign_in"))


def test_what_changes_something_takes_a_post():
    run_id, desk = queued(make_two_centres()), operator()

    assert [desk.get(page(name, run_id)).status_code for name in POSTS] == [405] * len(POSTS)
    assert desk.get(reverse("planning:start")).status_code == 405
    assert desk.post(page("run", run_id)).status_code == 405


def test_a_waiting_run_is_cancelled_and_twice_is_once():
    run_id, desk = queued(make_two_centres()), operator()

    assert [desk.post(page("cancel", run_id)).status_code for _time in range(2)] == [302, 302]

    assert planning.run(run_id).state == "cancelled"
    assert desk.get(page("run", run_id)).status_code == 200


def test_a_class_is_fixed_and_let_go():
    city, desk = make_two_centres(), operator()
    run_id = done(city)
    section = planning.draft(planning.run(run_id).draft_id).sections[0]

    for _time in range(2):
        desk.post(page("pin", run_id), {"section": section.id})
    [kept] = planning.list_pins(season_id=city.season.id, path=LONGHUA)

    assert (kept.course_id, kept.room_id, kept.weekday) == (section.course_id, section.room_id, section.weekday)
    assert "unpin" in desk.get(page("run", run_id), {"show": "classes"}).content.decode()
    for _time in range(2):
        desk.post(page("unpin", run_id), {"pin": kept.id})
    assert planning.list_pins(season_id=city.season.id, path=LONGHUA) == []


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("class", {"course_id", "room_id", "lecturer_id", "weekday"}),
        ("course_here", {"course_id", "venue_id"}),
        ("lecturer_then", {"lecturer_id", "weekday"}),
        ("room_then", {"room_id", "weekday"}),
    ],
)
def test_what_is_ruled_out_is_what_was_said_and_can_be_allowed_again(what, fields):
    city, desk = make_two_centres(), operator()
    run_id = done(city)
    section = planning.draft(planning.run(run_id).draft_id).sections[0]

    for _time in range(2):
        desk.post(page("forbid", run_id), {"section": section.id, "what": what})
    [kept] = planning.list_forbids(season_id=city.season.id, path=LONGHUA)

    assert {field for field, value in vars(kept).items() if value is not None and field != "id"} == fields
    assert page("allow", run_id) in desk.get(page("run", run_id), {"show": "fixed"}).content.decode()
    desk.post(page("allow", run_id), {"forbid": kept.id})
    assert planning.list_forbids(season_id=city.season.id, path=LONGHUA) == []


def test_a_section_of_another_run_cannot_be_used():
    city, desk = make_two_centres(), operator()
    run_id, other = done(city), done(city)
    section = planning.draft(planning.run(other).draft_id).sections[0]

    assert desk.post(page("pin", run_id), {"section": section.id}).status_code == 404
    assert desk.post(page("forbid", run_id), {"section": section.id, "what": "class"}).status_code == 404
    assert desk.post(page("forbid", run_id), {"section": section.id, "what": "?"}).status_code == 422
    assert desk.post(page("pin", run_id), {"section": "many"}).status_code == 422


def test_a_draft_is_published_and_a_second_click_changes_nothing():
    city, desk = make_two_centres(), operator()
    run_id = done(city)

    answers = [desk.post(page("publish", run_id), {"version": 1}).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert len(catalogue.list_sections(season_id=city.season.id)) == 2
    assert reverse("enrolment:openings") in desk.get(page("run", run_id)).content.decode()


def test_a_second_publisher_is_shown_the_difference():
    city = make_two_centres()
    first, second = done(city, max_sections=1), done(city)
    operator().post(page("publish", first), {"version": 1})

    answer = browser(make_staff("operator", LONGHUA), "en").post(page("publish", second), {"version": 1})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "planning.already_published" in text
    assert "AI short video" in text  # only in the second draft
    assert "1 class is the same in both." in text
    assert page("run", first) in text
    assert len(catalogue.list_sections(season_id=city.season.id)) == 1


def test_somebody_who_comes_second_to_the_same_draft_is_told():
    city = make_two_centres()
    run_id = done(city)
    operator().post(page("publish", run_id), {"version": 1})

    late = operator()

    assert late.post(page("publish", run_id), {"version": 1}).status_code == 409
    assert late.post(page("discard", run_id), {"version": 1}).status_code == 409
    assert planning.run(run_id).draft_state == "published"


def test_a_draft_is_put_aside():
    run_id, desk = done(make_two_centres()), operator()

    assert [desk.post(page("discard", run_id), {"version": 1}).status_code for _time in range(2)] == [302, 302]

    assert planning.run(run_id).draft_state == "discarded"


def test_a_run_without_a_draft_has_nothing_to_publish():
    run_id, desk = queued(make_two_centres()), operator()

    assert desk.post(page("publish", run_id), {"version": 1}).status_code == 404


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_runs(runs, django_assert_num_queries):
    city, desk = make_two_centres(), operator()
    for _number in range(runs):
        queued(city)

    with django_assert_num_queries(10):
        desk.get(reverse("planning:runs"))
