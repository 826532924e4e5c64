"""Jobs: draws at closing, offers that lapse, lists served again; each harmless to repeat."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError, connection
from psycopg import errors

from tests.enrolment.factories import CLOSES, MINUTE, OPENS, announce, make_people, make_sections, open_sections
from yexiao.common import clock
from yexiao.enrolment import _locks, tasks
from yexiao.enrolment import api as enrolment

pytestmark = pytest.mark.django_db


def jobs_named(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return cursor.fetchall()


def make_draw(**changes):
    (section,) = make_sections(1)
    opening_id = announce([section], policy="draw", **changes)
    (account_id,) = make_people()
    enrolment.enter_draw(opening_id=opening_id, account_id=account_id, choices=[section], at=OPENS)
    return opening_id, section, account_id


def test_announcing_a_draw_orders_its_decision_for_the_moment_it_closes():
    opening_id, _, _ = make_draw()

    ((values, moment),) = jobs_named("enrolment.decide_draw")

    assert (json.loads(values), moment) == ({"opening_id": opening_id}, CLOSES)


def test_the_job_decides_after_closing_only_and_once():
    opening_id, section, account_id = make_draw()

    with clock.standing_at(CLOSES - MINUTE):
        tasks.decide_draw(opening_id)
        assert enrolment.list_holders(section_ids=[section]) == {section: []}
    with clock.standing_at(CLOSES):
        tasks.decide_draw(opening_id)
        digest = enrolment.opening(opening_id).result_digest
        tasks.decide_draw(opening_id)

    assert enrolment.list_holders(section_ids=[section]) == {section: [account_id]}
    assert enrolment.opening(opening_id, at=CLOSES).result_digest == digest


def test_a_draw_that_waits_for_a_beacon_only_publishes_its_entries():
    opening_id, _, _ = make_draw(beacon_source="a lottery")

    with clock.standing_at(CLOSES):
        tasks.decide_draw(opening_id)
        tasks.lapse_offers()

    assert sorted(enrolment.draw_files(opening_id=opening_id)) == ["input"]


def test_the_minute_job_lapses_offers_serves_lists_and_decides_what_is_due():
    opening_id, drawn, entrant = make_draw()
    with clock.standing_at(CLOSES):
        tasks.lapse_offers()

    assert enrolment.opening(opening_id, at=CLOSES).state == "decided"
    assert enrolment.list_holders(section_ids=[drawn]) == {drawn: [entrant]}


def test_giving_up_an_offer_orders_the_other_lists_to_be_served_again():
    one, two = open_sections(1, 1)
    holder, other, waiting = make_people(3)
    for section, who in ((one, holder), (two, other)):
        enrolment.take_seat(section_id=section, learner_id=who, key=None, at=OPENS)
        enrolment.join_waiting_list(section_id=section, account_id=waiting, at=OPENS)
    for section, who in ((one, holder), (two, other)):
        enrolment.release_seat(section_id=section, learner_id=who, by=who, at=OPENS)

    enrolment.decline_offer(section_id=one, account_id=waiting, at=OPENS)

    assert len(jobs_named("enrolment.offer_freed_seats")) == 1
    with clock.standing_at(OPENS):
        tasks.offer_freed_seats([two])
        tasks.offer_freed_seats([two])
    assert [seat.section_id for seat in enrolment.list_seats_of(account_id=waiting, states=("offered",))] == [two]


# What `_locks.whole` repeats


def failing(*problems):
    """Return an operation that meets these problems, one each time, and then succeeds; and its calls."""
    left, calls = list(problems), []

    @_locks.whole
    def operation():
        calls.append(1)
        if left:
            raise left.pop(0)
        return "done"

    return operation, calls


def deadlock():
    problem = OperationalError("deadlock detected")
    problem.__cause__ = errors.DeadlockDetected()
    return problem


def test_what_was_stale_or_lost_a_deadlock_is_tried_again():
    operation, calls = failing(_locks.Stale(), deadlock())

    assert operation() == "done"
    assert len(calls) == 3


def test_any_other_trouble_is_not_hidden_and_trying_ends():
    operation, calls = failing(OperationalError("the server closed the connection"))
    with pytest.raises(OperationalError):
        operation()
    assert len(calls) == 1

    operation, calls = failing(*[_locks.Stale()] * 9)
    with pytest.raises(_locks.Stale):
        operation()
    assert len(calls) == _locks.TRIES
