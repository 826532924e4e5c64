"""The ledger and the fees: append-only, complete, and compared with the counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.enrolment.factories import MINUTE, OPENS, make_people, make_sections, open_sections
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import _receipts, tasks
from yexiao.enrolment import api as enrolment
from yexiao.enrolment.models import FeeLine, Move, Pool, Receipt, Seat

pytestmark = pytest.mark.django_db


def take(section_id, learner_id, at=OPENS, key=None):
    return enrolment.take_seat(section_id=section_id, learner_id=learner_id, key=key, at=at)


def lines_of(section_id):
    return list(Move.objects.filter(section_id=section_id).order_by("pk").values_list("kind", "account_id", "why"))


def test_every_move_is_written_with_who_why_and_when():
    (section,), (holder, waiting) = open_sections(1), make_people(2)

    take(section, holder)
    enrolment.join_waiting_list(section_id=section, account_id=waiting, at=OPENS)
    enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=OPENS, why="moved away")
    enrolment.accept_offer(section_id=section, account_id=waiting, at=OPENS)

    assert lines_of(section) == [
        ("open", None, "opening announced"),
        ("claim", holder, "claim"),
        ("join", waiting, "joined"),
        ("release", holder, "moved away"),
        ("offer", waiting, "next on the list"),
        ("accept", waiting, "accepted"),
    ]
    assert set(Move.objects.exclude(kind="open").values_list("at", flat=True)) == {OPENS}


@pytest.mark.parametrize("table", ["enrolment_move", "enrolment_feeline"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_line(table, change):
    (section,), (learner,) = open_sections(1, fee_kind="low"), make_people()
    take(section, learner)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_a_fee_is_charged_once_and_reversed_once_before_the_class_begins():
    (section,), (learner,) = open_sections(1, fee_kind="low"), make_people()
    take(section, learner)
    take(section, learner)

    enrolment.release_seat(section_id=section, learner_id=learner, by=learner, at=OPENS + MINUTE)
    enrolment.release_seat(section_id=section, learner_id=learner, by=learner, at=OPENS + MINUTE)

    assert list(FeeLine.objects.order_by("pk").values_list("kind", "amount_fen")) == [
        ("charge", 14_400),
        ("reversal", -14_400),
    ]


def test_who_leaves_after_the_first_evening_has_used_the_class_and_gets_no_fee_back():
    (section,), (learner,) = open_sections(1, fee_kind="low"), make_people()
    take(section, learner)
    begun = catalogue.list_sections(ids=[section])[0].meetings[0].starts_at

    enrolment.release_seat(section_id=section, learner_id=learner, by=learner, at=begun)

    assert list(FeeLine.objects.values_list("kind", flat=True)) == ["charge"]


def test_a_free_class_has_no_fee_lines():
    (section,), (learner,) = open_sections(1), make_people()

    take(section, learner)

    assert not FeeLine.objects.exists()


@pytest.mark.parametrize("count", ["taken", "offered", "waiting", "capacity"])
def test_a_count_that_disagrees_is_found_and_the_job_raises_an_alarm(count, caplog):
    (section,) = open_sections(5)
    stands = getattr(Pool.objects.get(), count) + 1
    Pool.objects.update(**{count: stands})

    found = enrolment.check_counters()

    assert {(one.section_id, one.name.split()[0], one.stands) for one in found} == {(section, count, stands)}
    tasks.tidy()
    assert "do not add up" in caplog.text


def test_a_ledger_that_was_overfull_for_a_moment_is_found():
    (section,) = open_sections(1)
    Move.objects.create(section_id=section, account_id=1, kind="claim", taken_change=2, why="wrong", at=OPENS)
    Move.objects.create(section_id=section, account_id=1, kind="release", taken_change=-2, why="wrong", at=OPENS)

    assert [one.name for one in enrolment.check_counters()] == ["seats at a moment of the ledger"]


def test_answers_are_forgotten_after_a_day():
    from uuid import uuid4

    (section,), (learner,) = open_sections(1), make_people()
    take(section, learner, key=uuid4())

    assert _receipts.forget_old_answers(at=OPENS + timedelta(hours=24)) == 0
    assert _receipts.forget_old_answers(at=OPENS + timedelta(hours=24) + MINUTE) == 1
    assert not Receipt.objects.exists()


# Lists of claims


def test_a_list_of_claims_is_answered_one_by_one_by_the_rules_of_a_single_one():
    one, two, three = make_sections(2, 5, 5, weekdays=(5, 5, 3))
    from tests.enrolment.factories import announce

    announce([one, two, three], seats_per_person=2)
    a, b, c = make_people(3)
    pairs = [(one, a), (one, b), (one, c), (two, a), (three, a), (one, a), (999_999, a)]

    answers = enrolment.take_seats_of_many(claims=[enrolment.Claim(*pair) for pair in pairs], at=OPENS)

    kinds = [type(answer).__name__ for answer in answers]
    assert kinds == ["SeatRecord", "SeatRecord", "SectionFull", "Overlaps", "SeatRecord", "SeatRecord", "Closed"]
    assert answers[5] == answers[0]
    assert Seat.objects.count() == 3
    assert enrolment.check_counters() == []


def test_a_list_of_claims_costs_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    def claim(how_many):
        (section,) = sections
        people = make_people(how_many)
        claims = [enrolment.Claim(section, who) for who in people]
        with django_assert_num_queries(10):
            enrolment.take_seats_of_many(claims=claims, at=OPENS)

    sections = open_sections(40)

    claim(1)
    claim(3)


def test_history_tells_who_was_served_and_who_missed():
    from uuid import uuid4

    (section,) = open_sections(1)
    record = catalogue.list_sections(ids=[section])[0]
    served, waiting, refused = make_people(3)
    take(section, served)
    with pytest.raises(enrolment.SectionFull):
        take(section, refused, key=uuid4())
    enrolment.join_waiting_list(section_id=section, account_id=waiting, at=OPENS)

    course = record.course_id
    assert enrolment.served_wishes(season_id=record.season_id) == {(served, course)}
    assert enrolment.failed_attempts(season_id=record.season_id) == {(waiting, course), (refused, course)}
