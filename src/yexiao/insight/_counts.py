"""The counters behind the figures: for every place of a season's territory, and for every group in it.

A place's counters hold everything below it. The group "" is everybody.
People are counted as different people, so they are counted anew at every
place and never added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from yexiao.catalogue import api as catalogue
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment

EVERYBODY = ""
NOT_SAID = "not_said"
Spot = tuple[str, str]
"""A place's path and a group."""

Counters = dict[Spot, dict[str, int]]

ABOVE = """
WITH counted AS (
    SELECT section.*, array_to_string((string_to_array(path, '/'))[1:depth], '/') AS place
    FROM catalogue_public_sections section,
         generate_series(1, cardinality(string_to_array(path, '/'))) AS depth
    WHERE season_id = ANY(%(seasons)s) AND state <> 'cancelled'
)
"""
SECTIONS = """
SELECT place, '' AS grp, count(*) AS sections, count(*) FILTER (WHERE fee_kind = 'free') AS free_sections,
       sum(capacity) AS seats
FROM counted GROUP BY place
"""
MEETINGS = """
SELECT place, '' AS grp, count(*) AS meetings_held
FROM counted JOIN catalogue_public_meetings meeting USING (section_id)
WHERE meeting.state = 'held' GROUP BY place
"""
SEATS = """
SELECT place, '' AS grp, count(*) AS seats_taken, count(DISTINCT account_id) AS seated_people
FROM counted JOIN enrolment_public_seats seat USING (section_id)
WHERE seat.state IN ('taken', 'completed') GROUP BY place
"""
MARKS = """
SELECT place, coalesce(grp, '') AS grp,
       count(*) FILTER (WHERE kind IN ('present', 'late', 'left_early')) AS came_times,
       count(DISTINCT account_id) FILTER (WHERE kind IN ('present', 'late', 'left_early')) AS came_people,
       count(*) FILTER (WHERE kind = 'absent') AS absent_times,
       count(*) FILTER (WHERE kind <> 'excused') AS counted_times,
       count(DISTINCT account_id) FILTER (WHERE kind <> 'excused') AS counted_people
FROM (
    SELECT place, account_id, kind, coalesce(nullif(profile.situation, ''), 'not_said') AS grp
    FROM counted JOIN attendance_public_marks mark USING (section_id)
    LEFT JOIN people_public_profile profile USING (account_id)
) AS marks
GROUP BY GROUPING SETS ((place), (place, grp))
"""
FEEDBACK = """
SELECT place, coalesce(grp, '') AS grp, sum(stars) AS stars, count(*) AS spoke_times,
       count(DISTINCT account_id) AS spoke_people,
       count(*) FILTER (WHERE uses_at_work) AS work_yes, count(uses_at_work) AS work_answers,
       count(DISTINCT account_id) FILTER (WHERE uses_at_work IS NOT NULL) AS answered_people
FROM (
    SELECT place, account_id, stars, uses_at_work, coalesce(nullif(profile.situation, ''), 'not_said') AS grp
    FROM counted JOIN learning_public_feedback USING (section_id)
    LEFT JOIN people_public_profile profile USING (account_id)
) AS words
GROUP BY GROUPING SETS ((place), (place, grp))
"""


def count_everything(seasons: Collection[catalogue.SeasonRecord]) -> Counters:
    """Return every counter of the seasons by place and group; what is missing is zero."""
    counters: Counters = {}
    season_ids = [season.id for season in seasons]
    with connection.cursor() as cursor:
        for query in (SECTIONS, MEETINGS, SEATS, MARKS, FEEDBACK):
            cursor.execute(ABOVE + query, {"seasons": season_ids})
            names = [column.name for column in cursor.description]
            _collect(counters, names, cursor.fetchall())
    _count_demand(counters, seasons)
    return counters


def _collect(counters: Counters, names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    for place, group, *values in rows:
        spot = counters.setdefault((place, group), {})
        spot.update({name: int(value or 0) for name, value in zip(names[2:], values, strict=True)})


def _count_demand(counters: Counters, seasons: Collection[catalogue.SeasonRecord]) -> None:
    asked_at: dict[str, set[int]] = {}
    met_at: dict[str, set[int]] = {}
    for season in seasons:
        met = enrolment.served_wishes(season_id=season.id)
        for cell in demand.gather_demand(season_id=season.id, within=season.path):
            lucky = {person for person in cell.account_ids if (person, cell.course_id) in met}
            for place in _prefixes(cell.path):
                _add(counters, place, wishes=cell.people, wishes_met=len(lucky))
                asked_at.setdefault(place, set()).update(cell.account_ids)
                met_at.setdefault(place, set()).update(lucky)
    for place, people in asked_at.items():
        _add(counters, place, asked_people=len(people), met_people=len(met_at[place]))


def _add(counters: Counters, place: str, **amounts: int) -> None:
    spot = counters.setdefault((place, EVERYBODY), {})
    for name, amount in amounts.items():
        spot[name] = spot.get(name, 0) + amount


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
