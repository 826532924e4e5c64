"""The read API: what each address gives, its filters and pages, and how it refuses."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

import pytest

from tests.attendance.factories import BY_DAY, SIGN_UP
from tests.catalogue.factories import make_course
from tests.enrolment.factories import CLOSES, FRIDAY, announce, make_people, make_sections, open_sections
from tests.places.factories import LONGGANG, LONGHUA, ZHANGGE, load_small_city, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.interop import _serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_day():
    """Stand at noon of the first evening."""
    with clock.standing_at(BY_DAY):
        yield


@pytest.fixture
def ask(client):
    """Return a function that asks the API and gives the JSON."""
    return lambda path, **values: client.get(f"/api/v1/{path}", values).json()


def codes(page):
    return [item["code"] for item in page["items"]]


def make_skills(how_many):
    skills = [catalogue.NewSkill(f"skill-{n}", f"技能{n}", f"Skill {n}", "组", "Group") for n in range(how_many)]
    return catalogue.load_skills(skills=skills)


def test_units_are_found_by_level_and_place(ask):
    load_small_city()

    page = ask("units", level="community", within=LONGHUA)

    assert [unit["name_en"] for unit in page["items"]] == ["Xikeng", "Zhangge"]
    assert page["items"][1]["parent_path"] == ZHANGGE.rpartition("/")[0]
    assert (page["count"], page["next"]) == (2, None)


def test_venues_come_with_their_rooms(ask):
    make_rooms(40, 20)

    [venue] = ask("venues", within=LONGHUA)["items"]

    assert (venue["slug"], venue["lat"], venue["path"]) == ("zhangge", 22.7405, ZHANGGE)
    assert [(room["slug"], room["capacity"], room["equipment"]) for room in venue["rooms"]] == [
        ("room-1", 40, ["projector"]),
        ("room-2", 20, ["projector"]),
    ]
    assert ask("venues", within=LONGGANG)["items"] == []


def test_courses_are_found_by_skill(ask):
    make_skills(2)
    make_course("prompts", skills=("skill-1",))
    make_course("video")

    [course] = ask("courses", skill="skill-1")["items"]

    assert (course["slug"], course["skills"]) == ("prompts", ["skill-1"])
    assert ask("courses", skill="none")["count"] == 0


def test_a_section_tells_its_course_place_evenings_and_seats(ask):
    [section_id] = open_sections(10)
    enrolment.take_seat(section_id=section_id, learner_id=make_people(1)[0], key=None, at=SIGN_UP)

    [section] = ask("sections")["items"]

    assert {name: section[name] for name in ("code", "season", "course", "venue", "room", "fee_kind", "weekday")} == {
        "code": "longhua-spring-001",
        "season": "longhua-spring",
        "course": "deepseek",
        "venue": "zhangge",
        "room": "room-1",
        "fee_kind": "free",
        "weekday": FRIDAY,
    }
    assert section["meetings"][0]["starts_at"] == "2026-03-06T11:00:00Z"
    assert {name: section["seats"][name] for name in ("capacity", "taken", "free", "phase")} == {
        "capacity": 10,
        "taken": 1,
        "free": 9,
        "phase": "closed",
    }
    assert section["url"] == "http://localhost:8000/classes/longhua-spring-001/"
    assert ask("sections/longhua-spring-001") == section


def test_a_section_whose_seats_are_not_given_out_has_no_seats_yet(ask):
    make_sections(10)

    assert ask("sections")["items"][0]["seats"] is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, ["001", "002"]),
        ({"weekday": 5}, ["001"]),
        ({"weekday": 1}, ["002"]),
        ({"within": LONGHUA}, ["001", "002"]),
        ({"within": LONGGANG}, []),
        ({"within": LONGHUA[:-1]}, []),
        ({"season": "longhua-spring"}, ["001", "002"]),
        ({"season": "other"}, []),
        ({"course": "deepseek"}, ["001", "002"]),
        ({"course": "other"}, []),
        ({"fee": "free"}, ["001", "002"]),
        ({"fee": "low"}, []),
        ({"free_seats": "yes"}, ["002"]),
        ({"state": "cancelled"}, []),
    ],
)
def test_sections_are_filtered(ask, values, found):
    full, _ = open_sections(1, 1, weekdays=[5, 1])
    enrolment.take_seat(section_id=full, learner_id=make_people(1)[0], key=None, at=SIGN_UP)

    page = ask("sections", **values)

    assert [code[-3:] for code in codes(page)] == found
    assert page["count"] == len(found)


def test_pages_lead_to_one_another(ask, client):
    make_sections(5, 5, 5)

    first = ask("sections", limit=2, within=LONGHUA)
    second = client.get(first["next"]).json()

    assert [code[-3:] for code in codes(first) + codes(second)] == ["001", "002", "003"]
    assert (first["count"], second["count"], second["next"]) == (3, 3, None)
    assert ask("sections", offset=100) == {"count": 3, "next": None, "items": []}


def test_meetings_are_those_of_the_days_asked_cancelled_ones_among_them(ask):
    [section_id] = make_sections(5, meetings=4)
    first, second, *_rest = catalogue.list_meetings(section_ids=[section_id])
    catalogue.cancel_meeting(meeting_id=second.id, by=None, at=BY_DAY)

    page = ask("meetings", first_date="2026-03-06", last_date="2026-03-13")

    assert [(meeting["id"], meeting["state"]) for meeting in page["items"]] == [
        (first.id, "planned"),
        (second.id, "cancelled"),
    ]
    assert ask("meetings")["count"] == 4
    assert ask("meetings", first_date="2026-03-13", last_date="2026-03-06")["count"] == 0
    assert ask("meetings", section="other")["count"] == 0


def test_days_beyond_all_calendars_are_read_as_the_ends_of_ours(ask):
    make_sections(5, meetings=2)

    assert ask("meetings", first_date="0001-01-01", last_date="9999-12-31")["count"] == 2


def test_an_opening_shows_its_hashes_before_and_its_files_after_the_draw(ask):
    opening_id = announce(make_sections(5), policy="draw")

    before = ask(f"openings/{opening_id}")
    enrolment.decide_draw(opening_id=opening_id, at=CLOSES + timedelta(minutes=1))
    after = ask(f"openings/{opening_id}")

    assert (len(before["seed_hash"]), before["seed"], before["input_url"]) == (64, None, None)
    assert after["seed_hash"] == before["seed_hash"]
    assert len(after["seed"]) == 64
    assert after["result_url"] == f"http://localhost:8000/draws/{opening_id}/result.json"
    assert [opening["id"] for opening in ask("openings", season="longhua-spring", within=LONGHUA)["items"]] == [
        opening_id
    ]
    assert ask("openings", season="other")["count"] == 0


def test_nobodys_name_or_number_is_given(client):
    [section_id] = open_sections(2)
    enrolment.take_seat(section_id=section_id, learner_id=make_people(1)[0], key=None, at=SIGN_UP)
    paths = ["units", "venues", "skills", "courses", "seasons", "sections", "meetings", "openings"]

    text = "".join(client.get(f"/api/v1/{path}").content.decode() for path in paths)

    assert "学员" not in text
    assert "周明远" not in text
    assert "account" not in text


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("units", 2),
        ("venues", 3),
        ("skills", 2),
        ("courses", 3),
        ("seasons", 2),
        ("sections", 9),
        ("meetings", 7),
        ("openings", 6),
    ],
)
def test_lists_cost_the_same_queries_whatever_they_hold(client, path, queries, how_many, django_assert_num_queries):
    make_skills(how_many)
    for section_id in make_sections(*[5] * how_many):
        announce([section_id])

    with django_assert_num_queries(queries):
        client.get(f"/api/v1/{path}")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("sections?weekday=8", "weekday"),
        ("sections?weekday=Friday", "weekday"),
        ("sections?limit=0", "limit"),
        ("sections?limit=1000", "limit"),
        ("sections?offset=-1", "offset"),
        ("sections?within=%25", "within"),
        ("sections?course=a%00b", "course"),
        ("meetings?first_date=soon", "first_date"),
        ("meetings?first_date=1772755200", "first_date"),
        ("meetings?last_date=2026-02-30", "last_date"),
        ("units?level=planet", "level"),
        ("openings/99999999999999999999", "opening_id"),
    ],
)
def test_a_bad_parameter_is_named_in_both_languages(client, path, field):
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 422
    assert response.json() == {
        "code": "interop.bad_parameter",
        "message": f"参数“{field}”的值不能用。可用的取值见 /api/v1/ 页面。",
        "message_en": f"The parameter “{field}” cannot be used like that. The page /api/v1/ says what it may be.",
        "field": field,
    }


@pytest.mark.parametrize("path", ["sections/none", "openings/1", "nothing", "sections/a/b", "openings/x/y"])
def test_what_is_not_there_says_so_as_json(client, path):
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 404
    assert response.json()["code"] == "common.not_found"
    assert response.json()["message_en"] == "There is no such page. Check the address, or start from the home page."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["sections", "sections/none", "openapi.json"])
def test_the_api_only_reads(client, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json()["code"] == "interop.read_only"


def test_head_answers_as_get_without_a_body(client):
    load_small_city()

    got, head = client.get("/api/v1/units"), client.head("/api/v1/units")

    assert (head.status_code, head["ETag"], head.content) == (200, got["ETag"], b"")


def test_an_unchanged_answer_is_304(client):
    load_small_city()
    tag = client.get("/api/v1/units")["ETag"]

    unchanged = client.get("/api/v1/units", headers={"if-none-match": tag})
    make_rooms(5)
    venues = client.get("/api/v1/venues", headers={"if-none-match": tag})

    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    assert venues.status_code == 200


def test_any_site_may_read(client):
    assert client.get("/api/v1/skills")["Access-Control-Allow-Origin"] == "*"


def test_an_address_that_asks_too_often_waits_and_others_do_not(client):
    answers = (client.get("/api/v1/openapi.json").status_code for _ in range(2 * _serving.MOST + 1))
    asked = len(list(takewhile(lambda status: status == 200, answers)))
    refused = client.get("/api/v1/skills")

    assert asked >= _serving.MOST  # more, if a new minute began meanwhile
    assert (refused.status_code, refused.json()["code"]) == (429, "common.too_often")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get("/api/v1/skills", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "班次、名额与课次"), ("en", "Classes with seats and evenings")]
)
def test_the_reference_page_speaks_both_languages(client, language, words):
    client.cookies["language"] = language

    response = client.get("/api/v1/")

    page = response.content.decode()
    assert words in page
    assert "GET /api/v1/sections/{code}" in page
    assert "<script>" not in page


def test_the_reference_page_only_reads(client):
    assert client.post("/api/v1/").status_code == 405
