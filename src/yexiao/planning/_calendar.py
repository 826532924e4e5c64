"""Which weekdays of a season are still to be had: by rooms, by lecturers, and for courses of so many meetings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from yexiao.catalogue import api as catalogue
from yexiao.common import clock

WEEKDAYS = range(1, 8)
EVENING = (time(19), time(21))
RUNNING_STATES = ("planned", "held")


@dataclass(frozen=True)
class Busy:
    """Evenings that meetings already hold, as (room or lecturer, weekday), and how many sections a lecturer gives."""

    rooms: frozenset[tuple[int, int]]
    lecturers: frozenset[tuple[int, int]]
    sections_of: dict[int, int]


def busy(season: catalogue.SeasonRecord) -> Busy:
    """Return what the meetings within the season's dates hold, whatever season they belong to."""
    span = clock.at_local(season.starts_date, 0), clock.at_local(season.ends_date + timedelta(days=1), 0)
    meetings = catalogue.list_meetings(between=span, states=RUNNING_STATES)
    evenings = [meeting for meeting in meetings if _is_in_the_evening(meeting)]
    sections: dict[int, set[int]] = {}
    for meeting in meetings:
        sections.setdefault(meeting.lecturer_id, set()).add(meeting.section_id)
    return Busy(
        frozenset((meeting.room_id, _weekday(meeting.starts_at)) for meeting in evenings),
        frozenset((meeting.lecturer_id, _weekday(meeting.starts_at)) for meeting in evenings),
        {lecturer_id: len(found) for lecturer_id, found in sections.items()},
    )


def too_short(
    season: catalogue.SeasonRecord, courses: Collection[catalogue.CourseRecord], at: datetime
) -> list[tuple[int, int]]:
    """Return the (course, weekday) pairs for which too few such evenings are left until the season ends."""
    left = {weekday: _evenings_left(season, weekday, at) for weekday in WEEKDAYS}
    return [(course.id, weekday) for course in courses for weekday in WEEKDAYS if left[weekday] < course.meetings]


def _evenings_left(season: catalogue.SeasonRecord, weekday: int, at: datetime) -> int:
    first = max(season.starts_date, clock.local_date(at))
    first += timedelta(days=(weekday - first.isoweekday()) % 7)
    if _starts_at(first) <= at:
        first += timedelta(days=7)
    return max(0, (season.ends_date - first).days // 7 + 1)


def _starts_at(day: date) -> datetime:
    return clock.at_local(day, EVENING[0].hour, EVENING[0].minute)


def _is_in_the_evening(meeting: catalogue.MeetingRecord) -> bool:
    day = clock.local_date(meeting.starts_at)
    return meeting.starts_at < clock.at_local(day, EVENING[1].hour) and meeting.ends_at > _starts_at(day)


def _weekday(moment: datetime) -> int:
    return timezone.localtime(moment, clock.city_zone()).isoweekday()
