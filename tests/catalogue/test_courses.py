"""Skills, courses, providers and lecturers come from lists and are found again."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.catalogue.factories import BEFORE, make_course, make_lecturer
from tests.places.factories import LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common.text import query_tokens
from yexiao.people import api as people

pytestmark = pytest.mark.django_db

PASSWORD = "lamp window chalk"
SKILLS = [
    catalogue.NewSkill("ask-well", "会提问", "Asking well", "入门", "First steps"),
    catalogue.NewSkill("drones", "无人机", "Drones", "动手", "Hands on"),
]


def find(text: str) -> list[str]:
    """Return the titles that match every token of the text, as search does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title FROM catalogue_course WHERE search @@ to_tsquery('simple', %s) ORDER BY title",
            [" & ".join(query_tokens(text))],
        )
        return [row[0] for row in cursor.fetchall()]


def test_loading_the_same_courses_twice_changes_nothing():
    catalogue.load_skills(skills=SKILLS)
    make_course(skills=("ask-well", "drones"))
    before = catalogue.list_courses()

    make_course(skills=("ask-well", "drones"))

    assert catalogue.list_courses() == before


def test_a_course_knows_its_skills_and_equipment():
    make_rooms(20)
    ids = catalogue.load_skills(skills=SKILLS)
    course_id = make_course(skills=("drones", "ask-well"), equipment=("projector",))

    course = catalogue.describe_courses(ids=[course_id])[course_id]

    assert course.skill_ids == tuple(sorted(ids.values()))
    assert course.equipment == frozenset({"projector"})


def test_loading_a_course_again_brings_it_up_to_date():
    catalogue.load_skills(skills=SKILLS)
    course_id = make_course(skills=("ask-well", "drones"), title="旧名")

    make_course(skills=("drones",), title="新名")

    course = catalogue.describe_courses(ids=[course_id])[course_id]
    assert (course.title, len(course.skill_ids)) == ("新名", 1)
    assert (find("旧名"), find("新名")) == ([], ["新名"])


def test_a_course_with_an_unknown_skill_is_refused():
    with pytest.raises(catalogue.UnknownName) as refused:
        make_course(skills=("juggling",))

    assert refused.value.data == {"name": "juggling"}
    assert catalogue.list_courses() == []


@pytest.mark.parametrize("text", ["用好", "deepseek", "Deep", "提问", "asking", "四个晚上", "four", "好 evenings"])
def test_courses_are_found_by_title_skill_and_summary_in_both_languages(text):
    catalogue.load_skills(skills=SKILLS)
    make_course(skills=("ask-well",))
    make_course("drones", title="无人机飞行", title_en="Drone flying", summary="飞起来", summary_en="Take off")

    assert find(text) == ["用好 DeepSeek"]


def test_lecturers_are_found_by_what_they_teach():
    deepseek, drones = make_course("deepseek"), make_course("drones")
    zhou = make_lecturer("zhou", courses=("deepseek",))
    both = make_lecturer("liang", courses=("drones", "deepseek"), evenings=(2, 4))

    assert [lecturer.id for lecturer in catalogue.list_lecturers(course_ids=[drones])] == [both]
    assert [lecturer.id for lecturer in catalogue.list_lecturers(course_ids=[deepseek, drones])] == [both, zhou]
    lecturer = catalogue.describe_lecturers(ids=[both])[both]
    assert (lecturer.evenings, lecturer.districts) == ((2, 4), (LONGHUA,))
    assert lecturer.course_ids == (deepseek, drones)


def test_a_lecturer_may_come_from_a_known_provider_only():
    catalogue.load_providers(providers=[catalogue.NewProvider("lamp", "灯下学校", "Lamplight", "学校", "school")])
    make_lecturer("zhou", provider="lamp")

    with pytest.raises(catalogue.UnknownName):
        make_lecturer("liang", provider="nobody")


def test_a_list_without_accounts_leaves_a_lecturers_account_as_it_is():
    account_id = people.register_staff(username="zhou", password=PASSWORD, name="周明远", grants=[], at=BEFORE)
    lecturer_id = make_lecturer("zhou", account_id=account_id)

    make_lecturer("zhou")

    assert catalogue.lecturer_of(account_id).id == lecturer_id
    assert catalogue.lecturer_of(account_id + 1) is None


def test_skills_are_listed_by_group():
    catalogue.load_skills(skills=[*SKILLS, catalogue.NewSkill("check", "会核对", "Checking", "入门", "First steps")])

    assert [skill.slug for skill in catalogue.list_skills()] == ["check", "ask-well", "drones"]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_one_query_however_long(count, django_assert_num_queries):
    catalogue.load_skills(skills=SKILLS)
    courses = [make_course(f"course-{n}", skills=("ask-well", "drones")) for n in range(count)]
    lecturers = [make_lecturer(f"lecturer-{n}", courses=("course-0",)) for n in range(count)]

    with django_assert_num_queries(1):
        assert len(catalogue.list_courses()) == count
    with django_assert_num_queries(1):
        assert len(catalogue.describe_courses(ids=courses)) == count
    with django_assert_num_queries(1):
        assert len(catalogue.list_lecturers(course_ids=courses)) == count
    with django_assert_num_queries(1):
        assert len(catalogue.describe_lecturers(ids=lecturers)) == count
    with django_assert_num_queries(1):
        catalogue.list_skills()
