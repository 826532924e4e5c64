"""The pages: each works, refuses the wrong method, sends strangers to sign in, hides from others, bears repeating."""

from __future__ import annotations

import pytest

from tests.attendance.factories import (
    BY_DAY,
    SEVEN_PM,
    WEEK,
    kinds,
    make_class,
    make_classes,
    make_people,
)
from tests.catalogue.factories import make_lecturer
from tests.people.factories import make_staff
from tests.places.factories import DAPENG, LONGHUA
from yexiao.attendance import api as attendance
from yexiao.attendance.models import Mark
from yexiao.catalogue import api as catalogue
from yexiao.catalogue.models import Lecturer
from yexiao.notices.models import Notice

SATURDAY = {"day": "2026-03-07", "start": "19:00"}


@pytest.fixture
def held(db):
    """Return a class of three."""
    return make_class(3)


@pytest.fixture
def desk(held, browse):
    """Return the browser of an operator of the district."""
    return browse(make_staff("operator", LONGHUA))


def teach(held, account_id):
    """Let the account be the class's lecturer."""
    lecturer_id = attendance.roster(meeting_id=held.meetings[0]).meeting.lecturer_id
    Lecturer.objects.filter(pk=lecturer_id).update(account=account_id)


def desk_pages(meeting):
    base = f"/desk/meetings/{meeting}/"
    return {
        "GET": [base, base + "door/", base + "poster/", base + "cancel/", base + "move/", base + "lecturer/"],
        "POST": [base + "mark/", base + "scan/", base + "cancel/", base + "move/", base + "lecturer/"],
    }


def test_every_desk_page_is_there_for_its_operator_in_both_languages(held, desk, browse):
    for path in desk_pages(held.meetings[0])["GET"]:
        assert desk.get(path).status_code == 200, path
        desk.client.cookies["language"] = "zh-hans"
        page = desk.read(path)
        desk.client.cookies["language"] = "en"
        assert "用好 DeepSeek" in page


def test_strangers_are_sent_to_sign_in_from_every_page(held, browse):
    pages = desk_pages(held.meetings[0])
    gets = [*pages["GET"], "/my/", f"/my/tickets/{held.meetings[0]}/", "/check-in/x/", "/desk/tonight/", "/figures/"]
    posts = [*pages["POST"], f"/my/evenings/{held.meetings[0]}/leave/", "/check-in/x/", "/desk/tickets/x/"]

    answers = [browse().get(path) for path in gets] + [browse().post(path) for path in posts]

    assert [(answer.status_code, answer["Location"].split("?")[0]) for answer in answers] == [(302, "/sign-in/")] * len(
        answers
    )


@pytest.mark.parametrize("who", ["resident", "learner", "other district", "official", "other lecturer"])
def test_a_desk_page_is_not_there_for_anybody_else(held, browse, who):
    others = {
        "resident": lambda: make_people()[0],
        "learner": lambda: held.learners[0],
        "other district": lambda: make_staff("operator", DAPENG),
        "official": lambda: make_staff("official", LONGHUA),
        "other lecturer": lambda: make_staff("lecturer", ""),
    }
    browser = browse(others[who]())
    pages = desk_pages(held.meetings[0])

    answers = [browser.get(path) for path in pages["GET"]] + [browser.post(path) for path in pages["POST"]]

    assert {answer.status_code for answer in answers} == {404}
    assert (Mark.objects.count(), Notice.objects.count()) == (0, 0)


def test_the_wrong_method_is_refused(held, desk):
    base = f"/desk/meetings/{held.meetings[0]}/"
    gets = [base + "mark/", base + "scan/", f"/my/evenings/{held.meetings[0]}/leave/"]
    posts = ["/my/", "/desk/tonight/", base, base + "door/", base + "poster/", f"/my/tickets/{held.meetings[0]}/"]

    answers = [desk.get(path) for path in gets] + [desk.post(path) for path in posts]

    assert {answer.status_code for answer in answers} == {405}


def test_a_meeting_that_does_not_exist_is_not_found(desk):
    for meeting in (1, 0, 10**30):
        assert desk.get(f"/desk/meetings/{meeting}/").status_code == 404


def test_a_lecturer_sees_and_marks_the_own_roster_and_changes_nothing(held, browse):
    lecturer = make_staff("lecturer", "")
    teach(held, lecturer)
    browser = browse(lecturer)
    base = f"/desk/meetings/{held.meetings[0]}/"

    marked = browser.post(base + "mark/", here=[held.learners[0]])

    assert browser.get(base).status_code == 200
    assert (marked.status_code, kinds(held.meetings[0])) == (302, {held.learners[0]: "present"})
    assert "Using DeepSeek" in browser.read("/desk/tonight/")
    assert browser.get(base + "cancel/").status_code == 404


def test_a_tick_list_is_saved_and_a_second_sending_changes_nothing(held, desk):
    ann, bo, cai = held.learners
    path = f"/desk/meetings/{held.meetings[0]}/mark/"
    sent = {"here": [ann, bo], f"mark-{cai}": "excused", f"mark-{bo}": "late"}

    first = desk.post(path, follow=True, **sent).content.decode()
    again = desk.post(path, follow=True, **sent).content.decode()

    assert kinds(held.meetings[0]) == {ann: "present", bo: "late", cai: "excused"}
    assert ("3 marks are saved." in first, "Nothing was changed." in again) == (True, True)


def test_taking_a_tick_away_means_absent_and_others_stay_as_they_are(held, desk):
    ann, bo, _ = held.learners
    path = f"/desk/meetings/{held.meetings[0]}/mark/"
    desk.post(path, here=[ann])
    attendance.mark(meeting_id=held.meetings[0], account_id=bo, kind="present", at=SEVEN_PM)

    desk.post(path, was=[ann])

    assert kinds(held.meetings[0]) == {ann: "absent", bo: "present"}


@pytest.mark.parametrize("data", [{"here": ["x"]}, {"here": ["-1"]}, {"mark-": "late"}, {"was": ["9" * 40]}])
def test_a_tick_list_that_cannot_be_read_is_refused(held, desk, data):
    answer = desk.post(f"/desk/meetings/{held.meetings[0]}/mark/", **data)

    assert answer.status_code == 422
    assert kinds(held.meetings[0]) == {}


def test_tonight_lists_the_territorys_classes_with_counts(held, desk, browse):
    page = desk.read("/desk/tonight/")
    elsewhere = browse(make_staff("operator", DAPENG)).read("/desk/tonight/")
    saturday = desk.read("/desk/tonight/", on="2026-03-07")

    assert ("Using DeepSeek" in page, "Using DeepSeek" in elsewhere, "Using DeepSeek" in saturday) == (
        True,
        False,
        False,
    )
    assert desk.get("/desk/tonight/", on="no date").status_code == 200


@pytest.mark.parametrize("learners", [[1], [3, 3, 3]])
def test_the_desks_lists_cost_the_same_queries(db, browse, django_assert_num_queries, learners):
    classes = make_classes(learners)
    desk = browse(make_staff("operator", LONGHUA))
    learner = browse(classes[0].learners[0])

    with django_assert_num_queries(14):
        desk.get("/desk/tonight/")
    with django_assert_num_queries(22):
        desk.get(f"/desk/meetings/{classes[0].meetings[0]}/")
    with django_assert_num_queries(19):
        learner.get("/my/")


def test_an_evening_is_cancelled_after_saying_how_many_are_told(held, desk):
    path = f"/desk/meetings/{held.meetings[0]}/cancel/"
    desk.at = BY_DAY

    asked = desk.read(path)
    done = desk.post(path, follow=True).content.decode()
    again = desk.post(path, follow=True).content.decode()

    assert "3 people will be told at once" in asked
    assert "Done. 3 people are told." in done
    assert "nobody is told again" in again
    assert Notice.objects.filter(channel="in_app").count() == 3


def test_an_evening_is_moved_and_what_stands_in_the_way_is_said(held, desk):
    path = f"/desk/meetings/{held.meetings[0]}/move/"
    room = attendance.roster(meeting_id=held.meetings[0]).meeting.room_id
    desk.at = BY_DAY

    wrong = desk.post(path, day="", start="19:00", room=room)
    taken = desk.post(path, day="2026-03-13", start="19:00", room=room)
    done = desk.post(path, room=room, **SATURDAY)

    assert [answer.status_code for answer in (wrong, taken, done)] == [422, 409, 302]
    [moved] = catalogue.list_meetings(ids=[held.meetings[0]])
    assert moved.starts_at == SEVEN_PM + WEEK / 7


def test_another_lecturer_is_chosen_from_those_who_teach_the_course(held, desk):
    able = make_lecturer("able", courses=("deepseek",), name="能", name_en="Able")
    make_lecturer("unable", name="不能", name_en="Unable")
    path = f"/desk/meetings/{held.meetings[0]}/lecturer/"
    desk.at = BY_DAY

    page = desk.read(path)
    done = desk.post(path, lecturer=able, span="section")

    assert (">Able<" in page, ">Unable<" in page) == (True, False)
    assert done.status_code == 302
    assert {one.lecturer_id for one in catalogue.list_meetings(section_ids=[held.section_id])} == {able}
