"""Rosters and lists of evenings."""

from __future__ import annotations

from datetime import date

import pytest

from tests.attendance.factories import BY_DAY, NINE_PM, SEVEN_PM, WEEK, make_class, make_classes
from tests.places.factories import LONGGANG, LONGHUA, ZHANGGE
from yexiao.attendance import api as attendance
from yexiao.attendance.models import Mark
from yexiao.catalogue.models import Lecturer
from yexiao.enrolment import api as enrolment

FRIDAY = date(2026, 3, 6)


def test_a_roster_names_who_is_expected_here_and_on_leave(db):
    held = make_class(3)
    meeting, (ann, bo, cai) = held.meetings[0], held.learners
    attendance.ask_leave(meeting_id=meeting, account_id=bo, reason="加班", at=BY_DAY)
    attendance.mark(meeting_id=meeting, account_id=ann, kind="present", at=SEVEN_PM)

    found = attendance.roster(meeting_id=meeting)

    rows = {row.account_id: (row.mark, row.is_on_leave, row.leave_reason) for row in found.rows}
    assert rows == {ann: ("present", False, ""), bo: ("", True, "加班"), cai: ("", False, "")}
    assert (found.expected, found.here, found.on_leave) == (3, 1, 1)
    assert (found.meeting.course, found.meeting.number, found.meeting.of) == ("用好 DeepSeek", 1, 4)
    assert all("****" in row.masked_phone for row in found.rows)


def test_who_gave_the_seat_up_stays_on_the_rosters_they_were_marked_on(db):
    held = make_class(1)
    [ann] = held.learners
    attendance.mark(meeting_id=held.meetings[0], account_id=ann, kind="present", at=SEVEN_PM)

    enrolment.release_seat(section_id=held.section_id, learner_id=ann, by=ann, at=NINE_PM)

    first, second = (attendance.roster(meeting_id=meeting) for meeting in held.meetings[:2])
    assert [row.account_id for row in first.rows] == [ann]
    assert second.rows == ()


@pytest.mark.parametrize("learners", [[1], [3, 3, 3]])
def test_lists_cost_the_same_queries_for_one_and_for_three(db, django_assert_num_queries, learners):
    classes = make_classes(learners)

    with django_assert_num_queries(11):
        attendance.rosters([one.meetings[0] for one in classes])
    with django_assert_num_queries(10):
        attendance.tonight(within=LONGHUA, on=FRIDAY)
    with django_assert_num_queries(11):
        attendance.list_evenings_of(account_id=classes[0].learners[0], at=BY_DAY)


def test_tonight_lists_the_evening_of_a_territory_and_no_other(db):
    here, there = make_classes([2, 1])
    attendance.mark(meeting_id=here.meetings[0], account_id=here.learners[0], kind="late", at=SEVEN_PM)

    rows = attendance.tonight(within=ZHANGGE, on=FRIDAY)

    assert sorted((row.meeting.id, row.expected, row.here) for row in rows) == sorted(
        [(here.meetings[0], 2, 1), (there.meetings[0], 1, 0)]
    )
    assert attendance.tonight(within=LONGGANG, on=FRIDAY) == []
    assert attendance.tonight(within=LONGHUA, on=date(2026, 3, 7)) == []


def test_a_lecturer_sees_the_own_meetings_only(db):
    mine, other = make_classes([1, 1])
    lecturer_id = attendance.roster(meeting_id=mine.meetings[0]).meeting.lecturer_id
    Lecturer.objects.filter(pk=lecturer_id).update(account=other.learners[0])

    rows = attendance.list_meetings_of_lecturer(account_id=other.learners[0], at=BY_DAY)

    assert [row.meeting.id for row in rows] == list(mine.meetings)
    assert attendance.list_meetings_of_lecturer(account_id=mine.learners[0], at=BY_DAY) == []


def test_my_evenings_come_in_order_with_marks_and_leave(db):
    held = make_class(1)
    [ann] = held.learners
    attendance.mark(meeting_id=held.meetings[0], account_id=ann, kind="present", at=SEVEN_PM)
    attendance.ask_leave(meeting_id=held.meetings[1], account_id=ann, at=SEVEN_PM)

    evenings = attendance.list_evenings_of(account_id=ann, at=NINE_PM)

    assert [(one.meeting.id, one.mark, one.is_on_leave) for one in evenings] == [
        (held.meetings[0], "present", False),
        (held.meetings[1], "", True),
        (held.meetings[2], "", False),
        (held.meetings[3], "", False),
    ]


def test_evenings_held_before_one_joined_are_not_ones_own(db):
    held = make_class(2)
    first, newcomer = held.learners
    attendance.close_meeting(meeting_ids=[held.meetings[0]], at=NINE_PM)
    Mark.objects.filter(account_id=newcomer).delete()

    def listed(who):
        evenings = attendance.list_evenings_of(account_id=who, at=NINE_PM)
        return [one.meeting.id for one in evenings]

    assert listed(first) == list(held.meetings)
    assert listed(newcomer) == list(held.meetings[1:])


def test_a_cancelled_evening_is_listed_until_it_is_past(db):
    held = make_class(1)
    attendance.cancel_meeting(meeting_id=held.meetings[0], by=1, at=BY_DAY)

    before = attendance.list_evenings_of(account_id=held.learners[0], at=BY_DAY)
    after = attendance.list_evenings_of(account_id=held.learners[0], at=SEVEN_PM + WEEK)

    assert [one.meeting.state for one in before] == ["cancelled", "planned", "planned", "planned"]
    assert len(after) == 3
