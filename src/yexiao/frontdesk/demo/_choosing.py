"""Which sections suit whom: the courses people wish, in reach, on evenings they can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from yexiao.catalogue import api as catalogue
from yexiao.frontdesk.demo._residents import Resident
from yexiao.places import api as places

MOST_CHOICES = 5


def suiting(people: Mapping[int, Resident], sections: Iterable[catalogue.SectionRecord]) -> dict[int, tuple[int, ...]]:
    """Return, for each person, the sections of their courses in reach on evenings they can, best first."""
    by_course: dict[int, list[catalogue.SectionRecord]] = defaultdict(list)
    for section in sections:
        by_course[section.course_id].append(section)
    course_ids, where = course_ids_by_slug(), _where(by_course)
    homes = places.centres(paths=sorted({person.path for person in people.values()}))
    return {
        account_id: _choices(person, homes[person.path], by_course, course_ids, where)
        for account_id, person in people.items()
    }


def _choices(
    person: Resident,
    home: tuple[float, float],
    by_course: Mapping[int, Sequence[catalogue.SectionRecord]],
    course_ids: Mapping[str, int],
    where: Mapping[int, tuple[float, float]],
) -> tuple[int, ...]:
    ranked: list[tuple[bool, int, float, int]] = []
    for rank, slug in enumerate(person.courses):
        for section in by_course.get(course_ids[slug], ()):
            km, suits = places.distance_km(home, where[section.room_id]), section.weekday in person.evenings
            if km <= person.reach_km and (suits or person.is_flexible):
                ranked.append((not suits, rank, km, section.id))
    return tuple(section_id for *_order, section_id in sorted(ranked)[:MOST_CHOICES])


def _where(by_course: Mapping[int, Sequence[catalogue.SectionRecord]]) -> dict[int, tuple[float, float]]:
    room_ids = sorted({section.room_id for sections in by_course.values() for section in sections})
    rooms = places.list_rooms(ids=room_ids)
    venues = {venue.id: venue for venue in places.list_venues(ids=sorted({room.venue_id for room in rooms}))}
    return {room.id: (venues[room.venue_id].lat, venues[room.venue_id].lon) for room in rooms}


def course_ids_by_slug() -> dict[str, int]:
    return {course.slug: course.id for course in catalogue.list_courses()}
