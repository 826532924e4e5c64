"""Measure how fast seats are given out: real threads at the room's own door, on an embedded PostgreSQL that syncs.

    python -m bench.seats [--people 2000] [--connections 8 16]

Two crowds. *One class*: everybody wants the same fifty seats, the hardest row there is. *A season*: the same people
spread over a hundred classes. Each request is one transaction; a refusal costs one read. After each crowd the
counters are compared with the ledger.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

OPENS = datetime(2026, 2, 22, 12, tzinfo=UTC)
HEAD = ("crowd", "connections", "requests", "seats", "requests/s", "seats/s", "p50 ms", "p99 ms", "faults")
WIDTHS = (12, 12, 10, 8, 12, 10, 9, 9, 8)


@contextmanager
def house() -> Iterator[None]:
    """Keep a database of our own running, with its tables."""
    with tempfile.TemporaryDirectory(prefix="yexiao-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "yexiao.config.settings", "DATABASE_POOL": "64"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.db import connection

        from yexiao.frontdesk import _serving

        with _serving.database():
            _serving.migrate()
            yield
            connection.close()


def open_sections(rooms: Sequence[Any], course: int, lecturers: Sequence[int], season: Any) -> list[int]:
    """Publish one class of fifty seats per room and weekday, and open them first come; return their ids."""
    from yexiao.catalogue import api as catalogue
    from yexiao.enrolment import api as enrolment

    announced = OPENS - timedelta(days=2)
    wanted = [
        catalogue.NewSection(course, room.id, lecturer, weekday, "free", capacity=50)
        for room, lecturer in zip(rooms, lecturers, strict=False)
        for weekday in range(1, 8)
    ]
    sections = catalogue.publish_sections(season_id=season.id, sections=wanted[:101], at=announced)
    ids = [section.id for section in sections]
    enrolment.announce_opening(
        season_id=season.id,
        path=season.path,
        policy="first_come",
        section_ids=ids,
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=7),
        seats_per_person=2,
        by=None,
        at=announced,
    )
    return ids


def prepare(people_count: int) -> tuple[list[int], list[int]]:
    """Load the real ground with rooms made large, and register the people; return section and account ids."""
    from yexiao.catalogue import api as catalogue
    from yexiao.frontdesk.demo import _load
    from yexiao.people import api as people
    from yexiao.places import api as places

    at = OPENS - timedelta(days=3)
    _load.load_ground(at)
    rooms = [room for room in places.list_rooms() if room.capacity >= 50]
    city = next(unit.path for unit in places.list_units(level="city"))
    course = next(course for course in catalogue.list_courses() if course.slug == "using-deepseek")
    lecturers = [lecturer.id for lecturer in catalogue.list_lecturers()]
    season = catalogue.add_season(
        slug="bench",
        name="量一量",
        name_en="Bench",
        path=city,
        starts_date=date(2026, 3, 2),
        ends_date=date(2026, 5, 10),
        free_percent=60,
    )
    sections = open_sections(rooms, course.id, lecturers, season)
    rows = [people.NewPerson(f"学员{number}", f"197{number:08d}", city) for number in range(people_count)]
    return sections, people.register_people(people=rows, at=at)


def rush(claims: Sequence[tuple[int, int]], connections: int) -> tuple[float, list[float], int]:
    """Send the claims over that many connections at once; return seconds, each request's seconds, and seats given."""
    from django.db import connection

    from yexiao.common.refusals import Refusal
    from yexiao.enrolment import api as enrolment

    start = threading.Barrier(connections + 1)

    def run(mine: Sequence[tuple[int, int]]) -> tuple[list[float], int]:
        times, seats = [], 0
        connection.ensure_connection()
        start.wait()
        for section_id, learner_id in mine:
            begin = time.perf_counter()
            try:
                enrolment.take_seat(section_id=section_id, learner_id=learner_id, key=uuid4(), at=OPENS)
                seats += 1
            except Refusal:
                pass
            times.append(time.perf_counter() - begin)
        connection.close()
        return times, seats

    with ThreadPoolExecutor(connections) as crowd:
        running = [crowd.submit(run, claims[number::connections]) for number in range(connections)]
        start.wait()
        begin = time.perf_counter()
        answers = [each.result() for each in running]
        seconds = time.perf_counter() - begin
    return seconds, [one for times, _seats in answers for one in times], sum(seats for _times, seats in answers)


def line(crowd: str, connections: int, claims: Sequence[tuple[int, int]]) -> str:
    """Measure one crowd and return its line of the table."""
    from yexiao.enrolment import api as enrolment

    seconds, times, seats = rush(claims, connections)
    p50, p99 = statistics.median(times) * 1e3, statistics.quantiles(times, n=100)[98] * 1e3
    faults = len(enrolment.check_counters())
    cells = (crowd, connections, len(claims), seats, f"{len(claims) / seconds:,.0f}", f"{seats / seconds:,.0f}")
    return row((*cells, f"{p50:.1f}", f"{p99:.1f}", faults))


def row(cells: Sequence[object]) -> str:
    """Return the cells side by side."""
    return "".join(f"{cell!s:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def main() -> None:
    """Measure both crowds with each number of connections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--connections", type=int, nargs="+", default=[8, 16])
    asked = parser.parse_args()
    with house():
        sections, people = prepare(asked.people)
        print(row(HEAD))
        turns = len(asked.connections)
        hot, spread = sections[:turns], sections[turns:]
        for turn, connections in enumerate(asked.connections):
            print(line("one class", connections, [(hot[turn], who) for who in people]), flush=True)
            mine = people[turn::turns]
            claims = [(spread[number % len(spread)], who) for number, who in enumerate(mine)]
            print(line("a season", connections, claims), flush=True)


if __name__ == "__main__":
    main()
