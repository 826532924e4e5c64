"""Leave, closing an evening, and what a season's evenings leave behind."""

from __future__ import annotations

import pytest

from tests.attendance.factories import NINE_PM, SEVEN_PM, WEEK, kinds, make_class, make_classes, make_people, minutes
from tests.conftest import all_at_once
from yexiao.attendance import api as attendance
from yexiao.attendance import tasks
from yexiao.attendance.models import Leave
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.enrolment.models import Move


def test_whoever_was_not_marked_is_absent_or_excused_with_leave(db):
    held = make_class(3)
    meeting, (ann, bo, cai) = held.meetings[0], held.learners
    attendance.ask_leave(meeting_id=meeting, account_id=bo, reason="出差", at=SEVEN_PM - WEEK)
    attendance.mark(meeting_id=meeting, account_id=ann, kind="late", at=SEVEN_PM)

    closed = attendance.close_meeting(meeting_ids=[meeting], at=NINE_PM)
    again = attendance.close_meeting(meeting_ids=[meeting], at=NINE_PM + WEEK)

    assert (closed, again) == (1, 0)
    assert kinds(meeting) == {ann: "late", bo: "excused", cai: "absent"}
    assert [one.state for one in catalogue.list_meetings(ids=[meeting])] == ["held"]


def test_an_evening_still_running_is_passed_over(db):
    held = make_class(1)

    closed = attendance.close_meeting(meeting_ids=[held.meetings[0]], at=NINE_PM - minutes(1))

    assert closed == 0
    assert kinds(held.meetings[0]) == {}


def test_the_last_evening_completes_the_seats_once(db):
    held = make_class(2, meetings=2)
    last = SEVEN_PM + WEEK + minutes(120)

    attendance.close_meeting(meeting_ids=[held.meetings[0]], at=NINE_PM)
    before = [seat.state for seat in enrolment.list_seats_of(account_id=held.learners[0])]
    attendance.close_meeting(meeting_ids=held.meetings, at=last)
    attendance.close_meeting(meeting_ids=held.meetings, at=last)

    after = enrolment.list_seats_of(account_id=held.learners[0], states=("taken", "completed"))
    assert (before, [seat.state for seat in after]) == (["taken"], ["completed"])
    assert catalogue.list_sections(ids=[held.section_id])[0].state == "completed"
    assert Move.objects.filter(kind="complete").count() == 2


def test_cancelling_the_last_evening_completes_the_seats(db):
    held = make_class(1, meetings=2)
    attendance.close_meeting(meeting_ids=[held.meetings[0]], at=NINE_PM)

    attendance.cancel_meeting(meeting_id=held.meetings[1], by=held.learners[0], at=NINE_PM + minutes(60))

    seats = enrolment.list_seats_of(account_id=held.learners[0], states=("taken", "completed"))
    assert [seat.state for seat in seats] == ["completed"]


def test_staff_may_correct_a_mark_after_closing(db):
    held = make_class(1, meetings=1)
    attendance.close_meeting(meeting_ids=held.meetings, at=NINE_PM)

    attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="present", at=NINE_PM + WEEK)

    assert kinds(held.meetings[0]) == {held.learners[0]: "present"}


def test_the_job_leaves_staff_half_an_hour_to_finish_the_list(db):
    held = make_class(1)

    soon = attendance.close_due(at=NINE_PM + minutes(29))
    later = attendance.close_due(at=NINE_PM + minutes(30))
    again = attendance.close_due(at=NINE_PM + minutes(35))

    assert (soon, later, again) == (0, 1, 0)
    assert kinds(held.meetings[0]) == {held.learners[0]: "absent"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_an_evening_once():
    held = make_class(3, meetings=1)

    outcomes = all_at_once(lambda at: attendance.close_meeting(meeting_ids=held.meetings, at=at), [NINE_PM] * 4)

    assert all(outcome in {0, 1} for outcome in outcomes), outcomes
    assert kinds(held.meetings[0]) == dict.fromkeys(held.learners, "absent")
    assert Move.objects.filter(kind="complete").count() == 3


@pytest.mark.parametrize("learners", [[1], [3, 3, 3]])
def test_closing_costs_the_same_queries_for_one_and_for_three(db, django_assert_num_queries, learners):
    classes = make_classes(learners)

    with django_assert_num_queries(15):
        attendance.close_meeting(meeting_ids=[one.meetings[0] for one in classes], at=NINE_PM)


def test_leave_is_asked_once_and_frees_no_seat(db):
    held = make_class(1)

    for _ in range(2):
        attendance.ask_leave(meeting_id=held.meetings[0], account_id=held.learners[0], at=SEVEN_PM - minutes(1))

    assert Leave.objects.count() == 1
    assert enrolment.describe_seats(section_ids=[held.section_id], at=SEVEN_PM)[held.section_id].taken == 1


def test_leave_taken_back_is_forgotten(db):
    held = make_class(1)
    attendance.ask_leave(meeting_id=held.meetings[0], account_id=held.learners[0], at=SEVEN_PM - WEEK)

    for _ in range(2):
        attendance.take_back_leave(meeting_id=held.meetings[0], account_id=held.learners[0], at=SEVEN_PM - WEEK)

    assert Leave.objects.count() == 0


def test_leave_is_refused_late_for_strangers_and_for_cancelled_evenings(db):
    held = make_class(1)
    [stranger] = make_people()
    attendance.cancel_meeting(meeting_id=held.meetings[1], by=stranger, at=SEVEN_PM - WEEK)

    with pytest.raises(attendance.LeaveTooLate):
        attendance.ask_leave(meeting_id=held.meetings[0], account_id=held.learners[0], at=SEVEN_PM)
    with pytest.raises(attendance.LeaveTooLate):
        attendance.take_back_leave(meeting_id=held.meetings[0], account_id=held.learners[0], at=SEVEN_PM)
    with pytest.raises(attendance.NotOnRoster):
        attendance.ask_leave(meeting_id=held.meetings[0], account_id=stranger, at=SEVEN_PM - WEEK)
    with pytest.raises(attendance.MeetingIsCancelled):
        attendance.ask_leave(meeting_id=held.meetings[1], account_id=held.learners[0], at=SEVEN_PM - WEEK)


def test_the_job_closes_by_the_clock(db):
    held = make_class(1)

    with clock.standing_at(NINE_PM + minutes(30)):
        tasks.close_due()

    assert kinds(held.meetings[0]) == {held.learners[0]: "absent"}
