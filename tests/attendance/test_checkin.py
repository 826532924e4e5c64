"""Checking in at the door: faults A1 (one code twice, two doors at once) and A2 (codes that are not good)."""

from __future__ import annotations

import pytest

from tests.attendance.factories import NINE_PM, SEVEN_PM, WEEK, make_class, make_classes, make_people, minutes
from tests.conftest import all_at_once
from yexiao.attendance import api as attendance
from yexiao.attendance.models import Mark
from yexiao.enrolment import api as enrolment


def code_at(meeting_id, at=SEVEN_PM):
    return attendance.door_code(meeting_id=meeting_id, at=at)


@pytest.mark.parametrize(("after", "kind"), [(0, "present"), (15, "present"), (16, "late"), (119, "late")])
def test_an_arrival_is_late_after_a_quarter_of_an_hour(db, after, kind):
    held = make_class(1)
    at = SEVEN_PM + minutes(after)

    done = attendance.check_in(code=code_at(held.meetings[0], at), account_id=held.learners[0], at=at)

    assert (done.kind, done.already_at) == (kind, None)


def test_a_second_arrival_is_told_the_time_of_the_first(db):
    held = make_class(1)
    at = SEVEN_PM - minutes(8)
    attendance.check_in(code=code_at(held.meetings[0], at), account_id=held.learners[0], at=at)

    again = attendance.check_in(code=code_at(held.meetings[0], NINE_PM), account_id=held.learners[0], at=NINE_PM)

    assert (again.kind, again.already_at) == ("present", at)
    assert Mark.objects.count() == 1


def test_somebody_excused_who_comes_after_all_is_here(db):
    held = make_class(1)
    attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="excused", at=SEVEN_PM)

    at = SEVEN_PM + minutes(3)
    done = attendance.check_in(code=code_at(held.meetings[0], at), account_id=held.learners[0], at=at)

    assert (done.kind, done.already_at) == ("present", None)
    assert Mark.objects.get().kind == "present"


@pytest.mark.django_db(transaction=True)
def test_one_ticket_at_two_doors_at_the_same_instant_makes_one_row():
    held = make_class(1)
    staff = make_people(8)
    ticket = attendance.ticket(meeting_id=held.meetings[0], account_id=held.learners[0])

    outcomes = all_at_once(
        lambda by: attendance.check_in_ticket(ticket=ticket, by=by, at=SEVEN_PM, meeting_id=held.meetings[0]), staff
    )

    assert sorted(outcome.already_at is None for outcome in outcomes) == [False] * 7 + [True]
    assert {outcome.already_at for outcome in outcomes} == {None, SEVEN_PM}
    assert Mark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_door_code_and_the_ticket_at_the_same_instant_make_one_row():
    held = make_class(1)
    [staff] = make_people()
    meeting, [ann] = held.meetings[0], held.learners
    ways = [
        lambda: attendance.check_in(code=code_at(meeting), account_id=ann, at=SEVEN_PM),
        lambda: attendance.check_in_ticket(
            ticket=attendance.ticket(meeting_id=meeting, account_id=ann), by=staff, at=SEVEN_PM
        ),
    ]

    outcomes = all_at_once(lambda way: way(), ways * 3)

    assert sum(outcome.already_at is None for outcome in outcomes) == 1
    assert Mark.objects.count() == 1


def altered(text):
    """Return the code with each part changed in turn."""
    first, second, signature = text.split("-")
    other = "0" if signature[0] != "0" else "1"
    return [
        f"{int(first) + 1}-{second}-{signature}",
        f"{first}-{int(second) + 1}-{signature}",
        f"{first}-{second}-{other}{signature[1:]}",
        f"{first}-{second}-{signature[:-1]}",
        f"{first}-p-{signature}",
        signature,
        "",
        "-",
        "'; DROP TABLE attendance_mark; --",
        "课次-一-二",
        "\x00",
    ]


def test_an_altered_door_code_is_refused(db):
    held = make_class(1)

    for code in altered(code_at(held.meetings[0])):
        with pytest.raises(attendance.CodeAltered):
            attendance.check_in(code=code, account_id=held.learners[0], at=SEVEN_PM)
    assert Mark.objects.count() == 0


def test_an_altered_ticket_is_refused_and_a_door_code_is_no_ticket(db):
    held = make_class(1)
    ticket = attendance.ticket(meeting_id=held.meetings[0], account_id=held.learners[0])

    for text in [*altered(ticket), code_at(held.meetings[0])]:
        with pytest.raises(attendance.CodeAltered):
            attendance.check_in_ticket(ticket=text, by=held.learners[0], at=SEVEN_PM)
    assert Mark.objects.count() == 0


@pytest.mark.parametrize(("seconds", "is_good"), [(0, True), (60, True), (119, True), (120, False), (-61, False)])
def test_a_door_code_counts_in_its_minute_and_the_next(db, seconds, is_good):
    held = make_class(1)
    code = code_at(held.meetings[0])
    at = SEVEN_PM + minutes(1) * seconds / 60

    if is_good:
        assert attendance.check_in(code=code, account_id=held.learners[0], at=at).kind == "present"
    else:
        with pytest.raises(attendance.CodeExpired):
            attendance.check_in(code=code, account_id=held.learners[0], at=at)


def test_the_poster_counts_all_evening_and_not_a_week_later(db):
    held = make_class(2)
    code = attendance.door_poster_code(meeting_id=held.meetings[0])

    early = attendance.check_in(code=code, account_id=held.learners[0], at=SEVEN_PM - minutes(30))
    with pytest.raises(attendance.DoorsClosed):
        attendance.check_in(code=code, account_id=held.learners[1], at=SEVEN_PM + WEEK)

    assert early.kind == "present"


@pytest.mark.parametrize("at", [SEVEN_PM - minutes(31), NINE_PM + minutes(1)])
def test_nobody_checks_in_while_the_doors_are_closed(db, at):
    held = make_class(1)
    ticket = attendance.ticket(meeting_id=held.meetings[0], account_id=held.learners[0])

    with pytest.raises(attendance.DoorsClosed) as refusal:
        attendance.check_in_ticket(ticket=ticket, by=held.learners[0], at=at)

    assert refusal.value.data["opens_at"] == SEVEN_PM - minutes(30)


def test_a_ticket_for_another_class_is_refused_at_this_door(db):
    here, there = make_classes([1, 1])
    ticket = attendance.ticket(meeting_id=there.meetings[0], account_id=there.learners[0])

    with pytest.raises(attendance.OtherClass) as refusal:
        attendance.check_in_ticket(ticket=ticket, by=here.learners[0], at=SEVEN_PM, meeting_id=here.meetings[0])

    assert refusal.value.data == {"meeting_id": here.meetings[0]}
    assert Mark.objects.count() == 0


def test_the_ticket_of_a_seat_given_up_is_refused(db):
    held = make_class(1)
    ticket = attendance.ticket(meeting_id=held.meetings[0], account_id=held.learners[0])
    enrolment.release_seat(
        section_id=held.section_id, learner_id=held.learners[0], by=held.learners[0], at=SEVEN_PM - WEEK
    )

    with pytest.raises(attendance.NotOnRoster):
        attendance.check_in_ticket(ticket=ticket, by=held.learners[0], at=SEVEN_PM)


def test_nobody_checks_in_to_a_cancelled_evening(db):
    held = make_class(1)
    attendance.cancel_meeting(meeting_id=held.meetings[0], by=held.learners[0], at=SEVEN_PM - WEEK)

    with pytest.raises(attendance.MeetingIsCancelled):
        attendance.check_in(code=code_at(held.meetings[0]), account_id=held.learners[0], at=SEVEN_PM)
