"""The five marks: given in lists, corrected, and kept as they were before."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.attendance.factories import NINE_PM, SEVEN_PM, kinds, make_class, make_classes, make_people, minutes
from tests.conftest import all_at_once
from yexiao.attendance import api as attendance
from yexiao.attendance.models import Mark, Remark


def test_a_list_of_marks_is_kept_and_sending_it_again_changes_nothing(db):
    held = make_class(3)
    meeting, (ann, bo, cai) = held.meetings[0], held.learners
    marks = [
        attendance.NewMark(meeting, ann, "present"),
        attendance.NewMark(meeting, bo, "late"),
        attendance.NewMark(meeting, cai, "excused"),
    ]

    first = attendance.mark_many(marks=marks, at=SEVEN_PM)
    again = attendance.mark_many(marks=marks, at=NINE_PM)

    assert (first, again) == (3, 0)
    assert kinds(meeting) == {ann: "present", bo: "late", cai: "excused"}
    assert set(Mark.objects.values_list("marked_at", flat=True)) == {SEVEN_PM}


def test_the_last_word_counts_and_the_one_before_is_kept(db):
    held = make_class(1)
    meeting, [ann] = held.meetings[0], held.learners
    [operator] = make_people()
    attendance.mark(meeting_id=meeting, account_id=ann, kind="absent", at=SEVEN_PM)

    changed = attendance.mark(meeting_id=meeting, account_id=ann, kind="late", by=operator, at=NINE_PM)

    assert changed == 1
    assert kinds(meeting) == {ann: "late"}
    assert list(Remark.objects.values_list("account_id", "kind", "marked_at")) == [(ann, "absent", SEVEN_PM)]


def test_remarks_cannot_be_changed(db):
    held = make_class(1)
    for kind in ("absent", "late"):
        attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind=kind, at=SEVEN_PM)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Remark.objects.update(kind="present")


def test_only_people_with_a_seat_are_marked_and_otherwise_nobody_is(db):
    held = make_class(1)
    [stranger] = make_people()
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in (*held.learners, stranger)]

    with pytest.raises(attendance.NotOnRoster):
        attendance.mark_many(marks=marks, at=SEVEN_PM)

    assert Mark.objects.count() == 0


def test_a_sixth_mark_does_not_exist(db):
    held = make_class(1)

    with pytest.raises(attendance.MarkUnknown):
        attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="asleep", at=SEVEN_PM)


def test_the_database_knows_the_five_marks_too(db):
    held = make_class(1)

    with pytest.raises(IntegrityError, match="attendance_mark_is_one_of_five"), transaction.atomic():
        Mark.objects.create(
            meeting_id=held.meetings[0], account_id=held.learners[0], kind="asleep", marked_at=SEVEN_PM, source="list"
        )


@pytest.mark.parametrize(("early", "refusal"), [(31, attendance.NotYetBegun), (30, None)])
def test_marks_are_given_from_half_an_hour_before_the_start(db, early, refusal):
    held = make_class(1)

    def give():
        at = SEVEN_PM - minutes(early)
        return attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="present", at=at)

    if refusal is None:
        assert give() == 1
    else:
        with pytest.raises(refusal):
            give()


def test_a_cancelled_evening_is_not_marked(db):
    held = make_class(1)
    attendance.cancel_meeting(meeting_id=held.meetings[0], by=held.learners[0], at=SEVEN_PM - minutes(60))

    with pytest.raises(attendance.MeetingIsCancelled):
        attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="present", at=SEVEN_PM)


def test_an_unknown_meeting_is_not_found(db):
    with pytest.raises(attendance.MeetingUnknown):
        attendance.mark(meeting_id=1, account_id=1, kind="present", at=SEVEN_PM)


@pytest.mark.parametrize("learners", [[1], [3, 3, 3]])
def test_marking_costs_the_same_queries_for_one_and_for_nine(db, django_assert_num_queries, learners):
    classes = make_classes(learners)
    marks = [attendance.NewMark(one.meetings[0], who, "present") for one in classes for who in one.learners]
    corrections = [attendance.NewMark(mark.meeting_id, mark.account_id, "late") for mark in marks]

    with django_assert_num_queries(5):  # savepoint, meetings, holders, insert, release
        attendance.mark_many(marks=marks, at=SEVEN_PM)
    with django_assert_num_queries(8):  # and lock, keep, change
        attendance.mark_many(marks=corrections, at=SEVEN_PM)


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_the_same_instant_leave_one_mark_and_every_earlier_word():
    held = make_class(4)
    meeting = held.meetings[0]
    lists = [
        [attendance.NewMark(meeting, who, kind) for who in order]
        for kind in ("present", "late", "absent")
        for order in (held.learners, tuple(reversed(held.learners)))
    ]

    outcomes = all_at_once(lambda marks: attendance.mark_many(marks=marks, at=SEVEN_PM), lists)

    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert len(kinds(meeting)) == 4
    assert sum(outcomes) == 4 + Remark.objects.count()
