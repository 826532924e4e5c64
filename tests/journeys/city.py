"""A small living city for the journeys, built through the product's own doors, at twenty to seven on a Friday.

Run as a program in the environment of the house to be, it prints what the
journeys need to know as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import django

django.setup()  # before anything that holds models is imported

# ruff: noqa: E402
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import _progress, _serving
from yexiao.frontdesk.demo import _calendar, _city, _load, _new_classes, _residents, _season
from yexiao.people import api as people
from yexiao.places import api as places

FRIDAY = 5
RESIDENTS, SECTIONS, PLAN_SECONDS = 80, 10, 2
STREETS = ("440309005", "440309004")
OPERATOR = "desk"
COURSES = ("using-deepseek", "ai-spreadsheets", "workplace-ai-tools", "ai-short-video")
SEASONS_TO_PLAN = 4
SMALL_CLASSES, CLASSES_TONIGHT, PEOPLE_TONIGHT = 6, 4, 6


@dataclass(frozen=True)
class Ground:
    """Where and when the journeys' own classes are opened, and the phones of the people there."""

    season: catalogue.SeasonRecord
    path: str
    phones: dict[int, str]
    at: datetime


def build() -> dict[str, object]:
    """Build the city; return the codes of classes with one free seat, and tonight's classes with their people."""
    now = clock.now()
    _load.load_ground(now)
    district = settle(now)
    script = _city.script(district, _calendar.this_season(clock.local_date(now)), now, lambda _phase, _percent: None)
    script.plan_seconds, script.max_sections = PLAN_SECONDS, SECTIONS
    _season.run(script)
    _new_classes.open_new_classes(path=district.path, residents=district.people, at=now)
    _progress.begin([district.path])
    _progress.end(district.path, now)
    ground = Ground(script.season, district.path, settle_neighbours(now), now)
    seasons = [wish_for_season(district, number, now) for number in range(SEASONS_TO_PLAN)]
    return {"small": open_small_classes(ground), "tonight": open_tonight(ground), "seasons": seasons}


def settle(now: datetime) -> _city.District:
    """Settle people who wish for the same few courses in two streets, and the demonstration's own people."""
    path = _load.paths()[_load.demo()["main_district"]]
    streets = [_load.paths()[code] for code in STREETS]
    homes = [unit.path for street in streets for unit in places.list_units(level="community", within=street)]
    wishing = {
        account_id: replace(one, courses=COURSES, evenings=(1, 2, 3, 4, 5), reach_km=8.0)
        for account_id, one in _register(RESIDENTS, homes, 1, now).items()
    }
    staff = _load.load_staff(now)
    _load.join_lecturers(staff)
    _load.load_residents(now)
    desk = [people.GrantRecord("operator", path)]
    people.register_staff(username=OPERATOR, password=_load.demo()["password"], name="Li Guodong", grants=desk, at=now)
    return _city.District(path, wishing)


def settle_neighbours(now: datetime) -> dict[int, str]:
    """Settle people who hold no seat yet; return their phones by account id."""
    home = _load.paths()["440309005011"]
    neighbours = _register(CLASSES_TONIGHT * PEOPLE_TONIGHT, [home], 2, now)
    return {account_id: one.phone for account_id, one in neighbours.items()}


def _register(count: int, homes: list[str], number: int, at: datetime) -> dict[int, _residents.Resident]:
    first_phone = _residents.FIRST_PHONE + number * 1_000_000
    invented = _residents.invent(
        count=count, paths=sorted(places.centres(paths=homes)), seed="journeys", first_phone=first_phone
    )
    ids = people.register_people(people=[_city._new_person(one) for one in invented], at=at - _city.MONTHS_BEFORE)
    return dict(zip(ids, invented, strict=True))


def open_small_classes(ground: Ground) -> list[str]:
    """Open classes of one seat each to whoever comes first, from next week on; return their codes."""
    first = clock.local_date(ground.at) + timedelta(days=7)
    sections = list(islice(_publish(ground, ground.at, first_date=first, capacity=1), SMALL_CLASSES))
    _open(ground, sections, ground.at - timedelta(hours=1))
    return [section.code for section in sections]


def open_tonight(ground: Ground) -> list[dict[str, object]]:
    """Open classes that begin tonight, and let people in; return each meeting's id and the phones expected."""
    asked = ground.at - timedelta(days=3)
    first = clock.local_date(ground.at)
    found = _publish(ground, asked, first_date=first, weekday=FRIDAY)
    sections = list(islice(found, CLASSES_TONIGHT))
    _open(ground, sections, asked)
    people = iter(ground.phones)
    crowds = {section.id: list(islice(people, PEOPLE_TONIGHT)) for section in sections}
    with clock.standing_at(asked):
        claims = [enrolment.Claim(one, account_id) for one, crowd in crowds.items() for account_id in crowd]
        enrolment.take_seats_of_many(claims=claims, at=asked)
    holders = enrolment.list_holders(section_ids=list(crowds))
    return [
        {"meeting": section.meetings[0].id, "phones": [ground.phones[one] for one in holders[section.id]]}
        for section in sections
    ]


def wish_for_season(district: _city.District, number: int, at: datetime) -> int:
    """Add a season to come, let everybody wish for it, and return its id."""
    starts = clock.local_date(at) + timedelta(weeks=4 + 12 * number)
    season = catalogue.add_season(
        slug=f"to-come-{number}",
        name=f"第 {number + 1} 个新学季",
        name_en=f"New season {number + 1}",
        path=district.path,
        starts_date=starts,
        ends_date=starts + timedelta(weeks=10),
        free_percent=60,
    )
    courses = {course.slug: course.id for course in catalogue.list_courses()}
    wishes = {account_id: _season._wishes_of(one, courses) for account_id, one in district.people.items()}
    demand.say_wishes_of_many(season_id=season.id, wishes_by_person=wishes, at=at)
    return season.id


def move_to_friday() -> None:
    """Move the city's clock on to 18:40 of the next Friday that is a working day."""
    start = clock.now()
    days = (clock.local_date(start) + timedelta(days=ahead) for ahead in range(60))
    evenings = (clock.at_local(day, 18, 40) for day in days if _is_working_friday(day))
    clock.move_on(next(evening for evening in evenings if evening > start) - start)


def _is_working_friday(day: date) -> bool:
    return day.isoweekday() == FRIDAY and places.is_working_day(day)


def _publish(ground: Ground, at: datetime, **wanted: Any) -> Iterator[catalogue.SectionRecord]:
    taken: set[tuple[int, int]] = set()
    lasting = [course for course in catalogue.list_courses() if course.meetings > 1]
    for course in lasting:
        for one in _new_classes.candidates(course, ground.path):
            hours = {(one.room_id, one.weekday), (-one.lecturer_id, one.weekday)}
            if one.weekday != wanted.get("weekday", one.weekday) or hours & taken:
                continue
            taken |= hours
            try:
                sections = [replace(one, **wanted)]
                yield from catalogue.publish_sections(season_id=ground.season.id, sections=sections, at=at)
            except (catalogue.RoomTaken, catalogue.LecturerTaken, catalogue.SeasonTooShort):
                continue


def _open(ground: Ground, sections: list[catalogue.SectionRecord], opens: datetime) -> None:
    with clock.standing_at(opens):
        enrolment.announce_opening(
            season_id=ground.season.id,
            path=ground.path,
            policy="first_come",
            section_ids=[section.id for section in sections],
            opens_at=opens,
            closes_at=ground.at + timedelta(days=14),
            by=None,
            at=opens,
        )


def main() -> None:
    """Prepare the house as `yexiao serve` does, and build."""
    with _serving.database():
        _serving.migrate()
        move_to_friday()
        json.dump(build(), sys.stdout)


if __name__ == "__main__":
    main()
