"""The pages: search, class, draw, openings; what a resident does there, without script."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.catalogue.factories import make_course, make_lecturer, new_section, publish
from tests.enrolment.factories import (
    ANNOUNCED,
    CLOSES,
    MINUTE,
    OPENS,
    announce,
    make_people,
    make_sections,
    open_sections,
)
from tests.places.factories import LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.people import api as people

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(autouse=True)
def _standing_at_the_opening():
    with clock.standing_at(OPENS):
        yield


def browse(account_id=None, language="zh-hans") -> Client:
    """Return a browser, signed in if an account is given."""
    from django.contrib.auth import get_user_model

    client = Client()
    client.cookies["language"] = language
    if account_id is not None:
        client.force_login(get_user_model().objects.get(pk=account_id))
    return client


def code_of(section_id):
    return catalogue.list_sections(ids=[section_id])[0].code


def post(client, section_id, what, **values):
    return client.post(f"/classes/{code_of(section_id)}/{what}/", values)


def page_of(client, section_id):
    return client.get(f"/classes/{code_of(section_id)}/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_class_page_says_where_when_who_and_how_in_both_languages(language):
    (section,) = open_sections(3, fee_kind="low")

    page = page_of(browse(language=language), section)

    words = {
        "zh-hans": ["用好 DeepSeek", "章阁社区党群服务中心", "周明远", "¥144", "市场价", "我要报名", "谁先报名"],
        "en": [
            "Using DeepSeek",
            "Zhangge Centre",
            "Zhou Mingyuan",
            "¥144",
            "market price",
            "I want a seat",
            "asks first",
        ],
    }
    assert [word for word in words[language] if word not in page] == []


def test_a_resident_takes_a_seat_with_the_key_of_the_form_and_gives_it_back():
    (section,), (account_id,) = open_sections(1), make_people()
    client = browse(account_id)
    key = re.search(r'name="key" value="([^"]+)"', page_of(client, section)).group(1)

    first = post(client, section, "take", key=key)
    again = post(client, section, "take", key=key)

    assert (first.status_code, first.url) == (302, f"/classes/{code_of(section)}/")
    assert (again.status_code, again.url) == (first.status_code, first.url)
    assert "您有名额了" in page_of(client, section)
    post(client, section, "release")
    assert enrolment.list_holders(section_ids=[section]) == {section: []}


def test_a_key_sent_for_another_class_is_refused_in_words():
    one, two = open_sections(1, 1, weekdays=(3, 5), seats_per_person=2)
    (account_id,) = make_people()
    client, key = browse(account_id, "en"), uuid4()
    post(client, one, "take", key=key)

    answer = post(client, two, "take", key=key)

    assert answer.status_code == 409
    assert "This form was sent before for something else." in answer.content.decode()
    assert post(client, two, "take", key="nonsense").status_code == 422


def test_a_resident_waits_is_offered_the_seat_and_accepts():
    (section,), (holder, account_id) = open_sections(1), make_people(2)
    enrolment.take_seat(section_id=section, learner_id=holder, key=None, at=OPENS)
    client = browse(account_id, "en")
    assert "Join the waiting list" in page_of(client, section)

    post(client, section, "wait")
    assert "You are number 1 of 1 on the waiting list." in page_of(client, section)
    enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=OPENS)
    assert "A seat is held for you." in page_of(client, section)
    post(client, section, "accept")

    assert enrolment.list_holders(section_ids=[section]) == {section: [account_id]}


def test_a_resident_declines_or_leaves_the_list():
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    enrolment.take_seat(section_id=section, learner_id=holder, key=None, at=OPENS)
    for account_id in (first, second):
        post(browse(account_id), section, "wait")

    post(browse(second), section, "leave-list")
    enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=OPENS)
    post(browse(first), section, "decline")

    left = enrolment.describe_seats(section_ids=[section], at=OPENS)[section]
    assert (left.taken, left.offered, left.waiting, left.free) == (0, 0, 0, 1)


ACTIONS = ("take", "release", "wait", "leave-list", "accept", "decline")


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_a_post_of_somebody_signed_in(action):
    (section,) = open_sections(1)

    wrong_method = browse().get(f"/classes/{code_of(section)}/{action}/")
    stranger = post(browse(), section, action)

    assert wrong_method.status_code == 405
    assert (stranger.status_code, stranger.url.split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("action", ACTIONS)
def test_an_unknown_class_is_not_found(action):
    (account_id,) = make_people()

    assert browse(account_id).post(f"/classes/none/{action}/", {"key": uuid4()}).status_code == 404


def test_a_class_named_twice_is_said_beside_the_field_and_the_ranking_is_kept():
    [learner], (first, second) = make_people(1), make_sections(2, 2)
    opening = announce([first, second], policy="draw")

    answer = browse(learner).post(f"/draws/{opening}/enter/", {"choice_1": first, "choice_2": first})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这个班上面已经选过了" in page
    assert page.count(f'value="{first}" selected') == 2


def test_a_class_at_the_time_of_another_seat_names_it_instead_of_offering_a_seat():
    held, other = open_sections(2, 2, seats_per_person=2)
    [learner] = make_people(1)
    assert "我要报名" in page_of(browse(learner), other)
    enrolment.take_seat(section_id=held, learner_id=learner, key=None, at=OPENS)

    page = page_of(browse(learner), other)

    assert "我要报名" not in page
    assert "那个时间您有" in page
    assert f"/classes/{code_of(held)}/" in page


@pytest.mark.parametrize(("fee_kind", "has_fee"), [("low", True), ("free", False)])
def test_a_fee_stands_on_the_button_with_the_time_until_which_it_is_returned(fee_kind, has_fee):
    (section,) = make_sections(2, fee_kind=fee_kind)
    announce([section], closes_at=OPENS + timedelta(days=30))
    client = browse(make_people(1)[0])

    early = page_of(client, section)
    with clock.standing_at(OPENS + timedelta(days=13)):
        late = page_of(client, section)

    assert ("我要报名 · ¥" in early, "不再退费" in early, "不再退费" in late) == (has_fee, False, has_fee)


# Search


def make_two_classes():
    """Publish a course on Fridays and another on Wednesdays in Zhangge; return their sections by course slug."""
    room, other = make_rooms(30, 20)
    courses = {
        "night": make_course("night", title="夜校写作课", title_en="Writing at night school", summary="写好一封信。"),
        "agent": make_course(
            "agent", title="用 AI 智能体办公", title_en="Office work with AI agents", summary="自动化。"
        ),
    }
    sections = [
        new_section(course_id=courses["night"], room_id=room.id, lecturer_id=make_lecturer("a"), weekday=5),
        new_section(
            course_id=courses["agent"], room_id=other.id, lecturer_id=make_lecturer("b"), weekday=3, fee_kind="low"
        ),
    ]
    published = publish(*sections)
    return {slug: next(one.id for one in published if one.course_id == course) for slug, course in courses.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("夜校", ["night"]),
        ("智能体", ["agent"]),
        ("AI办公", ["agent"]),
        ("ai agent", ["agent"]),
        ("writing", ["night"]),
        ("章阁", ["agent", "night"]),
        ("zhangge 夜校", ["night"]),
        ("龙华", ["agent", "night"]),
        ("机器人", []),
        ("100%_", []),
        ("&|!:*'", []),
    ],
)
def test_words_are_found_in_both_languages_in_course_and_place(text, found):
    sections = make_two_classes()

    page = enrolment.find_sections(text=text, at=OPENS)

    slugs = {section_id: slug for slug, section_id in sections.items()}
    assert sorted(slugs[card.section_id] for card in page.cards) == found
    assert page.total == len(found)


@pytest.mark.parametrize("text", ["课程", "night school class", "课 智能体", "夜校 机器人"])
def test_a_word_that_suits_every_class_never_empties_the_search(text):
    sections = make_two_classes()

    page = enrolment.find_sections(text=text, at=OPENS)

    agent_only, nothing = text.endswith("智能体"), text.endswith("机器人")
    assert page.total == (0 if nothing else 1 if agent_only else len(sections))


def test_filters_narrow_the_search():
    sections = make_two_classes()
    announce([sections["night"]])

    def found(**filters):
        return [card.section_id for card in enrolment.find_sections(at=OPENS, **filters).cards]

    night, agent = sections["night"], sections["agent"]
    assert found() == [agent, night]  # by the next evening: Wednesday 4 March before Friday 6 March
    assert found(weekday=5) == [night]
    assert found(fee_kind="low") == [agent]
    assert found(only_free_seats=True) == [night]
    assert found(opening_id=enrolment.list_openings(at=OPENS)[0].id) == [night]
    assert found(within=LONGHUA) == [agent, night]
    assert found(within="4403/440307") == []
    assert found(course_id=catalogue.list_sections(ids=[night])[0].course_id) == [night]
    assert found(limit=1, offset=1) == [night]
    friday = clock.at_local(clock.local_date(OPENS) + timedelta(days=12), 0)
    assert found(between=(friday, friday + timedelta(days=1))) == [night]


def test_near_a_community_cards_say_how_far():
    make_two_classes()

    page = enrolment.find_sections(near=f"{LONGHUA}/440309005/440309005011", at=OPENS)

    assert [card.distance_km for card in page.cards] == [pytest.approx(0, abs=0.01)] * 2


def test_a_class_that_is_over_is_not_found():
    make_two_classes()

    assert enrolment.find_sections(at=OPENS + timedelta(days=200)).total == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_page_shows_cards_and_an_empty_state(language):
    make_two_classes()
    client = browse(language=language)

    page = client.get("/classes/", {"q": "夜校"}).content.decode()
    nothing = client.get("/classes/", {"q": "机器人"}).content.decode()

    assert page.count('class="card meeting-card"') == 1
    assert nothing.count('class="card meeting-card"') == 0
    assert {"zh-hans": "没有符合的课程", "en": "No class fits."}[language] in nothing


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_search_costs_the_same_queries_however_many_are_found(how_many, django_assert_num_queries):
    open_sections(*[2] * how_many)
    client = browse()
    client.get("/classes/")

    with django_assert_num_queries(SEARCH_QUERIES):
        assert client.get("/classes/").content.decode().count("meeting-card") == how_many


SEARCH_QUERIES = 3


def test_a_fragment_is_given_to_htmx_and_bad_filters_are_harmless():
    make_two_classes()

    fragment = browse().get("/classes/", {"q": "夜校"}, headers={"HX-Request": "true"}).content.decode()
    odd = browse().get("/classes/", {"weekday": "x", "page": "-1", "within": "../.."})

    assert "<html" not in fragment
    assert "meeting-card" in fragment
    assert odd.status_code == 200


# Draws


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resident_enters_a_draw_and_later_reads_why(language):
    one, two = make_sections(1, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    winner, loser = make_people(2)
    for account_id in (winner, loser):
        answer = browse(account_id, language).post(f"/draws/{opening_id}/enter/", {"choice_1": one})
        assert (answer.status_code, answer.url) == (302, f"/draws/{opening_id}/")

    enrolment.decide_draw(opening_id=opening_id, at=CLOSES)

    with clock.standing_at(CLOSES + MINUTE):
        page = browse(loser, language).get(f"/draws/{opening_id}/").content.decode()
        public = browse(language=language).get(f"/draws/{opening_id}/").content.decode()
    opening = enrolment.opening(opening_id, at=CLOSES)
    entry = enrolment.list_entries_of(account_id=loser)[0]
    assert entry.pseudonym in page
    assert entry.pseudonym not in public
    assert code_of(one) not in page  # people read course, evening and place
    assert [fact for fact in (opening.seed_hash, opening.seed, opening.result_digest) if fact not in public] == []


def test_the_draws_files_are_public_as_soon_as_they_exist():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    address = f"/draws/{opening_id}"

    before = [browse().get(f"{address}/{name}.json").status_code for name in ("input", "result", "secret")]
    enrolment.decide_draw(opening_id=opening_id, at=CLOSES)
    answers = [browse().get(f"{address}/{name}.json") for name in ("input", "result", "secret")]

    assert before == [404, 404, 404]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert answers[0].content == enrolment.draw_files(opening_id=opening_id)["input"]


def test_a_ranking_with_the_same_class_twice_is_refused_and_nothing_is_entered():
    one, two = make_sections(1, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    (account_id,) = make_people()

    answer = browse(account_id).post(f"/draws/{opening_id}/enter/", {"choice_1": one, "choice_2": one})
    empty = browse(account_id).post(f"/draws/{opening_id}/enter/", {"choice_1": ""})

    assert (answer.status_code, empty.status_code) == (422, 422)
    assert enrolment.list_entries_of(account_id=account_id) == []


def test_an_entry_is_taken_back_on_the_page():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    (account_id,) = make_people()
    enrolment.enter_draw(opening_id=opening_id, account_id=account_id, choices=[one], at=OPENS)

    answer = browse(account_id).post(f"/draws/{opening_id}/withdraw/")

    assert answer.status_code == 302
    assert enrolment.list_entries_of(account_id=account_id) == []


def test_a_first_come_opening_has_no_draw_page():
    (section,) = open_sections(1)
    opening_id = enrolment.describe_seats(section_ids=[section], at=OPENS)[section].opening_id

    assert browse().get(f"/draws/{opening_id}/").status_code == 404
    assert browse().get("/draws/999999/").status_code == 404


# The desk


def make_operator(path=LONGHUA):
    (account_id,) = make_people()
    people.grant_role(account_id=account_id, role="operator", path=path, by=None, at=ANNOUNCED)
    return account_id


def opening_form(*sections, **changes):
    values = {
        "sections": sections,
        "policy": "draw",
        "opens_at": "2026-02-23T20:00",
        "closes_at": "2026-02-26T20:00",
        "seats_per_person": "1",
        "job_seekers": "1",
        "residents": "2",
    }
    return values | changes


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_operator_announces_an_opening_and_decides_its_draw(language):
    (section,) = make_sections(5)
    client = browse(make_operator(), language)
    assert code_of(section) in client.get("/desk/openings/").content.decode()

    announced = client.post("/desk/openings/announce/", opening_form(section))

    (opening,) = enrolment.list_openings()
    assert (announced.status_code, announced.url) == (302, "/desk/openings/")
    assert (opening.policy, opening.section_ids, opening.path) == (
        "draw",
        (section,),
        f"{LONGHUA}/440309005/440309005011",
    )
    assert client.post(f"/desk/openings/{opening.id}/decide/").status_code == 409
    with clock.standing_at(opening.closes_at):
        decided = client.post(f"/desk/openings/{opening.id}/decide/")
    assert (decided.status_code, decided.url) == (302, f"/draws/{opening.id}/")


def test_an_operator_of_another_district_sees_and_opens_nothing():
    (section,) = make_sections(5)
    client = browse(make_operator("4403/440307"))

    assert code_of(section) not in client.get("/desk/openings/").content.decode()
    assert client.post("/desk/openings/announce/", opening_form(section)).status_code == 422
    opening_id = announce([section], policy="draw")
    assert client.post(f"/desk/openings/{opening_id}/decide/").status_code == 404
    assert enrolment.opening(opening_id, at=OPENS).state == "announced"


def test_the_desk_is_not_there_for_residents_and_strangers_sign_in():
    (account_id,) = make_people()

    assert browse(account_id).get("/desk/openings/").status_code == 404
    assert browse(account_id).post("/desk/openings/announce/", {}).status_code == 404
    assert browse().get("/desk/openings/").url.split("?")[0] == "/sign-in/"
    assert browse().get("/desk/openings/announce/").status_code == 405


def test_seats_are_kept_for_groups_in_a_draw_only_and_the_class_page_says_so():
    (section,) = make_sections(5)
    client = browse(make_operator(), "en")

    refused = client.post("/desk/openings/announce/", opening_form(section, policy="first_come"))
    with pytest.raises(enrolment.ReservesNeedADraw):
        announce([section], reserves={section: [("situation:job_seeker", 1)]})
    client.post("/desk/openings/announce/", opening_form(section))

    assert refused.status_code == 422
    page = page_of(client, section)
    assert "1 seat is kept first for job-seekers" in page
    assert "2 seats are kept first for residents of Fucheng" in page


@pytest.mark.parametrize("people_before", [1, 3])
def test_a_class_page_costs_the_same_queries_however_many_wait(people_before, django_assert_num_queries):
    (section,) = open_sections(1)
    holder, *waiting = make_people(people_before + 1)
    enrolment.take_seat(section_id=section, learner_id=holder, key=None, at=OPENS)
    for who in waiting:
        enrolment.join_waiting_list(section_id=section, account_id=who, at=OPENS)
    client, address = browse(waiting[-1]), f"/classes/{code_of(section)}/"

    with django_assert_num_queries(CLASS_QUERIES):
        client.get(address)


CLASS_QUERIES = 19


def test_times_that_do_not_fit_are_said_in_words():
    (section,) = make_sections(5)
    client = browse(make_operator(), "en")

    answer = client.post("/desk/openings/announce/", opening_form(section, closes_at="2026-02-20T20:00"))

    assert answer.status_code == 422
    assert "Sign-up must begin before it ends" in answer.content.decode()
