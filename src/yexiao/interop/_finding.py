"""Finding sections and meetings by many conditions at once: ids and count, by one statement over public views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

PAGE = """
WITH found AS MATERIALIZED ({select})
SELECT (SELECT count(*) FROM found),
       ARRAY(SELECT id FROM found ORDER BY position, id LIMIT %(limit)s OFFSET %(offset)s)
"""
WITHIN = "(%(within)s = '' OR section.path = %(within)s OR starts_with(section.path, %(within)s || '/'))"
SECTIONS = f"""
SELECT section.section_id AS id, section.code AS position
FROM catalogue_public_sections AS section
LEFT JOIN enrolment_public_pools AS pool ON pool.section_id = section.section_id
WHERE {WITHIN} AND section.state = %(state)s
    AND (%(season_id)s::bigint IS NULL OR section.season_id = %(season_id)s)
    AND (%(course_id)s::bigint IS NULL OR section.course_id = %(course_id)s)
    AND (%(weekday)s::int IS NULL OR section.weekday = %(weekday)s)
    AND (%(fee)s = '' OR section.fee_kind = %(fee)s)
    AND (NOT %(has_free_seats)s OR pool.free > 0)
"""  # noqa: S608  (put together from our own constants)
MEETINGS = f"""
SELECT meeting.meeting_id AS id, meeting.starts_at AS position
FROM catalogue_public_meetings AS meeting
JOIN catalogue_public_sections AS section ON section.section_id = meeting.section_id
WHERE {WITHIN} AND meeting.during && tstzrange(%(start)s, %(end)s)
    AND (%(section)s = '' OR section.code = %(section)s)
"""  # noqa: S608


@dataclass(frozen=True)
class Found:
    """The ids of one page, in order, and how many there are in all."""

    ids: list[int]
    count: int


def find_sections(
    *,
    within: str,
    state: str,
    season_id: int | None,
    course_id: int | None,
    weekday: int | None,
    fee: str,
    has_free_seats: bool,
    limit: int,
    offset: int,
) -> Found:
    """Return a page of sections by code; an empty value is no condition. One query."""
    values = {"within": within, "state": state, "season_id": season_id, "course_id": course_id}
    values |= {"weekday": weekday, "fee": fee, "has_free_seats": has_free_seats}
    return _find(SECTIONS, {**values, "limit": limit, "offset": offset})


def find_meetings(*, within: str, section: str, start: datetime, end: datetime, limit: int, offset: int) -> Found:
    """Return a page of meetings that overlap the time, by start; an empty value is no condition. One query."""
    values = {"within": within, "section": section, "start": start, "end": end}
    return _find(MEETINGS, {**values, "limit": limit, "offset": offset})


def _find(select: str, values: Mapping[str, Any]) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(PAGE.format(select=select), values)
        count, ids = cursor.fetchone() or (0, [])
    return Found(ids=ids, count=count)
