"""Fifty places in Heping: three hundred people at one door, at eight in the evening."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.enrolment.history import Claimed, find_faults
from tests.scenarios.ground import lay_ground, scenario, settle
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db_heavy]

ANNOUNCED = datetime(2026, 2, 20, 4, tzinfo=UTC)
OPENS = datetime(2026, 2, 22, 12, tzinfo=UTC)
"""Sunday, eight in the evening in the city."""
CONNECTIONS = 10
FACTS = scenario("heping_rush")


def open_the_class() -> tuple[int, list[int]]:
    """Publish the class, announce its fifty places for Sunday at eight; return it and the three hundred."""
    ground = lay_ground(ANNOUNCED)
    heping = ground.venues[FACTS["venue"]].path
    season = catalogue.add_season(
        slug="heping-2026",
        name="2026 春季夜校",
        name_en="Spring night school 2026",
        path=ground.paths["440310"],
        starts_date=date(2026, 3, 2),
        ends_date=date(2026, 5, 10),
        free_percent=60,
    )
    wanted = catalogue.NewSection(
        ground.courses[FACTS["course"]].id,
        ground.rooms[FACTS["venue"], FACTS["room"]].id,
        ground.lecturers[FACTS["lecturer"]].id,
        weekday=3,
        fee_kind="free",
        capacity=FACTS["places"],
    )
    [section] = catalogue.publish_sections(season_id=season.id, sections=[wanted], at=ANNOUNCED)
    enrolment.announce_opening(
        season_id=season.id,
        path=heping,
        policy="first_come",
        section_ids=[section.id],
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=7),
        by=None,
        at=ANNOUNCED,
    )
    people = settle([""] * FACTS["people"], home=heping, at=ANNOUNCED, consents=lambda number: False)
    return section.id, people


def rush(work: Callable[[int], Any], section: int, people: list[int]) -> list[Claimed]:
    """Run the work for everybody over ten connections that start together."""
    start = threading.Barrier(CONNECTIONS)

    def run(mine: list[int]) -> list[Claimed]:
        start.wait(30)
        answers = [Claimed(who, section, answer_of(work, who)) for who in mine]
        connection.close()
        return answers

    with ThreadPoolExecutor(CONNECTIONS) as crowd:
        shares = [people[number::CONNECTIONS] for number in range(CONNECTIONS)]
        return [claim for answers in crowd.map(run, shares) for claim in answers]


def answer_of(work: Callable[[int], Any], who: int) -> Any:
    try:
        return work(who)
    except Exception as problem:
        return problem


def codes(claims: list[Claimed]) -> Counter[str]:
    """Count the answers: "seat", "waiting", or a refusal's code; anything else by its own name."""
    words = {"SeatRecord": "seat", "WaitingRecord": "waiting"}
    names = (type(claim.answer).__name__ for claim in claims)
    return Counter(
        getattr(claim.answer, "code", words.get(name, name)) for claim, name in zip(claims, names, strict=True)
    )


def test_fifty_get_a_seat_and_everybody_else_is_told_so_or_stands_on_the_list():
    section, people = open_the_class()

    def take(who: int, *, at: datetime = OPENS) -> Any:
        return enrolment.take_seat(section_id=section, learner_id=who, key=uuid4(), at=at)

    def take_or_wait(who: int) -> Any:
        try:
            return take(who)
        except enrolment.SectionFull:
            return enrolment.join_waiting_list(section_id=section, account_id=who, at=OPENS)

    patient = set(people[::2])
    early = rush(lambda who: take(who, at=OPENS - timedelta(seconds=1)), section, people)
    claims = rush(lambda who: take_or_wait(who) if who in patient else take(who), section, people)

    assert codes(early) == {"enrolment.not_yet_open": 300}
    told = codes(claims)
    assert told["seat"] == FACTS["places"]
    assert told["waiting"] + told["enrolment.section_full"] == 250
    assert set(told) == {"seat", "waiting", "enrolment.section_full"}
    waiting = {claim.account_id for claim in claims if isinstance(claim.answer, enrolment.WaitingRecord)}
    assert set(enrolment.list_waiting(section_ids=[section])[section]) == waiting
    assert waiting == patient - {claim.account_id for claim in claims if claim.is_ok}
    assert len(enrolment.list_holders(section_ids=[section])[section]) == FACTS["places"]
    assert find_faults([claim for claim in claims if claim.account_id not in waiting]) == []


def test_who_gives_a_seat_back_gives_it_to_the_head_of_the_list_even_while_strangers_knock():
    section, people = open_the_class()
    seated, waiting, strangers = people[:50], people[50:80], people[80:]
    claims = [enrolment.Claim(section, who) for who in seated]
    enrolment.take_seats_of_many(claims=claims, at=OPENS)
    enrolment.join_waiting_lists_of_many(joins=[enrolment.Claim(section, who) for who in waiting], at=OPENS)

    def act(who: int) -> Any:
        if who in seated:
            return enrolment.release_seat(section_id=section, learner_id=who, by=who, at=OPENS, why="given_back")
        return enrolment.take_seat(section_id=section, learner_id=who, key=uuid4(), at=OPENS)

    answers = rush(act, section, [*seated[:10], *strangers])
    offered = [who for who in waiting if enrolment.list_seats_of(account_id=who, states=("offered",))]
    for who in offered:
        enrolment.accept_offer(section_id=section, account_id=who, at=OPENS + timedelta(hours=1))

    assert codes(answers) == {"bool": 10, "enrolment.section_full": 220}
    assert offered == waiting[:10]
    assert set(enrolment.list_holders(section_ids=[section])[section]) == {*seated[10:], *waiting[:10]}
    assert find_faults() == []
