"""What the pages of planning show: runs with their words, a draft by venue and evening, reasons by street."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.catalogue import api as catalogue
from yexiao.common import phrases, spoken
from yexiao.common.refusals import Refusal
from yexiao.common.shapes import Link
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places
from yexiao.planning._records import (
    DraftRecord,
    DraftSectionRecord,
    ForbidRecord,
    PinRecord,
    RunRecord,
    UnmetRecord,
)
from yexiao.planning.phrases import PHASES, REASONS, REMEDIES

MOST_COURSES = 3
TABS = ("week", "classes", "unmet", "fixed")


@dataclass(frozen=True)
class Names:
    """Records by id for everything a page names."""

    courses: Mapping[int, catalogue.CourseRecord]
    lecturers: Mapping[int, catalogue.LecturerRecord]
    rooms: Mapping[int, places.RoomRecord]
    venues: Mapping[int, places.VenueRecord]


@dataclass(frozen=True)
class RunRow:
    """A run with its season and place."""

    run: RunRecord
    season: catalogue.SeasonRecord | None
    unit: places.UnitRecord | None


@dataclass(frozen=True)
class Line:
    """A section, pin or forbid with its words; what it leaves open is None."""

    item: Any
    course: catalogue.CourseRecord | None
    room: places.RoomRecord | None
    venue: places.VenueRecord | None
    lecturer: catalogue.LecturerRecord | None
    pin_id: int | None = None


@dataclass(frozen=True)
class Evening:
    """A weekday and the sections held on it."""

    weekday: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class VenueWeek:
    """A venue's week: for each room a list of lines, or None, in the order of the weekdays."""

    venue: places.VenueRecord | None
    weekdays: tuple[int, ...]
    rooms: tuple[tuple[places.RoomRecord | None, tuple[Line | None, ...]], ...]


@dataclass(frozen=True)
class StreetUnmet:
    """People of a street with one reason, and the courses most of them wished."""

    unit: places.UnitRecord | None
    people: int
    courses: tuple[tuple[catalogue.CourseRecord | None, int], ...]


@dataclass(frozen=True)
class ReasonGroup:
    """A reason in words with what would help, and where how many people meet it."""

    words: Any
    remedy: Any
    people: int
    streets: tuple[StreetUnmet, ...]


def run_rows(runs: Sequence[RunRecord]) -> list[RunRow]:
    """Return runs with their seasons and places; two queries."""
    seasons = {season.id: season for season in catalogue.list_seasons()}
    units = {unit.path: unit for unit in places.list_units(paths={run.path for run in runs})}
    return [RunRow(run, seasons.get(run.season_id), units.get(run.path)) for run in runs]


def names_of(
    items: Iterable[DraftSectionRecord | PinRecord | ForbidRecord], unmet: Iterable[UnmetRecord] = ()
) -> Names:
    """Return the records of everything these items name, asking each room once for each kind."""
    items = list(items)
    rooms = {room.id: room for room in places.list_rooms(ids=_ids(items, "room_id"))}
    venue_ids = {room.venue_id for room in rooms.values()} | _ids(items, "venue_id")
    course_ids = _ids(items, "course_id") | {line.course_id for line in unmet}
    return Names(
        courses=catalogue.describe_courses(ids=course_ids),
        lecturers=catalogue.describe_lecturers(ids=_ids(items, "lecturer_id")),
        rooms=rooms,
        venues={venue.id: venue for venue in places.list_venues(ids=venue_ids)},
    )


def line_of(item: DraftSectionRecord | PinRecord | ForbidRecord, names: Names, pin_id: int | None = None) -> Line:
    """Return an item with its words."""
    room = names.rooms.get(item.room_id or 0)
    venue_id = getattr(item, "venue_id", None) or (room.venue_id if room else 0)
    return Line(
        item=item,
        course=names.courses.get(item.course_id or 0),
        room=room,
        venue=names.venues.get(venue_id),
        lecturer=names.lecturers.get(item.lecturer_id or 0),
        pin_id=pin_id,
    )


def section_lines(draft: DraftRecord, pins: Sequence[PinRecord], names: Names) -> list[Line]:
    """Return the draft's sections with their words and, where one holds them, their pin."""
    pin_ids = {_key(pin): pin.id for pin in pins}
    return [line_of(section, names, pin_ids.get(_key(section))) for section in draft.sections]


def evenings(lines: Sequence[Line]) -> list[Evening]:
    """Return the lines by weekday, venue by venue."""
    grouped = _grouped(lines, lambda line: line.item.weekday)
    return [Evening(weekday, tuple(sorted(found, key=_place_of))) for weekday, found in sorted(grouped.items())]


def draft_tabs(draft: DraftRecord, current: str, *, fixed: int) -> list[Link]:
    """Return the parts of a draft's page as tabs; `fixed` is how many pins and forbids there are."""
    words = {
        "week": (_("Week by centre"), None),
        "classes": (_("Class by class"), len(draft.sections)),
        "unmet": (_("Who gets no seat"), draft.asked_people - draft.served_people),
        "fixed": (_("Fixed and ruled out"), fixed),
    }
    return [Link(words[tab][0], f"?show={tab}", is_current=tab == current, count=words[tab][1]) for tab in TABS]


def evening_tabs(found: Sequence[Evening], current: Evening | None) -> list[Link]:
    """Return the evenings of a draft as tabs."""
    return [
        Link(
            spoken.say_weekday(evening.weekday),
            f"?show=classes&evening={evening.weekday}",
            is_current=evening is current,
            count=len(evening.lines),
        )
        for evening in found
    ]


def venue_weeks(lines: Sequence[Line]) -> list[VenueWeek]:
    """Return one week for each venue; weekdays on which no venue has a class are left out."""
    weekdays = tuple(sorted({line.item.weekday for line in lines}))
    venues = _grouped(sorted(lines, key=_place_of), lambda line: line.venue)
    return [VenueWeek(venue, weekdays, _room_rows(found, weekdays)) for venue, found in venues.items()]


def reason_groups(unmet: Sequence[UnmetRecord], names: Names) -> list[ReasonGroup]:
    """Return the unmet people by reason, then by street, most first."""
    streets = {"/".join(line.path.split("/")[:3]) for line in unmet}
    units = {unit.path: unit for unit in places.list_units(paths=streets)}
    groups = _grouped(unmet, lambda line: line.reason)
    found = [
        ReasonGroup(
            words=REASONS.get(reason, reason),
            remedy=REMEDIES.get(reason, ""),
            people=sum(line.people for line in lines),
            streets=tuple(_streets(lines, units, names)),
        )
        for reason, lines in groups.items()
    ]
    return sorted(found, key=lambda group: -group.people)


def phase_words(run: RunRecord) -> Any:
    """Return what the run is doing, in words."""
    return PHASES.get(str(run.progress.get("phase", "")), PHASES[""])


def error_words(run: RunRecord) -> phrases.Saying | None:
    """Return why the run failed and what one can do, or None."""
    if not run.error:
        return None
    failed = Refusal(**run.error_data)
    failed.code = run.error  # type: ignore[misc]
    return phrases.say(failed)


def season_choices(seasons: Sequence[catalogue.SeasonRecord]) -> list[tuple[int, str]]:
    """Return the seasons as choices of a form; where there are several, with their areas: districts share names."""
    units = {unit.path: unit for unit in places.list_units(paths={season.path for season in seasons})}
    areas = {path: in_language(unit.name, unit.name_en) for path, unit in units.items() if len(seasons) > 1}
    names = ((season, in_language(season.name, season.name_en)) for season in seasons)
    return [(season.id, " · ".join(filter(None, (name, areas.get(season.path))))) for season, name in names]


def seasons_for(actor: people.Actor, today: date) -> list[catalogue.SeasonRecord]:
    """Return the seasons that are not over and whose area meets a place where the actor may plan, latest first."""
    mine = people.places_where(actor, Action.RUN_PLAN)
    return [
        season
        for season in catalogue.list_seasons()
        if season.ends_date >= today
        and any(people.is_within(season.path, path) or people.is_within(path, season.path) for path in mine)
    ]


def place_choices(actor: people.Actor, seasons: Iterable[catalogue.SeasonRecord]) -> list[tuple[str, str]]:
    """Return the places the actor may plan: their territories, and the districts and streets inside the seasons'."""
    mine = people.places_where(actor, Action.RUN_PLAN)
    areas = {season.path for season in seasons}
    units = [
        unit
        for unit in places.list_units()
        if people.is_within_any(unit.path, mine)
        and people.is_within_any(unit.path, areas)
        and (unit.level != "community" or unit.path in mine)
    ]
    units.sort(key=lambda unit: unit.path.count("/"))
    return [(unit.path, in_language(unit.name, unit.name_en)) for unit in units]


def in_language(chinese: str, english: str) -> str:
    """Return the words of the active language, Chinese where there are no English ones."""
    return english if get_language() == "en" and english else chinese


def _room_rows(
    lines: Collection[Line], weekdays: Sequence[int]
) -> tuple[tuple[places.RoomRecord | None, tuple[Line | None, ...]], ...]:
    rooms = _grouped(lines, lambda line: line.room)
    rows = []
    for room, found in rooms.items():
        by_day = {line.item.weekday: line for line in found}
        rows.append((room, tuple(by_day.get(weekday) for weekday in weekdays)))
    return tuple(rows)


def _streets(
    lines: Sequence[UnmetRecord], units: Mapping[str, places.UnitRecord], names: Names
) -> Iterable[StreetUnmet]:
    streets = _grouped(lines, lambda line: "/".join(line.path.split("/")[:3]))
    counted = {path: sum(line.people for line in found) for path, found in streets.items()}
    for path in sorted(streets, key=lambda street: (-counted[street], street)):
        courses: Counter[int] = Counter()
        for line in streets[path]:
            courses[line.course_id] += line.people
        most = tuple((names.courses.get(course_id), number) for course_id, number in courses.most_common(MOST_COURSES))
        yield StreetUnmet(units.get(path), counted[path], most)


def _place_of(line: Line) -> tuple[str, str, int]:
    return (
        line.venue.path if line.venue else "",
        line.venue.slug if line.venue else "",
        line.room.id if line.room else 0,
    )


def _key(item: DraftSectionRecord | PinRecord) -> tuple[int, int, int, int]:
    return item.course_id, item.room_id, item.weekday, item.lecturer_id


def _ids(items: Iterable[Any], field: str) -> set[int]:
    return {value for item in items if (value := getattr(item, field, None)) is not None}


def _grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
