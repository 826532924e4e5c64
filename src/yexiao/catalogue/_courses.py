"""Questions about skills, courses and lecturers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from yexiao.catalogue import _markdown
from yexiao.catalogue._records import CourseRecord, LecturerRecord, SkillRecord
from yexiao.catalogue.models import Course, Lecturer, Skill
from yexiao.common.refusals import NotFound

COURSE_WORDS = [
    *("slug", "title", "title_en", "kind", "level", "summary", "summary_en", "bring", "bring_en"),
    *("audience", "audience_en", "meetings", "minutes", "min_people", "max_people", "market_price_fen"),
]
LECTURER_WORDS = [
    *("slug", "account_id", "name", "name_en", "bio", "bio_en", "lat", "lon"),
    *("reach_km", "rate_fen", "max_sections"),
]


def list_skills() -> list[SkillRecord]:
    """Return every skill by group, then pinyin."""
    skills = Skill.objects.order_by("group", "pinyin", "pk")
    return [SkillRecord(s.pk, s.slug, s.name, s.name_en, s.group, s.group_en) for s in skills]


def list_courses() -> list[CourseRecord]:
    """Return the courses that are offered, by pinyin. One query."""
    return [_course_record(course) for course in _courses().filter(is_active=True).order_by("pinyin", "pk")]


def describe_courses(*, ids: Collection[int]) -> dict[int, CourseRecord]:
    """Return these courses by id, also those no longer offered; unknown ids are left out. One query."""
    return {course.pk: _course_record(course) for course in _courses().filter(pk__in=set(ids))}


def describe_body(course_id: int, language: str) -> SafeString:
    """Return the course's description as safe HTML, in English or else Chinese.

    Raises:
        NotFound: There is no such course.
    """
    found = Course.objects.filter(pk=course_id).values_list("body", "body_en").first()
    if found is None:
        raise NotFound(course_id=course_id)
    body, body_en = found
    return _markdown.to_safe_html(body_en if language.startswith("en") and body_en else body)


def list_lecturers(*, course_ids: Collection[int] | None = None) -> list[LecturerRecord]:
    """Return the lecturers who teach now, or those among them who teach one of these courses, by slug. One query."""
    lecturers = _lecturers().filter(is_active=True)
    if course_ids is not None:
        teaching = Lecturer.courses.through.objects.filter(course__in=set(course_ids))
        lecturers = lecturers.filter(pk__in=teaching.values("lecturer_id"))
    return [_lecturer_record(lecturer) for lecturer in lecturers.order_by("slug")]


def describe_lecturers(*, ids: Collection[int]) -> dict[int, LecturerRecord]:
    """Return these lecturers by id, also those who stopped teaching; unknown ids are left out. One query."""
    return {lecturer.pk: _lecturer_record(lecturer) for lecturer in _lecturers().filter(pk__in=set(ids))}


def lecturer_of(account_id: int) -> LecturerRecord | None:
    """Return the lecturer who signs in with that account, or None."""
    found = _lecturers().filter(account=account_id, is_active=True).first()
    return _lecturer_record(found) if found else None


def _courses() -> models.QuerySet[Course]:
    return Course.objects.defer("body", "body_en", "search").annotate(
        found_skills=_linked(Course.skills.through, "course", "skill_id", models.BigIntegerField()),
        found_equipment=_linked(Course.equipment.through, "course", "equipment_id", models.SlugField()),
    )


def _lecturers() -> models.QuerySet[Lecturer]:
    return Lecturer.objects.annotate(
        found_courses=_linked(Lecturer.courses.through, "lecturer", "course_id", models.BigIntegerField())
    )


def _linked(through: Any, owner: str, column: str, element: Any) -> Coalesce:
    """Return the targets of a many-to-many table as a sorted array, so that a list stays one query."""
    of_owner = through.objects.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    targets = of_owner.annotate(targets=ArrayAgg(column, order_by=column)).values("targets")
    return Coalesce(Subquery(targets), Value([], ArrayField(element)))


def _course_record(course: Course) -> CourseRecord:
    words = {name: getattr(course, name) for name in COURSE_WORDS}
    linked: Any = course
    return CourseRecord(
        id=course.pk,
        skill_ids=tuple(linked.found_skills),
        equipment=frozenset(linked.found_equipment),
        **words,
    )


def _lecturer_record(lecturer: Lecturer) -> LecturerRecord:
    words = {name: getattr(lecturer, name) for name in LECTURER_WORDS}
    linked: Any = lecturer
    return LecturerRecord(
        id=lecturer.pk,
        evenings=tuple(lecturer.evenings),
        districts=tuple(lecturer.districts),
        course_ids=tuple(linked.found_courses),
        **words,
    )
