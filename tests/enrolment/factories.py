"""A few sections, openings and people for the tests of seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.catalogue.factories import make_course, make_lecturer, make_season
from tests.places.factories import LONGHUA, ZHANGGE, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment
from yexiao.people import api as people

ANNOUNCED = datetime(2026, 2, 20, 4, tzinfo=UTC)
"""Friday noon in Shenzhen; the season's first Friday is 6 March."""
OPENS = datetime(2026, 2, 22, 12, tzinfo=UTC)
"""Sunday, eight in the evening."""
CLOSES = datetime(2026, 2, 25, 12, tzinfo=UTC)
"""Wednesday, eight in the evening."""
FRIDAY = 5
MINUTE = timedelta(minutes=1)
_numbers = count(1)


def make_people(
    how_many: int = 1, *, home_path: str = ZHANGGE, situation: str = "", at: datetime = ANNOUNCED
) -> list[int]:
    """Register residents; return their ids."""
    rows = [
        people.NewPerson(
            name=f"学员{number}",
            phone=f"199{number:08d}",
            home_path=home_path,
            situation=situation,
            birth_decade=1980 if situation else None,
            consents=("figures",) if situation else (),
            language="zh-hans",
        )
        for number in (next(_numbers) for _ in range(how_many))
    ]
    return people.register_people(people=rows, at=at)


def make_sections(*seats: int, weekdays: Sequence[int] = (), fee_kind: str = "free", meetings: int = 4) -> list[int]:
    """Publish one section per number of seats, each in a room and with a lecturer of its own; return their ids.

    All of them meet on Friday evenings unless `weekdays` says otherwise.
    """
    days = list(weekdays) or [FRIDAY] * len(seats)
    rooms = make_rooms(*[max(number, 40) for number in seats])
    course = make_course(meetings=meetings, max_people=500)
    lecturers = [make_lecturer(f"lecturer-{number}") for number in range(len(seats))]
    wanted = [
        catalogue.NewSection(course, room.id, lecturer, day, fee_kind, capacity=number)
        for number, room, lecturer, day in zip(seats, rooms, lecturers, days, strict=True)
    ]
    published = catalogue.publish_sections(season_id=make_season().id, sections=wanted, at=ANNOUNCED)
    return [section.id for section in published]


def announce(section_ids: Sequence[int], **changes) -> int:
    """Announce a first-come opening of these sections; return its id."""
    sections = catalogue.list_sections(ids=section_ids)
    values = {
        "season_id": sections[0].season_id,
        "path": LONGHUA,
        "policy": "first_come",
        "section_ids": list(section_ids),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "seats_per_person": 1,
        "by": None,
        "at": ANNOUNCED,
    }
    return enrolment.announce_opening(**values | changes)


def open_sections(*seats: int, seats_per_person: int = 1, **changes) -> list[int]:
    """Publish and open sections first come; return their ids."""
    sections = make_sections(*seats, **changes)
    announce(sections, seats_per_person=seats_per_person)
    return sections
