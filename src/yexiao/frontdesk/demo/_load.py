"""Load what the demonstration city stands on: territory, venues, courses, lecturers, organisations, staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from yexiao.catalogue import api as catalogue
from yexiao.frontdesk.demo import _files
from yexiao.people import api as people
from yexiao.places import api as places


def load_ground(at: datetime) -> None:
    """Load places, catalogue and organisations; running it again brings them up to date."""
    _load_places()
    _load_catalogue()
    _load_organisations(at)


def paths() -> dict[str, str]:
    """Return every unit's path by its code."""
    return {unit.code: unit.path for unit in places.list_units()}


def _load_places() -> None:
    places.load_territory(
        rows=[
            places.NewUnit(row["code"], row["parent"], row["level"], row["name"], row["name_en"], row["pinyin"])
            for row in _files.rows("territory.csv")
        ]
    )
    places.load_venues(
        venues=[_venue(row) for row in _files.rows("venues.csv")],
        rooms=[_room(row) for row in _files.rows("rooms.csv")],
        equipment=[places.NewEquipment(**row) for row in _files.rows("equipment.csv")],
    )
    places.lay_tiles(within=next(unit.path for unit in places.list_units(level="city")))


def _venue(row: _files.Row) -> places.NewVenue:
    return places.NewVenue(
        slug=row["slug"],
        community_code=row["community_code"],
        name=row["name"],
        name_en=row["name_en"],
        address=row["address"],
        address_en=row["address_en"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
        walk_hint=row["walk_hint"],
        walk_hint_en=row["walk_hint_en"],
        is_synthetic=row["synthetic"] == "yes",
    )


def _room(row: _files.Row) -> places.NewRoom:
    return places.NewRoom(
        venue_slug=row["venue_slug"],
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        capacity=int(row["capacity"]),
        equipment=tuple(_files.words(row["equipment"])),
        cost_fen=int(row["cost_fen"]),
    )


def _load_catalogue() -> None:
    catalogue.load_skills(skills=[catalogue.NewSkill(**row) for row in _files.rows("skills.csv")])
    catalogue.load_courses(courses=[_course(course) for course in _files.courses()])
    catalogue.load_providers(providers=[catalogue.NewProvider(**row) for row in _files.rows("providers.csv")])
    path_of = paths()
    catalogue.load_lecturers(lecturers=[_lecturer(row, path_of) for row in _files.rows("lecturers.csv")])


def _course(course: _files.CourseFile) -> catalogue.NewCourse:
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in course.facts.items()
    }
    return catalogue.NewCourse(**facts, body=course.body, body_en=course.body_en)


def _lecturer(row: _files.Row, path_of: Mapping[str, str]) -> catalogue.NewLecturer:
    return catalogue.NewLecturer(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        bio=row["bio"],
        bio_en=row["bio_en"],
        evenings=tuple(_files.weekdays(row["evenings"])),
        districts=tuple(path_of[code] for code in _files.words(row["districts"])),
        courses=tuple(_files.words(row["courses"])),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        reach_km=float(row["reach_km"]),
        rate_fen=int(row["rate_fen"]),
        max_sections=int(row["max_sections"]),
        provider=row["provider_slug"],
    )


def _load_organisations(at: datetime) -> dict[str, int]:
    path_of = paths()
    return people.register_organisations(
        organisations=[
            people.NewOrganisation(row["slug"], row["name"], row["name_en"], "employer", path_of[row["community_code"]])
            for row in _files.rows("employers.csv")
        ],
        at=at,
    )


def load_staff(at: datetime) -> dict[str, int]:
    """Make the demonstration's staff; return account ids by user name."""
    path_of = paths()
    by_slug = _load_organisations(at)
    return {
        row["username"]: people.register_staff(
            username=row["username"],
            password=demo()["password"],
            name=row["name"],
            grants=[
                people.GrantRecord(row["role"], path_of[row["territory"]], by_slug.get(row.get("organisation", "")))
            ],
            at=at,
        )
        for row in demo()["accounts"]
        if "username" in row
    }


def join_lecturers(accounts: Mapping[str, int]) -> None:
    """Join the staff who teach to their lecturer of the catalogue."""
    path_of, taught = paths(), {row["slug"]: row for row in _files.rows("lecturers.csv")}
    teachers = [row for row in demo()["accounts"] if "lecturer" in row]
    catalogue.load_lecturers(
        lecturers=[
            replace(_lecturer(taught[row["lecturer"]], path_of), account_id=accounts[row["username"]])
            for row in teachers
        ]
    )


def load_residents(at: datetime) -> dict[str, int]:
    """Make the demonstration's residents and mentor; return account ids by phone."""
    path_of = paths()
    rows = [row for row in demo()["accounts"] if "username" not in row]
    ids = people.register_people(people=[_person(row, path_of) for row in rows], at=at)
    mentors = {
        account_id: [people.GrantRecord(row["role"], path_of[row["territory"]])]
        for row, account_id in zip(rows, ids, strict=True)
        if "territory" in row
    }
    people.grant_roles(grants=mentors, by=None, at=at)
    return {row["phone"]: account_id for row, account_id in zip(rows, ids, strict=True)}


def demo() -> Mapping[str, Any]:
    """Return the demonstration's facts."""
    return _files.facts("demo.toml")


def _person(row: Mapping[str, Any], path_of: Mapping[str, str]) -> people.NewPerson:
    return people.NewPerson(
        name=row["name"],
        phone=row["phone"],
        home_path=path_of[row["home"]],
        situation=row.get("situation", ""),
        birth_decade=row.get("birth_decade"),
        consents=("figures",) if row.get("situation") else (),
    )
