"""Finding classes: words, place, evening, fee and seats left, in one query over views and our own pools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.common.text import query_tokens
from yexiao.enrolment import _rules
from yexiao.enrolment._records import SeatsLeft, SectionCard, SectionPage
from yexiao.places import api as places

MOST_TERMS = 6
COMMON_WORDS = frozenset(
    {"夜校", "课", "课程", "班", "上课", "night", "school", "class", "classes"}
)  # all of it is that
SELECT = """
SELECT s.section_id, s.course_id, s.code, s.course_title, s.course_title_en, r.venue_name, r.venue_name_en,
    r.room_name, r.room_name_en,
    concat_ws(' ', district.name, street.name), concat_ws(', ', street.name_en, district.name_en),
    s.path, s.weekday, s.first_starts_at, next.starts_at, next.ends_at, s.fee_kind, s.fee_fen, s.market_price_fen,
    {distance} AS distance_km, count(*) OVER () AS total,
    p.capacity, p.taken, p.offered, p.waiting, p.is_cancelled, p.opening_id,
    o.policy, o.state, o.opens_at, o.closes_at, o.seats_per_person
FROM catalogue_public_sections AS s
JOIN places_public_rooms AS r ON r.room_id = s.room_id
LEFT JOIN places_public_units AS district ON district.path = r.district_path
LEFT JOIN places_public_units AS street ON street.path = r.street_path
LEFT JOIN enrolment_pool AS p ON p.section_id = s.section_id
LEFT JOIN enrolment_opening AS o ON o.id = p.opening_id
{join} JOIN LATERAL (
    SELECT m.starts_at, m.ends_at FROM catalogue_public_meetings AS m
    WHERE m.section_id = s.section_id AND m.state <> 'cancelled' AND {meeting}
    ORDER BY m.starts_at LIMIT 1
) AS next ON true
WHERE {conditions}
ORDER BY {order}, s.code
LIMIT %(limit)s OFFSET %(offset)s
"""
DISTANCE = """(2 * 6371.0088 * asin(least(1, sqrt(
        sin(radians(r.lat - %(lat)s) / 2) ^ 2
        + cos(radians(%(lat)s)) * cos(radians(r.lat)) * sin(radians(r.lon - %(lon)s) / 2) ^ 2))))"""
TERM = """(s.course_search @@ to_tsquery('simple', %({name}_tokens)s)
    OR concat_ws(' ', r.venue_name, r.venue_name_en, district.name, district.name_en, street.name, street.name_en,
        s.code) ILIKE %({name})s)"""


def find_sections(
    *,
    text: str = "",
    within: str = "",
    weekday: int | None = None,
    course_id: int | None = None,
    fee_kind: str = "",
    opening_id: int | None = None,
    only_free_seats: bool = False,
    near: str | None = None,
    between: tuple[datetime, datetime] | None = None,
    limit: int = 20,
    offset: int = 0,
    at: datetime,
) -> SectionPage:
    """Return published classes that are not over, and how many match in all.

    `text` is matched word by word against course and place, in both languages;
    `within` is a territory path; with `between` only classes that meet in
    that time, with that meeting. `near` is a community's path: the nearest
    come first (with `between`: of each day). Three queries at most.
    """
    query = _Query(at=at, limit=limit, offset=offset)
    query.only("s.state = 'published' AND s.last_ends_at > %(at)s")
    query.only_words(text)
    if within:
        query.only("(s.path = %(within)s OR s.path LIKE %(below)s)", within=within, below=_like(within) + "/%")
    if weekday is not None:
        query.only("s.weekday = %(weekday)s", weekday=weekday)
    if course_id is not None:
        query.only("s.course_id = %(course_id)s", course_id=course_id)
    if fee_kind:
        query.only("s.fee_kind = %(fee_kind)s", fee_kind=fee_kind)
    if opening_id is not None:
        query.only("p.opening_id = %(opening_id)s", opening_id=opening_id)
    if only_free_seats:
        query.only("p.taken + p.offered + p.waiting < p.capacity AND NOT p.is_cancelled")
    query.meeting_in(between)
    query.measure_from(near)
    return query.run()


class _Query:
    """The statement of one search, put together condition by condition."""

    def __init__(self, *, at: datetime, limit: int, offset: int) -> None:
        self.values: dict[str, Any] = {"at": at, "limit": limit, "offset": offset}
        self.conditions: list[str] = []
        self.common: list[str] = []
        self.is_near = self.is_between = False

    def only(self, condition: str, **values: Any) -> None:
        """Keep classes that meet the condition."""
        self.conditions.append(condition)
        self.values |= values

    def only_words(self, text: str) -> None:
        """Keep classes in which every word of the text is found, in the course or the place."""
        for number, word in enumerate(text.split()[:MOST_TERMS]):
            conditions = self.common if word.lower() in COMMON_WORDS else self.conditions
            tokens, name = query_tokens(word), f"word{number}"
            values = {name: f"%{_like(word)}%", f"{name}_tokens": " & ".join(tokens)}
            conditions.append(TERM.format(name=name))
            self.values |= values

    def meeting_in(self, between: tuple[datetime, datetime] | None) -> None:
        """Show the next meeting, or keep classes that meet in that time and show that meeting."""
        self.is_between = between is not None
        if between is not None:
            self.values |= {"from": between[0], "to": between[1]}

    def measure_from(self, near: str | None) -> None:
        """Measure from the centre of that place; an unknown place measures nothing."""
        if not near:
            return
        try:
            self.values["lat"], self.values["lon"] = places.where_is(near)
        except NotFound:
            return
        self.is_near = True

    def run(self) -> SectionPage:
        """Ask the database; if nothing matches, once more without the words that suit every class."""
        page = self._ask()
        if page.total or not self.common:
            return page
        self.common = []
        return self._ask()

    def _ask(self) -> SectionPage:
        meeting = "m.ends_at > %(at)s"
        if self.is_between:
            meeting += " AND m.during && tstzrange(%(from)s, %(to)s)"
        statement = SELECT.format(
            distance=DISTANCE if self.is_near else "NULL::float8",
            join="INNER" if self.is_between else "LEFT",
            meeting=meeting,
            conditions=" AND ".join([*self.conditions, *self.common]),
            order=self._order(),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values)
            rows = cursor.fetchall()
        at = self.values["at"]
        return SectionPage(cards=tuple(_card(row, at) for row in rows), total=rows[0][20] if rows else 0)

    def _order(self) -> str:
        if not self.is_near:
            return "next.starts_at NULLS LAST"
        if self.is_between:
            self.values["zone"] = str(clock.city_zone())
            return "(next.starts_at AT TIME ZONE %(zone)s)::date, distance_km, next.starts_at"
        return "distance_km, next.starts_at NULLS LAST"


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _card(row: Sequence[Any], at: datetime) -> SectionCard:
    seats = None if row[21] is None else _seats(row[21:], at)
    return SectionCard(*(*row[:20], seats))


def _seats(row: Sequence[Any], at: datetime) -> SeatsLeft:
    capacity, taken, offered, waiting, is_cancelled, opening_id, policy, state, opens_at, closes_at, most = row
    phase = _rules.phase_of(policy=policy, is_decided=state == "decided", opens_at=opens_at, closes_at=closes_at, at=at)
    return SeatsLeft(
        capacity=capacity,
        taken=taken,
        offered=offered,
        waiting=waiting,
        free=0 if is_cancelled else max(capacity - taken - offered - waiting, 0),
        policy=policy,
        phase=phase,
        opens_at=opens_at,
        closes_at=closes_at,
        opening_id=opening_id,
        seats_per_person=most,
        is_cancelled=is_cancelled,
    )
