"""Cancelling, moving, replacing: everybody concerned is told once, whoever repeats it (fault P3's meeting side)."""

from __future__ import annotations

import re

import pytest

from tests.attendance.factories import BY_DAY, SEVEN_PM, WEEK, make_class, make_classes, make_people
from tests.catalogue.factories import make_lecturer
from tests.conftest import all_at_once
from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.catalogue.models import Lecturer
from yexiao.common.refusals import NotFound
from yexiao.notices import api as notices
from yexiao.notices.models import Notice


def told():
    return sorted(Notice.objects.filter(channel="in_app").values_list("recipient_id", flat=True))


def subjects(account_id):
    return [notice.subject for notice in notices.list_inbox(account_id=account_id)]


def test_a_cancelled_evening_is_told_once_to_everybody_with_a_seat(db):
    held = make_class(2)
    [operator] = make_people()

    first = attendance.cancel_meeting(meeting_id=held.meetings[0], by=operator, at=BY_DAY)
    again = attendance.cancel_meeting(meeting_id=held.meetings[0], by=operator, at=BY_DAY + WEEK)

    assert (first.changed, first.account_ids) == (True, tuple(sorted(held.learners)))
    assert (again.changed, again.account_ids) == (False, ())
    assert told() == sorted(held.learners)
    assert [meeting.state for meeting in catalogue.list_meetings(ids=[held.meetings[0]])] == ["cancelled"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: attendance.cancel_meeting(meeting_id=meeting, by=1, at=BY_DAY),
        lambda meeting: attendance.move_meeting(meeting_id=meeting, starts_at=SEVEN_PM + WEEK / 7, by=1, at=BY_DAY),
    ],
)
def test_the_same_change_from_several_desks_at_once_is_told_once(change):
    held = make_class(3)

    outcomes = all_at_once(change, [held.meetings[0]] * 5)

    assert sorted(outcome.changed for outcome in outcomes) == [False] * 4 + [True]
    assert told() == sorted(held.learners)


def test_a_moved_evening_says_from_when_to_when(db):
    held = make_class(1)
    saturday = SEVEN_PM + WEEK / 7

    first = attendance.move_meeting(meeting_id=held.meetings[0], starts_at=saturday, by=1, at=BY_DAY)
    again = attendance.move_meeting(meeting_id=held.meetings[0], starts_at=saturday, by=1, at=BY_DAY)

    [notice] = notices.list_inbox(account_id=held.learners[0])
    assert (first.changed, again.changed) == (True, False)
    assert re.search("3 ?月 ?6 ?日.*3 ?月 ?7 ?日", notice.body), notice.body


def test_moving_back_is_a_change_of_its_own(db):
    held = make_class(1)

    for starts_at in (SEVEN_PM + WEEK / 7, SEVEN_PM, SEVEN_PM + WEEK / 7):
        attendance.move_meeting(meeting_id=held.meetings[0], starts_at=starts_at, by=1, at=BY_DAY)

    assert told() == [held.learners[0]] * 3


def test_an_evening_cannot_move_onto_another_in_the_same_room(db):
    held = make_class(1)

    with pytest.raises(catalogue.RoomTaken):
        attendance.move_meeting(meeting_id=held.meetings[0], starts_at=SEVEN_PM + WEEK, by=1, at=BY_DAY)

    assert told() == []


def test_another_lecturer_is_told_once_with_learners_and_both_lecturers(db):
    held = make_class(2)
    [old, new] = make_people(2)
    catalogue_lecturer = make_lecturer("substitute", account_id=new)
    meeting = catalogue.list_meetings(ids=[held.meetings[0]])[0]
    Lecturer.objects.filter(pk=meeting.lecturer_id).update(account=old)

    first = attendance.replace_lecturer(section_id=held.section_id, lecturer_id=catalogue_lecturer, by=1, at=BY_DAY)
    again = attendance.replace_lecturer(section_id=held.section_id, lecturer_id=catalogue_lecturer, by=1, at=BY_DAY)

    assert (first.changed, again.changed) == (True, False)
    assert told() == sorted([*held.learners, old, new])
    assert {one.lecturer_id for one in catalogue.list_meetings(section_ids=[held.section_id])} == {catalogue_lecturer}


def test_a_lecturer_busy_elsewhere_cannot_step_in(db):
    here, there = make_classes([1, 1])
    busy = catalogue.list_meetings(ids=[there.meetings[0]])[0].lecturer_id

    with pytest.raises(catalogue.LecturerTaken):
        attendance.replace_lecturer(meeting_id=here.meetings[0], lecturer_id=busy, by=1, at=BY_DAY)

    assert told() == []


def test_an_unknown_meeting_is_not_found(db):
    with pytest.raises(NotFound):
        attendance.cancel_meeting(meeting_id=1, by=1, at=BY_DAY)


def test_the_preview_names_those_who_are_then_told(db):
    held = make_class(3)

    preview = attendance.who_is_told(meeting_id=held.meetings[0])

    assert preview == attendance.cancel_meeting(meeting_id=held.meetings[0], by=1, at=BY_DAY).account_ids


@pytest.mark.django_db(transaction=True)
def test_the_same_lecturer_from_several_desks_at_once_is_told_once():
    held = make_class(2)
    substitute = make_lecturer("substitute")

    outcomes = all_at_once(
        lambda section: attendance.replace_lecturer(section_id=section, lecturer_id=substitute, by=1, at=BY_DAY),
        [held.section_id] * 5,
    )

    assert sorted(outcome.changed for outcome in outcomes) == [False] * 4 + [True]
    assert told() == sorted(held.learners)


def test_cancelling_the_only_evening_ends_the_class_and_tells_each_learner_once(db):
    held = make_class(2, meetings=1)

    first = attendance.cancel_meeting(meeting_id=held.meetings[0], by=1, at=BY_DAY)
    again = attendance.cancel_meeting(meeting_id=held.meetings[0], by=1, at=BY_DAY)

    assert (first.changed, first.account_ids) == (True, tuple(sorted(held.learners)))
    assert (again.changed, again.account_ids) == (False, ())
    assert told() == sorted(held.learners)
    assert catalogue.list_sections(ids=[held.section_id])[0].state == "cancelled"
