"""Asked, reachable, served, unmet, missed: the season's demand by place, evening, skill and course.

A wish is one person and one course. By evening it counts under each of its
evenings, by skill under each skill of its course, so those columns add up
to more than the wishes; by place and by course they add up exactly. Whoever
lost a draw or met a full class without having wished it counts as missed
where they live, under no evening.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import translation

from yexiao.catalogue import api as catalogue
from yexiao.common import spoken
from yexiao.demand import _ports, _reach, _wishes
from yexiao.demand._records import DemandCell, DemandRow, DemandSurvey, Pair
from yexiao.people import api as people
from yexiao.places import api as places

Heading = Literal["place", "evening", "skill", "course"]
Named = tuple[str, str]
Counts = tuple[int, int, int, int]
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class _Counted:
    """Wishes of one place, course and choice of evenings: asked, reachable, served, missed."""

    path: str
    course_id: int
    evenings: tuple[int, ...]
    counts: Counts


def measure_demand(*, season_id: int, within: str, by: Heading) -> list[DemandRow]:
    """Return one row per heading, most asked first. By place, the headings are the units one level below."""
    counted = _count(season_id, within)
    headings = {"place": _by_place, "evening": _by_evening, "skill": _by_skill, "course": _by_course}[by]
    return headings(within, counted)


def survey_demand(*, season_id: int, within: str) -> DemandSurvey:
    """Return the demand at a place under every heading, each as `measure_demand` gives it, counted once."""
    counted = _count(season_id, within)
    return DemandSurvey(
        total=DemandRow(within, "", "", *_sum(item.counts for item in counted)),
        by_place=tuple(_by_place(within, counted)),
        by_evening=tuple(_by_evening(within, counted)),
        by_skill=tuple(_by_skill(within, counted)),
        by_course=tuple(_by_course(within, counted)),
    )


def _count(season_id: int, within: str) -> list[_Counted]:
    cells = _wishes.gather_demand(season_id=season_id, within=within)
    history = _ports.seat_history()
    served = history.served_wishes(season_id=season_id)
    missed = history.failed_attempts(season_id=season_id) - served
    evenings_of = _reach.evenings_within_reach(cells)
    return [
        *(_count_cell(cell, served, missed, evenings_of(cell)) for cell in cells),
        *(_count_unspoken(missed - _wishes.wished_pairs(season_id), within) if missed else ()),
    ]


def _count_cell(cell: DemandCell, served: set[Pair], missed: set[Pair], possible: frozenset[int]) -> _Counted:
    is_reachable = bool(possible & set(cell.evenings))
    pairs = {(account_id, cell.course_id) for account_id in cell.account_ids}
    counts = cell.people, cell.people * is_reachable, len(pairs & served), len(pairs & missed)
    return _Counted(cell.path, cell.course_id, cell.evenings, counts)


def _count_unspoken(missed: set[Pair], within: str) -> list[_Counted]:
    homes = people.describe_people(ids=sorted({account_id for account_id, _course in missed}))
    return [
        _Counted(homes[account_id].home_path, course_id, (), (0, 0, 0, 1))
        for account_id, course_id in sorted(missed)
        if account_id in homes and people.is_within(homes[account_id].home_path, within)
    ]


def _by_place(within: str, counted: Sequence[_Counted]) -> list[DemandRow]:
    depth = within.count("/") + 2

    def keys_of(item: _Counted) -> list[str]:
        return ["/".join(item.path.split("/")[:depth])]

    units = places.list_units(paths={key for item in counted for key in keys_of(item)})
    return _rows(counted, {unit.path: (unit.name, unit.name_en) for unit in units}, keys_of)


def _by_evening(within: str, counted: Sequence[_Counted]) -> list[DemandRow]:
    del within
    names = {str(day): _in_both_languages(day) for day in range(1, 8)}
    return _rows(counted, names, lambda item: [str(day) for day in item.evenings])


def _by_skill(within: str, counted: Sequence[_Counted]) -> list[DemandRow]:
    del within
    courses = catalogue.describe_courses(ids={item.course_id for item in counted})
    names = {str(skill.id): (skill.name, skill.name_en) for skill in catalogue.list_skills()}
    return _rows(counted, names, lambda item: [str(skill_id) for skill_id in courses[item.course_id].skill_ids])


def _by_course(within: str, counted: Sequence[_Counted]) -> list[DemandRow]:
    del within
    courses = catalogue.describe_courses(ids={item.course_id for item in counted})
    names = {str(course.id): (course.title, course.title_en) for course in courses.values()}
    return _rows(counted, names, lambda item: [str(item.course_id)])


def _rows(
    counted: Iterable[_Counted], names: Mapping[str, Named], keys_of: Callable[[_Counted], Iterable[str]]
) -> list[DemandRow]:
    together: dict[str, list[Counts]] = {}
    for item in counted:
        for key in keys_of(item):
            together.setdefault(key, []).append(item.counts)
    rows = [DemandRow(key, *names.get(key, (key, key)), *_sum(counts)) for key, counts in together.items()]
    return sorted(rows, key=lambda row: (-row.asked, -row.missed, row.key))


def _sum(counts: Iterable[Counts]) -> Counts:
    columns = [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0, 0]
    return columns[0], columns[1], columns[2], columns[3]


def _in_both_languages(weekday: int) -> Named:
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append(spoken.say_weekday(weekday))
    return names[0], names[1]
