"""What the pages of demand show: seasons to wish for, courses by skill group, places, rows of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.catalogue import api as catalogue
from yexiao.common.shapes import Tile, shade
from yexiao.common.text import bigrams, query_tokens
from yexiao.demand._records import DemandRow, DemandSurvey, NeedRecord
from yexiao.people import api as people
from yexiao.places import api as places

LEVEL_BELOW = {"city": "district", "district": "street", "street": "community"}


@dataclass(frozen=True)
class CourseGroup:
    """Courses that teach skills of one group."""

    name: str
    courses: tuple[catalogue.CourseRecord, ...]


@dataclass(frozen=True)
class NeedRow:
    """An employer's need beside what residents wish of the same skill."""

    need: NeedRecord
    skill: catalogue.SkillRecord | None
    organisation: people.OrganisationRecord | None
    asked: int


def is_english() -> bool:
    """Tell whether this request speaks English."""
    return get_language() == "en"


def in_language(chinese: str, english: str) -> str:
    """Return the words of the active language, Chinese where there are no English ones."""
    return english if is_english() and english else chinese


def seasons_to_wish_for(home_path: str, today: date) -> list[catalogue.SeasonRecord]:
    """Return seasons that are not over and cover the home (all, without one): those to come first, soonest first."""
    open_seasons = [
        season
        for season in catalogue.list_seasons()
        if season.ends_date >= today and (not home_path or people.is_within(home_path, season.path))
    ]
    return sorted(open_seasons, key=lambda season: (season.starts_date <= today, season.starts_date, season.path))


def season_labels(seasons: Sequence[catalogue.SeasonRecord]) -> list[tuple[catalogue.SeasonRecord, str]]:
    """Return the seasons with their names; where there are several, with their areas too: districts share names."""
    units = {unit.path: unit for unit in places.list_units(paths={season.path for season in seasons})}
    areas = {path: in_language(unit.name, unit.name_en) for path, unit in units.items() if len(seasons) > 1}
    names = ((season, in_language(season.name, season.name_en)) for season in seasons)
    return [(season, " · ".join(filter(None, (name, areas.get(season.path))))) for season, name in names]


def group_courses(courses: Iterable[catalogue.CourseRecord]) -> list[CourseGroup]:
    """Return the courses under the group of their first skill, groups and courses by pinyin."""
    skills = {skill.id: skill for skill in catalogue.list_skills()}
    groups: dict[str, list[catalogue.CourseRecord]] = {}
    for course in courses:
        first = next((skills[skill_id] for skill_id in course.skill_ids if skill_id in skills), None)
        name = in_language(first.group, first.group_en) if first else _("More")
        groups.setdefault(name, []).append(course)
    return [CourseGroup(name, tuple(members)) for name, members in sorted(groups.items())]


def find_courses(groups: Sequence[CourseGroup], *, text: str, group: str) -> list[CourseGroup]:
    """Return the groups with the courses whose words match all of the text's."""
    tokens = [token.removesuffix(":*") for token in query_tokens(text)]
    found = [
        CourseGroup(item.name, tuple(course for course in item.courses if _matches(course, tokens)))
        for item in groups
        if group in ("", item.name)
    ]
    return [item for item in found if item.courses]


def course_choices(groups: Iterable[CourseGroup]) -> list[tuple[str, Any]]:
    """Return the courses as choices of a select, grouped."""
    return [
        (item.name, [(str(course.id), in_language(course.title, course.title_en)) for course in item.courses])
        for item in groups
    ]


def place_choices(season_path: str, home_path: str) -> list[tuple[str, Any]]:
    """Return the communities of the season's area as choices, grouped by street, the person's own first."""
    units = places.list_units(within=season_path)
    streets = {unit.path: in_language(unit.name, unit.name_en) for unit in units if unit.level == "street"}
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in streets.values()}
    home: list[tuple[str, Any]] = []
    for unit in units:
        if unit.level == "community":
            choice = unit.path, in_language(unit.name, unit.name_en)
            groups.setdefault(streets.get(unit.parent_path, ""), []).append(choice)
            if unit.path == home_path:
                home = [(_("Where I live"), [choice])]
    return [*home, *((street, choices) for street, choices in groups.items() if choices)]


def tiles_below(survey: DemandSurvey, unit: places.UnitRecord, address: str) -> list[Tile]:
    """Return a tile for each unit one level below the place, in the order of its block; `address` ends in `within=`."""
    level = LEVEL_BELOW.get(unit.level)
    rows = {row.key: row for row in survey.by_place}
    units = places.list_units(level=level, within=unit.path) if level else []
    most = max((row.unmet for row in rows.values()), default=0)
    units.sort(key=lambda below: (below.tile_row, below.tile_column))
    return [_tile(below, rows.get(below.path), most, address) for below in units]


def need_rows(needs: Sequence[NeedRecord], survey: DemandSurvey) -> list[NeedRow]:
    """Return the needs with their words and the wishes for the same skill."""
    skills = {skill.id: skill for skill in catalogue.list_skills()} if needs else {}
    organisations = people.describe_organisations(ids=[need.organisation_id for need in needs]) if needs else {}
    asked = {row.key: row.asked for row in survey.by_skill}
    return [
        NeedRow(
            need, skills.get(need.skill_id), organisations.get(need.organisation_id), asked.get(str(need.skill_id), 0)
        )
        for need in needs
    ]


def crumbs(path: str, actor: people.Actor, action: people.Action) -> list[places.UnitRecord]:
    """Return the units from the top of what the actor may see down to the place."""
    parts = path.split("/")
    above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    units: Mapping[str, places.UnitRecord] = {unit.path: unit for unit in places.list_units(paths=above)}
    return [units[step] for step in above if step in units and people.may(actor, action, step)]


def _tile(unit: places.UnitRecord, row: DemandRow | None, most: int, address: str) -> Tile:
    asked, unmet = (row.asked, row.unmet) if row else (0, 0)
    return Tile(
        label=in_language(unit.name, unit.name_en),
        value=str(asked),
        state=_("%(number)d unmet") % {"number": unmet} if unmet else "",
        url=address + unit.path,
        key=unit.path,
        level=shade(unmet, most=most),
    )


def _matches(course: catalogue.CourseRecord, tokens: Sequence[str]) -> bool:
    words = bigrams(f"{course.title} {course.title_en} {course.summary} {course.summary_en}")
    return all(any(word.startswith(token) for word in words) for token in tokens)
