"""The demonstration city's own ground for the scenarios: its places, courses and lecturers by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo import _load
from yexiao.people import api as people
from yexiao.places import api as places

_phones = count(1)


@dataclass(frozen=True)
class Ground:
    """What a scenario refers to by name; rooms by venue and room, everything else by slug or code."""

    paths: Mapping[str, str]
    venues: Mapping[str, places.VenueRecord]
    rooms: Mapping[tuple[str, str], places.RoomRecord]
    courses: Mapping[str, catalogue.CourseRecord]
    lecturers: Mapping[str, catalogue.LecturerRecord]


def scenario(name: str) -> dict[str, Any]:
    """Return the facts of a scenario as content/demo.toml states them."""
    facts: dict[str, Any] = _load.demo()["scenarios"][name]
    return facts


def lay_ground(at: datetime) -> Ground:
    """Load the whole territory and catalogue, as the demonstration does, and index them."""
    _load.load_ground(at)
    venues = {venue.slug: venue for venue in places.list_venues()}
    slugs = {venue.id: slug for slug, venue in venues.items()}
    return Ground(
        paths=_load.paths(),
        venues=venues,
        rooms={(slugs[room.venue_id], room.slug): room for room in places.list_rooms()},
        courses={course.slug: course for course in catalogue.list_courses()},
        lecturers={lecturer.slug: lecturer for lecturer in catalogue.list_lecturers()},
    )


def settle(situations: Sequence[str], *, home: str, at: datetime, consents: Callable[[int], bool]) -> list[int]:
    """Register one resident per situation; who does not consent is in no group. Return their ids."""
    rows = [
        people.NewPerson(
            name=f"学员{number}",
            phone=f"198{next(_phones):08d}",
            home_path=home,
            situation=situation,
            birth_decade=1980,
            consents=("figures",) if consents(number) else (),
        )
        for number, situation in enumerate(situations)
    ]
    return people.register_people(people=rows, at=at)


def give_seats(
    sections: Sequence[catalogue.SectionRecord], claims: Sequence[enrolment.Claim], *, opens: datetime, path: str
) -> None:
    """Open the sections first come for an hour, and seat everybody who claims; nobody may be refused."""
    with clock.standing_at(opens):
        enrolment.announce_opening(
            season_id=sections[0].season_id,
            path=path,
            policy="first_come",
            section_ids=[section.id for section in sections],
            opens_at=opens,
            closes_at=max(meeting.ends_at for section in sections for meeting in section.meetings),
            by=None,
            at=opens,
        )
        answers = enrolment.take_seats_of_many(claims=claims, at=opens)
    assert [answer for answer in answers if not isinstance(answer, enrolment.SeatRecord)] == []
