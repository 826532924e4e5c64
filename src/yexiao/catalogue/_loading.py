"""Skills, providers, courses and lecturers come from lists; loading the same list twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection, models, transaction

from yexiao.catalogue._records import NewCourse, NewLecturer, NewProvider, NewSkill, UnknownName
from yexiao.catalogue.models import Course, Lecturer, Provider, Skill
from yexiao.common.text import bigrams, pinyin_key

SKILL_FIELDS = ["name", "name_en", "group", "group_en", "pinyin"]
PROVIDER_FIELDS = ["name", "name_en", "kind", "kind_en"]
COURSE_FIELDS = [
    *("title", "title_en", "pinyin", "kind", "level", "summary", "summary_en", "body", "body_en"),
    *("bring", "bring_en", "audience", "audience_en"),
    *("meetings", "minutes", "min_people", "max_people", "market_price_fen"),
]
LECTURER_FIELDS = [
    *("account", "provider", "name", "name_en", "bio", "bio_en", "evenings", "districts"),
    *("lat", "lon", "reach_km", "rate_fen", "max_sections"),
]
INDEX_COURSES = """
UPDATE catalogue_course AS course
SET search = setweight(to_tsvector('simple', words.titles), 'A')
    || setweight(to_tsvector('simple', words.skills), 'B')
    || setweight(to_tsvector('simple', words.summaries), 'C')
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS words(id, titles, skills, summaries)
WHERE course.id = words.id
"""


@transaction.atomic
def load_skills(*, skills: Sequence[NewSkill]) -> dict[str, int]:
    """Make or bring up to date the skills of the list; return ids by slug."""
    return _upsert(Skill, SKILL_FIELDS, [asdict(skill) | {"pinyin": pinyin_key(skill.name)} for skill in skills])


@transaction.atomic
def load_providers(*, providers: Sequence[NewProvider]) -> dict[str, int]:
    """Make or bring up to date the providers of the list; return ids by slug."""
    return _upsert(Provider, PROVIDER_FIELDS, [asdict(provider) for provider in providers])


@transaction.atomic
def load_courses(*, courses: Sequence[NewCourse]) -> dict[str, int]:
    """Make or bring up to date the courses of the list, with skills, equipment and search words; return ids by slug.

    Raises:
        UnknownName: A skill is unknown.
    """
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    _check_known((slug for course in courses for slug in course.skills), skills)
    rows = [_without(course, "skills", "equipment") | {"pinyin": pinyin_key(course.title)} for course in courses]
    ids = _upsert(Course, COURSE_FIELDS, rows)
    _relink(Course.skills.through, "skill_id", {ids[c.slug]: [skills[s].pk for s in c.skills] for c in courses})
    _relink(Course.equipment.through, "equipment_id", {ids[c.slug]: c.equipment for c in courses})
    _index(courses, ids, skills)
    return ids


@transaction.atomic
def load_lecturers(*, lecturers: Sequence[NewLecturer]) -> dict[str, int]:
    """Make or bring up to date the lecturers of the list with what they teach; return ids by slug.

    A list that names no account leaves a lecturer's account as it is.

    Raises:
        UnknownName: A course or provider is unknown.
    """
    providers = dict(Provider.objects.values_list("slug", "pk")) | {"": None}
    courses = dict(Course.objects.values_list("slug", "pk"))
    _check_known((lecturer.provider for lecturer in lecturers), providers)
    _check_known((slug for lecturer in lecturers for slug in lecturer.courses), courses)
    accounts = dict(Lecturer.objects.filter(account__isnull=False).values_list("slug", "account_id"))
    rows = [_lecturer_row(lecturer, providers[lecturer.provider], accounts) for lecturer in lecturers]
    ids = _upsert(Lecturer, LECTURER_FIELDS, rows)
    taught = {ids[lecturer.slug]: [courses[slug] for slug in lecturer.courses] for lecturer in lecturers}
    _relink(Lecturer.courses.through, "course_id", taught)
    return ids


def _lecturer_row(lecturer: NewLecturer, provider_id: int | None, accounts: Mapping[str, int]) -> dict[str, Any]:
    lists = {"evenings": list(lecturer.evenings), "districts": list(lecturer.districts)}
    joined = {"provider_id": provider_id, "account_id": lecturer.account_id or accounts.get(lecturer.slug)}
    return _without(lecturer, "courses", "provider") | lists | joined


def _upsert(model: type[models.Model], fields: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    model._default_manager.bulk_create(
        [model(**row) for row in rows], update_conflicts=True, unique_fields=["slug"], update_fields=fields
    )
    slugs = [row["slug"] for row in rows]
    return dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "pk"))


def _relink(through: Any, column: str, wanted: Mapping[int, Sequence[Any]]) -> None:
    """Make a many-to-many table hold exactly the wanted targets of these owners."""
    owner = next(field.attname for field in through._meta.fields if field.is_relation and field.attname != column)
    through.objects.filter(**{f"{owner}__in": list(wanted)}).delete()
    through.objects.bulk_create(
        through(**{owner: owner_id, column: target}) for owner_id, targets in wanted.items() for target in targets
    )


def _index(courses: Sequence[NewCourse], ids: Mapping[str, int], skills: Mapping[str, Skill]) -> None:
    titles = [_tokens(course.title, course.title_en) for course in courses]
    named = [_tokens(*(f"{skills[s].name} {skills[s].name_en}" for s in course.skills)) for course in courses]
    texts = [_tokens(course.summary, course.summary_en, course.audience, course.audience_en) for course in courses]
    with connection.cursor() as cursor:
        cursor.execute(INDEX_COURSES, [[ids[course.slug] for course in courses], titles, named, texts])


def _tokens(*texts: str) -> str:
    return " ".join(bigrams(" ".join(texts)))


def _without(record: NewCourse | NewLecturer, *names: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name not in names}


def _check_known(names: Iterable[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            raise UnknownName(name=name)
