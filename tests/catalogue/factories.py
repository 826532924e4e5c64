"""A small catalogue for tests: courses, lecturers, one season, and sections published through the door."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.places.factories import LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue

BEFORE = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)
"""A moment before the season below; its Fridays are 6, 13, 20, 27 March, 3 (see HOLIDAYS), 10, 17, 24 April."""

SEASON_DATES = {"starts_date": date(2026, 3, 2), "ends_date": date(2026, 4, 26)}
FRIDAY = 5


def make_course(slug: str = "deepseek", *, meetings: int = 4, **changes) -> int:
    """Make a course; return its id."""
    words = {"title": "用好 DeepSeek", "title_en": "Using DeepSeek", "kind": "common_core", "level": "starter"}
    words |= {"summary": "四个晚上学会。", "summary_en": "Four evenings.", "body": "正文", "body_en": "Body"}
    values = words | {"min_people": 8, "max_people": 40, "market_price_fen": 48_000} | changes
    return catalogue.load_courses(courses=[catalogue.NewCourse(slug=slug, meetings=meetings, **values)])[slug]


def make_lecturer(slug: str = "zhou", *, courses: tuple[str, ...] = (), **changes) -> int:
    """Make a lecturer; return the id."""
    values = {"name": "周明远", "name_en": "Zhou Mingyuan", "evenings": (1, 3, 5), "districts": (LONGHUA,)} | changes
    lecturer = catalogue.NewLecturer(slug=slug, courses=courses, **values)
    return catalogue.load_lecturers(lecturers=[lecturer])[slug]


def make_season(slug: str = "longhua-spring", **changes) -> catalogue.SeasonRecord:
    """Make the eight weeks from Monday 2 March 2026."""
    values = {"name": "龙华春季", "name_en": "Longhua spring", "path": LONGHUA} | SEASON_DATES | changes
    return catalogue.add_season(slug=slug, **values)


def new_section(**changes) -> catalogue.NewSection:
    """Return a free Friday evening, in a new room with a new lecturer unless they are given."""
    if "room_id" not in changes:
        changes["room_id"] = make_rooms(50)[0].id
    if "lecturer_id" not in changes:
        changes["lecturer_id"] = make_lecturer()
    if "course_id" not in changes:
        changes["course_id"] = make_course()
    return catalogue.NewSection(**{"weekday": FRIDAY, "fee_kind": "free"} | changes)


def publish(*sections: catalogue.NewSection, season_id: int | None = None, at: datetime = BEFORE):
    """Publish the sections, or one Friday evening, in the season; return their records."""
    wanted = list(sections) or [new_section()]
    return catalogue.publish_sections(season_id=season_id or make_season().id, sections=wanted, at=at)
