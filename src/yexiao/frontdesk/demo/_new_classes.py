"""The classes that start next week: some given out by a draw that is open now, some first come in ten minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk.demo import _choosing, _load
from yexiao.frontdesk.demo._residents import Resident
from yexiao.people import api as people
from yexiao.places import api as places
from yexiao.planning import api as planning

FIRST_MEETING_IN = timedelta(days=7)
DRAW_OPENED_BEFORE, DRAW_CLOSES_AFTER = timedelta(days=2), timedelta(days=3)
ANNOUNCED_BEFORE = timedelta(days=2)
ENTERED_BEFORE = timedelta(days=1)
FIRST_COME_LASTS = timedelta(days=14)
EARLY_BIRDS = 400


@dataclass(frozen=True)
class Window:
    """When an opening is announced, opens and closes."""

    announced: datetime
    opens: datetime
    closes: datetime


def open_new_classes(*, path: str, residents: Mapping[int, Resident], at: datetime) -> None:
    """Publish new classes in the season that runs there, and open enrolment for them."""
    season = catalogue.current_season(path=path, on=clock.local_date(at))
    if season is None:
        return
    facts = _load.demo()["open_now"]
    drawn = _publish(season, facts["draw"], at)
    opened = at - DRAW_OPENED_BEFORE
    opening_id = _announce(
        season, "draw", drawn, Window(opened - ANNOUNCED_BEFORE, opened, _evening(at + DRAW_CLOSES_AFTER))
    )
    _enter(opening_id, drawn, dict(list(residents.items())[:EARLY_BIRDS]), at - ENTERED_BEFORE)
    quick = _publish(season, facts["first_come"], at)
    opens = at + timedelta(minutes=facts["first_come_opens_in_minutes"])
    _announce(season, "first_come", quick, Window(at, opens, _evening(at + FIRST_COME_LASTS)))


def _enter(
    opening_id: int, sections: Sequence[catalogue.SectionRecord], residents: Mapping[int, Resident], at: datetime
) -> None:
    choices = _choosing.suiting(residents, sections)
    entries = [enrolment.NewEntry(account_id, ranked) for account_id, ranked in choices.items() if ranked]
    with clock.standing_at(at):
        enrolment.enter_draw_of_many(opening_id=opening_id, entries=entries, at=at)


def _announce(
    season: catalogue.SeasonRecord, policy: str, sections: Sequence[catalogue.SectionRecord], window: Window
) -> int:
    with clock.standing_at(window.announced):
        return enrolment.announce_opening(
            season_id=season.id,
            path=season.path,
            policy=policy,
            section_ids=[section.id for section in sections],
            opens_at=window.opens,
            closes_at=window.closes,
            by=people.find_by_username(username="district"),
            at=window.announced,
        )


def _evening(moment: datetime) -> datetime:
    return clock.at_local(clock.local_date(moment), 20)


def _publish(season: catalogue.SeasonRecord, slugs: Sequence[str], at: datetime) -> list[catalogue.SectionRecord]:
    wanted = [course for course in catalogue.list_courses() if course.slug in slugs]
    return [section for course in wanted for section in _publish_one(season, course, at)]


def _publish_one(
    season: catalogue.SeasonRecord, course: catalogue.CourseRecord, at: datetime
) -> list[catalogue.SectionRecord]:
    first = clock.local_date(at) + FIRST_MEETING_IN
    for candidate in candidates(course, season.path):
        try:
            return catalogue.publish_sections(
                season_id=season.id, sections=[replace(candidate, first_date=first)], at=at
            )
        except (catalogue.RoomTaken, catalogue.LecturerTaken, catalogue.SeasonTooShort):
            continue
    return []


def candidates(course: catalogue.CourseRecord, path: str) -> list[catalogue.NewSection]:
    """Return every way to hold a course at a place: room, lecturer and weekday, biggest rooms first."""
    venues = [venue.id for venue in places.list_venues(within=path)]
    fitting = [room for room in places.list_rooms(venue_ids=venues) if course.equipment <= room.equipment]
    rooms = sorted(fitting, key=lambda room: -room.capacity)
    fee_kind = planning.fee_kind_of(course)
    return [
        catalogue.NewSection(course.id, room.id, lecturer.id, weekday, fee_kind)
        for lecturer in catalogue.list_lecturers(course_ids=[course.id])
        if path in lecturer.districts
        for weekday in lecturer.evenings
        for room in rooms
        if room.capacity >= course.min_people
    ]
