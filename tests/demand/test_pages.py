"""A resident's wishes and the desk's demand, through HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.catalogue.factories import BEFORE, make_course, make_lecturer, make_season
from tests.demand.factories import FUCHENG, ZHANGGE, make_employer, new_wish, wish_together
from tests.people.factories import make_resident, make_staff
from tests.places.factories import LONGGANG, LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.people.models import Account

pytestmark = pytest.mark.django_db
WISHES = "/wishes/"
DESK = "/desk/demand/"


@pytest.fixture(autouse=True)
def before_the_season():
    """Stand at a moment before the season."""
    with clock.standing_at(BEFORE):
        yield


@pytest.fixture
def season() -> catalogue.SeasonRecord:
    """A season of Longhua with one centre and two skills' groups."""
    make_rooms(20)
    catalogue.load_skills(
        skills=[
            catalogue.NewSkill("ask", "会提问", "Asking well", "入门", "First steps"),
            catalogue.NewSkill("video", "拍视频", "Video", "创作", "Making"),
        ]
    )
    return make_season()


def browser(account_id=None, language="zh-hans") -> Client:
    """Return a browser, signed in if an account is given."""
    client = Client()
    client.cookies["language"] = language
    if account_id is not None:
        client.force_login(Account.objects.get(pk=account_id))
    return client


def filled(season, *course_ids, **changes):
    """Return the form as a browser sends it."""
    choices = {f"choice_{rank}": course_id for rank, course_id in enumerate(course_ids, 1)}
    values = {"season": season.id, "evenings": ["1", "5"], "reach_km": "3", "path": ZHANGGE, "purpose": "开店"}
    return values | choices | changes


def kept(season, account_id):
    """Return the person's wishes as plain rows."""
    wishes = demand.list_wishes(account_id=account_id, season_id=season.id)
    return [(wish.rank, wish.course_id, wish.evenings, wish.reach_km, wish.path, wish.purpose) for wish in wishes]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_offers_courses_by_skill_in_both_languages(season, language):
    make_course("deepseek", skills=("ask",))
    make_course("video", title="AI 短视频", title_en="AI short video", skills=("video",))

    text = browser(make_resident(), language).get(WISHES).content.decode()

    words = {
        "zh-hans": ["您想学什么？", "接下来会怎样", "入门", "创作", "AI 短视频", "章阁社区", "周五", "走路就到"],
        "en": ["What would you like to learn?", "What happens next", "First steps", "AI short video", "Zhangge", "Fri"],
    }
    assert [word for word in words[language] if word not in text] == []


def test_wishes_are_saved_shown_and_saving_twice_changes_nothing(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")
    resident = browser(person)

    answers = [resident.post(WISHES, filled(season, second, "", first)) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert kept(season, person) == [
        (1, second, (1, 5), 3, ZHANGGE, "开店"),
        (2, first, (1, 5), 3, ZHANGGE, "开店"),
    ]
    page = resident.get(WISHES).content.decode()
    assert "您的心愿" in page
    assert page.count(reverse("demand:withdraw")) == 2


def test_a_wish_is_withdrawn_by_its_own_button(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")
    resident = browser(person)
    resident.post(WISHES, filled(season, first, second))

    for _time in range(2):
        resident.post(reverse("demand:withdraw"), {"season": season.id, "course": first})

    assert [row[1] for row in kept(season, person)] == [second]


def test_nobody_withdraws_the_wish_of_another(season):
    person, course = make_resident(), make_course()
    browser(person).post(WISHES, filled(season, course))

    browser(make_resident()).post(reverse("demand:withdraw"), {"season": season.id, "course": course})

    assert len(kept(season, person)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"evenings": []},
        {"evenings": ["8"]},
        {"reach_km": "100"},
        {"path": LONGGANG},
        {"choice_1": ""},
        {"choice_1": "999999"},
        {"purpose": "字" * 201},
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_kept_on_the_page(season, changes):
    person, course = make_resident(), make_course()

    answer = browser(person).post(WISHES, filled(season, course) | {"purpose": "给老家卖水果"} | changes)

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert ("给老家卖水果" in answer.content.decode()) == ("purpose" not in changes)
    assert kept(season, person) == []


def test_a_course_chosen_twice_is_said(season):
    person, course = make_resident(), make_course()

    answer = browser(person).post(WISHES, filled(season, course, course))

    assert answer.status_code == 422
    assert "这门课您已经选过了。" in answer.content.decode()


def test_a_course_is_found_by_a_word_or_a_group(season):
    make_course("deepseek", skills=("ask",))
    make_course("video", title="AI 短视频", title_en="AI short video", skills=("video",))
    resident = browser(make_resident())

    def found(**query):
        aside = resident.get(WISHES, query).content.decode().split('id="find-title"')[1]
        return ["短视频" in aside, "DeepSeek" in aside]

    assert found(q="短视频") == [True, False]
    assert found(q="deep") == [False, True]
    assert found(group="创作") == [True, False]
    assert found(q="没有这门") == [False, False]


def test_a_course_picked_from_the_list_stands_in_the_next_free_place(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")
    resident = browser(person)
    resident.post(WISHES, filled(season, first))

    page = resident.get(WISHES, {"add": second}).content.decode()

    select = page.split('name="choice_2"')[1].split("</select>")[0]
    assert f'value="{second}" selected' in select
    assert len(kept(season, person)) == 1


def test_a_stranger_signs_in_first_and_comes_back(season):
    answer = browser().get(WISHES)

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("people:sign_in") + "?next=%2Fwishes%2F"
    assert browser().post(reverse("demand:withdraw")).status_code == 302


def test_withdrawing_takes_a_post_with_numbers(season):
    resident = browser(make_resident())

    assert resident.get(reverse("demand:withdraw")).status_code == 405
    assert resident.put(WISHES).status_code == 405
    assert resident.post(reverse("demand:withdraw"), {"season": "x"}).status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_a_season_the_page_says_so(season, language):
    with clock.standing_at(BEFORE + timedelta(days=90)):
        text = browser(make_resident(), language).get(WISHES).content.decode()

    assert {"zh-hans": "还没有开始准备新学季", "en": "No season is being prepared"}[language] in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("by", ["place", "evening", "skill", "course"])
def test_the_desk_reads_in_both_languages_under_every_heading(season, language, by):
    course = make_course(skills=("ask",))
    make_lecturer(courses=("deepseek",))
    wish_together(3, season.id, course)
    need_three(season)

    text = browser(make_staff("operator", LONGHUA), language).get(DESK, {"by": by}).content.decode()

    words = {
        "zh-hans": {"place": "福城街道", "evening": "周五", "skill": "会提问", "course": "用好 DeepSeek"},
        "en": {"place": "Fucheng", "evening": "Fri", "skill": "Asking well", "course": "Using DeepSeek"},
    }
    assert words[language][by] in text
    assert {"zh-hans": "月亮湾电子厂", "en": "Moon Bay Circuits"}[language] in text


def test_the_desk_drills_down_to_what_the_actor_may_see(season):
    wish_together(3, season.id, make_course())
    desk = browser(make_staff("operator", FUCHENG))

    assert f"within={ZHANGGE}" in desk.get(DESK).content.decode()
    assert desk.get(DESK, {"within": ZHANGGE}).status_code == 200
    assert desk.get(DESK, {"within": LONGHUA}).status_code == 404
    assert desk.get(DESK, {"within": LONGGANG}).status_code == 404
    assert desk.get(DESK, {"within": FUCHENG + "/nowhere"}).status_code == 404
    assert desk.get(DESK, {"season": "404"}).status_code == 404


def test_seasons_of_several_districts_are_told_apart_by_their_area(season):
    make_season("longgang-spring", path=LONGGANG, name="春季", name_en="Spring")

    text = browser(make_staff("official", "4403"), "en").get(DESK, {"within": "4403"}).content.decode()

    assert "Longhua spring · Longhua" in text
    assert "Spring · Longgang" in text


@pytest.mark.parametrize(("role", "status"), [("official", 200), ("organiser", 200), ("lecturer", 404), (None, 404)])
def test_who_may_see_demand(season, role, status):
    account_id = make_resident() if role is None else make_staff(role, LONGHUA)

    assert browser(account_id).get(DESK).status_code == status
    assert browser(account_id).post(DESK).status_code == 405
    assert browser().get(DESK).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_queries_for_any_number_of_wishes(season, number, django_assert_num_queries):
    desk = browser(make_staff("operator", LONGHUA))
    for count in range(number):
        wish_together(2, season.id, make_course(f"course-{count}"))
        need_three(season)

    with django_assert_num_queries(24):
        desk.get(DESK)


@pytest.mark.parametrize("number", [1, 3])
def test_the_wishes_cost_the_same_queries_for_any_number(season, number, django_assert_num_queries):
    person = make_resident()
    wishes = [new_wish(make_course(f"course-{count}"), rank=count + 1) for count in range(number)]
    demand.say_wishes(account_id=person, season_id=season.id, wishes=wishes, at=BEFORE)
    resident = browser(person)

    with django_assert_num_queries(10):
        resident.get(WISHES)


def need_three(season):
    """Let a new employer need three people who ask well, until after the season."""
    [skill] = [skill for skill in catalogue.list_skills() if skill.slug == "ask"]
    need = demand.NewNeed(make_employer(LONGHUA), skill.id, LONGHUA, 3, date(2026, 6, 1))
    demand.say_needs(needs=[need], at=BEFORE)
