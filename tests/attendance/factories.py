"""An evening for tests: a section with seats taken, on Fridays from 6 March 2026, 19:00 to 21:00 in the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.enrolment.factories import make_people, make_sections, open_sections
from yexiao.attendance.models import Mark
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment

SEVEN_PM = datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
"""The start of the first evening."""
NINE_PM = SEVEN_PM + timedelta(hours=2)
SIGN_UP = datetime(2026, 2, 22, 13, 0, tzinfo=UTC)
BY_DAY = SEVEN_PM - timedelta(hours=6)
WEEK = timedelta(days=7)


def minutes(number: int) -> timedelta:
    """Return that many minutes."""
    return timedelta(minutes=number)


@dataclass(frozen=True)
class Class:
    """A section with its evenings and the people who hold its seats."""

    section_id: int
    code: str
    meetings: tuple[int, ...]
    learners: tuple[int, ...]


def make_class(learners: int = 3, *, meetings: int = 4) -> Class:
    """Make one class with that many seats, all taken."""
    return make_classes([learners], meetings=meetings)[0]


def make_classes(learners: Sequence[int], *, meetings: int = 4) -> list[Class]:
    """Make several Friday classes side by side, each with its own room, lecturer and learners."""
    section_ids = open_sections(*learners, meetings=meetings)
    sections = {section.id: section for section in catalogue.list_sections(ids=section_ids)}
    people = [tuple(make_people(number)) for number in learners]
    claims = [
        enrolment.Claim(section_id, learner_id)
        for section_id, group in zip(section_ids, people, strict=True)
        for learner_id in group
    ]
    enrolment.take_seats_of_many(claims=claims, at=SIGN_UP)
    return [
        Class(section_id, sections[section_id].code, tuple(m.id for m in sections[section_id].meetings), group)
        for section_id, group in zip(section_ids, people, strict=True)
    ]


def kinds(meeting_id: int) -> dict[int, str]:
    """Return the meeting's marks by account."""
    return dict(Mark.objects.filter(meeting_id=meeting_id).values_list("account_id", "kind"))


__all__ = ["make_class", "make_classes", "make_people", "make_sections"]
