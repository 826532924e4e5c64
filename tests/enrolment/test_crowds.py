"""Crowds at one door: real threads on a real PostgreSQL, and a control that must fail in the same harness."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.conftest import all_at_once
from tests.enrolment.factories import MINUTE, OPENS, announce, make_people, make_sections, open_sections
from tests.enrolment.history import Claimed, find_faults
from yexiao.enrolment import api as enrolment
from yexiao.enrolment.models import Pool, Receipt, Seat, SeatState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db_heavy]
LATER = OPENS + MINUTE


def take(section_id, learner_id, *, key=None, at=OPENS):
    return enrolment.take_seat(section_id=section_id, learner_id=learner_id, key=key, at=at)


def names(answers):
    return sorted(type(answer).__name__ for answer in answers)


@pytest.mark.parametrize(("seats", "crowd"), [(1, 8), (3, 8), (8, 8), (8, 12)])
def test_a_rush_fills_every_seat_and_no_more(seats, crowd):
    (section,) = open_sections(seats)
    learners = make_people(crowd)

    answers = all_at_once(lambda learner: take(section, learner, key=uuid4()), learners)

    assert names(answers) == ["SeatRecord"] * seats + ["SectionFull"] * (crowd - seats)
    assert find_faults([Claimed(who, section, answer) for who, answer in zip(learners, answers, strict=True)]) == []


def test_e1_three_hundred_people_at_the_last_forty_seats():
    (section,) = open_sections(40, fee_kind="low")
    learners = make_people(300)

    claims = storm(lambda learner: take(section, learner, key=uuid4()), section, learners, connections=12)

    assert names(claim.answer for claim in claims) == ["SeatRecord"] * 40 + ["SectionFull"] * 260
    assert find_faults(claims) == []
    assert len(enrolment.list_holders(section_ids=[section])[section]) == 40


def storm(work, section, learners, *, connections):
    """Run the work for everybody over that many connections, all starting together."""
    start = threading.Barrier(connections)
    share = [learners[number::connections] for number in range(connections)]

    def run(mine):
        start.wait(30)
        answers = []
        for learner in mine:
            try:
                answer = work(learner)
            except Exception as problem:
                answer = problem
            answers.append(Claimed(learner, section, answer))
        connection.close()
        return answers

    with ThreadPoolExecutor(connections) as crowd:
        return [claim for answers in crowd.map(run, share) for claim in answers]


@transaction.atomic
def take_by_counting(section_id, learner_id, meeting):
    """Take a seat the wrong way, to prove that this harness finds it: read, then write, without a condition."""
    pool = Pool.objects.get(section_id=section_id)
    if pool.taken >= pool.capacity:
        raise enrolment.SectionFull(section=section_id, waiting=0)
    meeting.wait(30)  # everybody has read before anybody writes
    Seat.objects.create(
        section_id=section_id,
        account_id=learner_id,
        state=SeatState.TAKEN,
        meetings=pool.meetings,
        decided_at=OPENS,
    )
    return pool


def test_control_counting_and_then_writing_oversells_in_the_same_harness():
    (section,) = open_sections(3)
    learners, meeting = make_people(8), threading.Barrier(8)

    answers = all_at_once(lambda learner: take_by_counting(section, learner, meeting), learners)

    assert names(answers) == ["Pool"] * 8
    assert len(enrolment.list_holders(section_ids=[section])[section]) == 8
    assert find_faults() != []


def test_control_without_its_condition_the_statement_itself_oversells(monkeypatch):
    from yexiao.enrolment import _ledger, _seats

    monkeypatch.setattr(_seats, "Guard", type("Guard", (), {"FREE_FOR_ANYBODY": _ledger.Guard.NONE}))
    (section,) = open_sections(3)
    with connection.cursor() as cursor:  # without the database's own last line of defence, too
        cursor.execute("ALTER TABLE enrolment_pool DROP CONSTRAINT enrolment_never_oversold")
    learners, together = make_people(8), threading.Barrier(8)
    checked = _seats._check

    def check_together(*values):
        checked(*values)
        together.wait(30)  # everybody has seen free seats before anybody takes one

    monkeypatch.setattr(_seats, "_check", check_together)
    try:
        answers = all_at_once(lambda learner: take(section, learner), learners)
        assert names(answers) == ["SeatRecord"] * 8
        assert [fault[:2] for fault in find_faults()][:1] == ["V1"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE enrolment_pool CASCADE")
            cursor.execute(
                "ALTER TABLE enrolment_pool ADD CONSTRAINT enrolment_never_oversold CHECK (taken <= capacity - offered)"
            )


def test_everybody_past_the_first_look_is_still_stopped_by_the_condition(monkeypatch):
    from yexiao.enrolment import _seats

    (section,) = open_sections(3)
    learners, together = make_people(8), threading.Barrier(8)
    checked = _seats._check

    def check_together(*values):
        checked(*values)
        together.wait(30)

    monkeypatch.setattr(_seats, "_check", check_together)

    answers = all_at_once(lambda learner: take(section, learner), learners)

    assert names(answers) == ["SeatRecord"] * 3 + ["SectionFull"] * 5
    assert find_faults([Claimed(who, section, answer) for who, answer in zip(learners, answers, strict=True)]) == []


def test_e2_a_double_click_and_twenty_equal_requests_are_one_seat_and_one_answer():
    (section,), (learner,), key = open_sections(5), make_people(), uuid4()

    answers = all_at_once(lambda _: take(section, learner, key=key), range(20))

    assert len(set(answers)) == 1
    assert enrolment.list_holders(section_ids=[section]) == {section: [learner]}
    assert Receipt.objects.count() == 1
    assert find_faults([Claimed(learner, section, answer) for answer in answers]) == []


def test_e2_twenty_requests_without_a_key_are_one_seat_too():
    (section,), (learner,) = open_sections(5), make_people()

    answers = all_at_once(lambda _: take(section, learner), range(20))

    assert len({answer.id for answer in answers}) == 1
    assert find_faults([Claimed(learner, section, answer) for answer in answers]) == []


def test_e2_the_same_key_for_two_classes_at_once_gives_one_seat_and_one_error():
    one, two = open_sections(5, 5, weekdays=(3, 5), seats_per_person=2)
    (learner,), key = make_people(), uuid4()

    answers = all_at_once(lambda section: take(section, learner, key=key), [one, two])

    assert names(answers) == ["KeyReused", "SeatRecord"]
    assert find_faults() == []


def test_e3_after_an_answer_was_lost_the_retry_says_enrolled_and_there_is_one_seat():
    (section,), (learner,), key = open_sections(1), make_people(), uuid4()

    def take_and_die(_):
        take(section, learner, key=key)
        connection.close()  # committed; the answer never arrives
        raise ConnectionResetError

    lost = all_at_once(take_and_die, range(1))
    answer = take(section, learner, key=key, at=LATER)

    assert names(lost) == ["ConnectionResetError"]
    assert (answer.state, answer.account_id, answer.decided_at) == ("taken", learner, OPENS)
    assert find_faults([Claimed(learner, section, answer)]) == []


def test_e3_a_claim_that_never_committed_leaves_nothing_and_can_be_retried():
    (section,), (learner, other), key = open_sections(1), make_people(2), uuid4()

    def die_before_commit(_):
        with transaction.atomic():
            take(section, learner, key=key)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    (problem,) = all_at_once(die_before_commit, range(1))

    assert type(problem).__name__ == "OperationalError"
    assert take(section, other).account_id == other
    assert find_faults() == []


def test_two_classes_at_one_time_taken_in_the_same_instant_give_one_seat():
    one, two = open_sections(5, 5, seats_per_person=2)
    (learner,) = make_people()

    answers = all_at_once(lambda section: take(section, learner), [one, two])

    assert names(answers) == ["Overlaps", "SeatRecord"]
    assert find_faults() == []


def test_the_database_itself_refuses_overlapping_seats_written_side_by_side():
    one, two = open_sections(5, 5, seats_per_person=2)
    (learner,) = make_people()
    times = Pool.objects.get(section_id=one).meetings

    def write(section):
        return Seat.objects.create(
            section_id=section, account_id=learner, state=SeatState.TAKEN, meetings=times, decided_at=OPENS
        )

    assert names(all_at_once(write, [one, two])) == ["IntegrityError", "Seat"]


def test_the_limit_holds_for_claims_in_the_same_instant():
    sections = open_sections(5, 5, 5, weekdays=(1, 3, 5), seats_per_person=2)
    (learner,) = make_people()

    answers = all_at_once(lambda section: take(section, learner), sections)

    assert names(answers) == ["SeatRecord", "SeatRecord", "TooManySeats"]
    assert find_faults() == []


def test_a_class_announced_twice_in_the_same_instant_has_one_opening():
    sections = make_sections(3)

    answers = all_at_once(lambda _: announce(sections), range(4))

    assert names(answers) == ["AlreadyOpened"] * 3 + ["int"]
    assert enrolment.check_counters() == []


@pytest.mark.parametrize("_round", range(5))
def test_a_release_racing_with_claims_gives_the_seat_to_the_one_who_waits(_round):
    (section,), (holder, waiting, *crowd) = open_sections(1), make_people(10)
    take(section, holder)
    enrolment.join_waiting_list(section_id=section, account_id=waiting, at=OPENS)

    def act(who):
        if who == holder:
            return enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=LATER)
        return take(section, who, at=LATER)

    answers = all_at_once(act, [holder, *crowd])

    assert names(answers) == ["SectionFull"] * 8 + ["bool"]
    assert [seat.section_id for seat in enrolment.list_seats_of(account_id=waiting, states=("offered",))] == [section]
    assert find_faults() == []


@pytest.mark.parametrize("_round", range(5))
def test_accepting_racing_with_the_deadline_gives_one_of_two_clean_ends(_round):
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    take(section, holder)
    for who in (first, second):
        enrolment.join_waiting_list(section_id=section, account_id=who, at=OPENS)
    enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=LATER)
    (offer,) = enrolment.list_seats_of(account_id=first, states=("offered",))

    def act(what):
        if what == "accept":
            return enrolment.accept_offer(
                section_id=section, account_id=first, at=offer.offer_until - timedelta(milliseconds=1)
            )
        return enrolment.lapse_offers(at=offer.offer_until)

    accepted, lapsed = all_at_once(act, ["accept", "lapse"])

    ends = {"SeatRecord": (0, [first], []), "NoOffer": (1, [], [second])}
    offered = [seat.account_id for who in (second,) for seat in enrolment.list_seats_of(account_id=who)]
    found = (lapsed, enrolment.list_holders(section_ids=[section])[section], offered)
    assert found == ends[type(accepted).__name__]
    assert find_faults() == []


ACTS = [
    lambda section, who: enrolment.release_seat(section_id=section, learner_id=who, by=who, at=LATER),
    lambda section, who: enrolment.decline_offer(section_id=section, account_id=who, at=LATER),
    lambda section, who: enrolment.join_waiting_list(section_id=section, account_id=who, at=LATER),
    lambda section, who: take(section, who, at=LATER),
]


def test_many_join_release_claim_and_decline_at_once_and_nothing_is_lost():
    sections = open_sections(4, 4, weekdays=(3, 5), seats_per_person=2, fee_kind="low")
    people = make_people(16)
    for section in sections:
        for who in people[:4]:
            take(section, who)
        for who in people[4:8]:
            enrolment.join_waiting_list(section_id=section, account_id=who, at=OPENS)

    def act(number_and_person):
        number, who = number_and_person
        for section in sections if number % 2 else reversed(sections):
            with suppress(enrolment.SectionFull, enrolment.SeatIsFree):
                ACTS[min(number // 4, 3)](section, who)
        return "done"

    answers = all_at_once(act, list(enumerate(people)))
    enrolment.offer_freed_seats(at=LATER)

    assert answers == ["done"] * 16
    assert find_faults() == []


def test_lists_of_claims_racing_with_single_ones_never_oversell():
    one, two = open_sections(5, 5, weekdays=(3, 5), seats_per_person=2)
    learners = make_people(12)

    def act(number):
        if number < 4:
            claims = [enrolment.Claim(section, who) for who in learners for section in (one, two)]
            return enrolment.take_seats_of_many(claims=claims, at=OPENS)
        for section in (two, one):
            with suppress(enrolment.SectionFull):
                take(section, learners[number])
        return "done"

    answers = all_at_once(act, range(8))

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert [len(who) for who in enrolment.list_holders(section_ids=[one, two]).values()] == [5, 5]
    assert find_faults() == []
