"""Sections change after publication: once, for everybody, in one transaction."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.catalogue.factories import BEFORE, make_course, make_lecturer, new_section, publish
from tests.conftest import all_at_once
from tests.places.factories import make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput, NotFound

pytestmark = pytest.mark.django_db

TUESDAY = clock.at_local(date(2026, 3, 10), 19)


@pytest.fixture
def heard():
    """Collect what is announced."""
    changes: list[catalogue.SectionChange] = []
    stop = catalogue.listen(changes.append)
    yield changes
    stop()


def stored(meeting: catalogue.MeetingRecord) -> catalogue.MeetingRecord:
    return catalogue.list_meetings(ids=[meeting.id])[0]


def state_of(section: catalogue.SectionRecord) -> str:
    return catalogue.list_sections(ids=[section.id])[0].state


def end_of(meeting: catalogue.MeetingRecord):
    return meeting.ends_at + timedelta(minutes=1)


def test_a_cancelled_meeting_is_announced_with_before_and_after(heard):
    [section] = publish()
    meeting = section.meetings[1]

    change = catalogue.cancel_meeting(meeting_id=meeting.id, by=None, at=BEFORE)

    assert heard == [change]
    assert (change.kind, change.section_id, change.meeting_ids) == ("meeting_cancelled", section.id, (meeting.id,))
    assert change.old == (meeting,)
    assert change.new == (stored(meeting),)
    assert (stored(meeting).state, stored(meeting).revision, state_of(section)) == ("cancelled", 1, "published")


def test_cancelling_a_meeting_again_is_a_no_op(heard):
    [section] = publish()
    catalogue.cancel_meeting(meeting_id=section.meetings[0].id, by=None, at=BEFORE)

    again = catalogue.cancel_meeting(meeting_id=section.meetings[0].id, by=None, at=BEFORE)

    assert (again, len(heard), stored(section.meetings[0]).revision) == (None, 1, 1)


def test_a_held_meeting_cannot_be_cancelled_or_moved_or_handed_over(heard):
    [section] = publish()
    first = section.meetings[0]
    catalogue.hold_meeting(ids=[first.id], at=end_of(first))

    with pytest.raises(catalogue.MeetingOver):
        catalogue.cancel_meeting(meeting_id=first.id, by=None, at=end_of(first))
    with pytest.raises(catalogue.MeetingOver):
        catalogue.move_meeting(meeting_id=first.id, starts_at=TUESDAY, by=None, at=BEFORE)
    with pytest.raises(catalogue.MeetingOver):
        catalogue.replace_lecturer(meeting_id=first.id, lecturer_id=make_lecturer("liang"), by=None, at=BEFORE)
    assert heard == []


def test_a_cancelled_section_cancels_what_is_still_planned(heard):
    [section] = publish()
    first = section.meetings[0]
    catalogue.hold_meeting(ids=[first.id], at=end_of(first))

    change = catalogue.cancel_section(section_id=section.id, by=None, at=end_of(first))

    assert heard == [change]
    assert (change.kind, change.meeting_ids) == ("section_cancelled", tuple(m.id for m in section.meetings[1:]))
    assert [stored(meeting).state for meeting in section.meetings] == ["held"] + ["cancelled"] * 3
    assert state_of(section) == "cancelled"


def test_cancelling_a_section_again_is_a_no_op(heard):
    [section] = publish()
    catalogue.cancel_section(section_id=section.id, by=None, at=BEFORE)

    assert catalogue.cancel_section(section_id=section.id, by=None, at=BEFORE) is None
    assert len(heard) == 1


def test_a_completed_section_cannot_be_cancelled():
    [section] = publish()
    last = section.meetings[-1]
    catalogue.hold_meeting(ids=[meeting.id for meeting in section.meetings], at=end_of(last))

    with pytest.raises(catalogue.SectionOver):
        catalogue.cancel_section(section_id=section.id, by=None, at=end_of(last))


def test_a_moved_meeting_keeps_its_length_and_place(heard):
    [section] = publish()
    meeting = section.meetings[0]

    change = catalogue.move_meeting(meeting_id=meeting.id, starts_at=TUESDAY, by=None, at=BEFORE)

    moved = stored(meeting)
    assert (moved.starts_at, moved.ends_at, moved.room_id) == (TUESDAY, TUESDAY + timedelta(hours=2), meeting.room_id)
    assert heard == [change]
    assert (change.kind, change.old, change.new) == ("meeting_moved", (meeting,), (moved,))


def test_moving_a_meeting_where_it_is_changes_nothing(heard):
    [section] = publish()
    catalogue.move_meeting(meeting_id=section.meetings[0].id, starts_at=TUESDAY, by=None, at=BEFORE)

    again = catalogue.move_meeting(meeting_id=section.meetings[0].id, starts_at=TUESDAY, by=None, at=BEFORE)

    assert (again, len(heard)) == (None, 1)


def test_a_meeting_may_move_within_its_own_time():
    [section] = publish()
    half_past = section.meetings[0].starts_at + timedelta(minutes=30)

    change = catalogue.move_meeting(meeting_id=section.meetings[0].id, starts_at=half_past, by=None, at=BEFORE)

    assert change.new[0].starts_at == half_past


def test_a_meeting_moves_to_another_room():
    here, there = make_rooms(50, 50)
    [section] = publish(new_section(room_id=here.id))
    meeting = section.meetings[0]

    catalogue.move_meeting(meeting_id=meeting.id, starts_at=meeting.starts_at, room_id=there.id, by=None, at=BEFORE)

    assert stored(meeting).room_id == there.id
    assert catalogue.list_sections(ids=[section.id])[0].room_id == here.id


def test_a_meeting_does_not_move_onto_another(heard):
    [room] = make_rooms(50)
    friday, tuesday = publish(
        new_section(room_id=room.id), new_section(room_id=room.id, weekday=2, lecturer_id=make_lecturer("liang"))
    )
    meeting = friday.meetings[0]

    with pytest.raises(catalogue.RoomTaken) as refused:
        catalogue.move_meeting(meeting_id=meeting.id, starts_at=TUESDAY, by=None, at=BEFORE)

    assert refused.value.data["meeting_id"] == tuesday.meetings[1].id
    assert (stored(meeting), heard) == (meeting, [])


def test_a_meeting_moves_only_where_it_fits():
    small, large = make_rooms(20, 50)
    [section] = publish(new_section(room_id=large.id))
    meeting = section.meetings[0]

    def move(**changes):
        values = {"meeting_id": meeting.id, "starts_at": TUESDAY, "by": None, "at": BEFORE} | changes
        return catalogue.move_meeting(**values)

    with pytest.raises(catalogue.RoomTooSmall):
        move(room_id=small.id)
    with pytest.raises(catalogue.RoomClosed):
        move(starts_at=clock.at_local(date(2026, 3, 10), 21))
    with pytest.raises(catalogue.MeetingOver):
        move(at=TUESDAY)
    with pytest.raises(NotFound):
        move(room_id=999_999)
    with pytest.raises(NotFound):
        move(meeting_id=999_999)
    assert stored(meeting) == meeting


def test_another_lecturer_takes_one_meeting(heard):
    [section] = publish()
    liang = make_lecturer("liang")

    change = catalogue.replace_lecturer(meeting_id=section.meetings[1].id, lecturer_id=liang, by=None, at=BEFORE)

    assert heard == [change]
    assert [stored(meeting).lecturer_id == liang for meeting in section.meetings] == [False, True, False, False]
    assert catalogue.list_sections(ids=[section.id])[0].lecturer_id == section.lecturer_id


def test_another_lecturer_takes_the_section_from_now_on(heard):
    [section] = publish()
    liang = make_lecturer("liang")
    after_the_first = end_of(section.meetings[0])

    change = catalogue.replace_lecturer(section_id=section.id, lecturer_id=liang, by=None, at=after_the_first)

    assert change.kind == "lecturer_replaced"
    assert [stored(meeting).lecturer_id == liang for meeting in section.meetings] == [False, True, True, True]
    assert catalogue.list_sections(ids=[section.id])[0].lecturer_id == liang


def test_replacing_a_lecturer_again_is_a_no_op(heard):
    [section] = publish()
    liang = make_lecturer("liang")
    catalogue.replace_lecturer(section_id=section.id, lecturer_id=liang, by=None, at=BEFORE)

    again = catalogue.replace_lecturer(section_id=section.id, lecturer_id=liang, by=None, at=BEFORE)

    assert (again, len(heard)) == (None, 1)


def test_a_lecturer_who_teaches_elsewhere_cannot_step_in(heard):
    one, two = make_rooms(50, 50)
    liang = make_lecturer("liang")
    first, second = publish(new_section(room_id=one.id), new_section(room_id=two.id, lecturer_id=liang))

    with pytest.raises(catalogue.LecturerTaken) as refused:
        catalogue.replace_lecturer(section_id=first.id, lecturer_id=liang, by=None, at=BEFORE)

    assert refused.value.data["meeting_id"] == second.meetings[0].id
    assert catalogue.list_sections(ids=[first.id]) == [first]


def test_a_replacement_names_a_section_or_a_meeting_and_a_real_lecturer():
    [section] = publish()

    with pytest.raises(BadInput):
        catalogue.replace_lecturer(lecturer_id=section.lecturer_id, by=None, at=BEFORE)
    with pytest.raises(BadInput):
        catalogue.replace_lecturer(
            section_id=section.id,
            meeting_id=section.meetings[0].id,
            lecturer_id=section.lecturer_id,
            by=None,
            at=BEFORE,
        )
    with pytest.raises(NotFound):
        catalogue.replace_lecturer(section_id=section.id, lecturer_id=999_999, by=None, at=BEFORE)


def test_a_meeting_is_held_only_after_its_end():
    [section] = publish()
    first = section.meetings[0]

    catalogue.hold_meeting(ids=[first.id], at=first.ends_at - timedelta(seconds=1))
    before = stored(first).state
    catalogue.hold_meeting(ids=[first.id], at=first.ends_at)

    assert (before, stored(first).state) == ("planned", "held")


def test_a_section_is_over_with_its_last_meeting():
    [section] = publish(new_section(course_id=make_course(meetings=2)))
    first, last = section.meetings

    over_by_the_first = catalogue.hold_meeting(ids=[first.id], at=end_of(first))
    over_by_the_last = catalogue.hold_meeting(ids=[last.id], at=end_of(last))
    again = catalogue.hold_meeting(ids=[last.id], at=end_of(last))

    assert (over_by_the_first, over_by_the_last, again) == ([], [section.id], [])
    assert state_of(section) == "completed"


def test_a_section_is_over_when_its_last_meeting_is_cancelled():
    [section] = publish(new_section(course_id=make_course(meetings=2)))
    first, last = section.meetings
    catalogue.hold_meeting(ids=[first.id], at=end_of(first))

    catalogue.cancel_meeting(meeting_id=last.id, by=None, at=end_of(first))

    assert state_of(section) == "completed"


def test_cancelling_the_only_meeting_cancels_the_section(heard):
    [section] = publish(new_section(course_id=make_course(meetings=2)))
    first, last = section.meetings
    catalogue.cancel_meeting(meeting_id=first.id, by=None, at=BEFORE)

    change = catalogue.cancel_meeting(meeting_id=last.id, by=None, at=BEFORE)

    assert (change.kind, change.meeting_ids, state_of(section)) == ("section_cancelled", (last.id,), "cancelled")
    assert [told.kind for told in heard] == ["meeting_cancelled", "section_cancelled"]
    assert catalogue.cancel_meeting(meeting_id=last.id, by=None, at=BEFORE) is None


def test_a_listener_that_fails_undoes_the_change():
    [section] = publish()

    def fail(change):
        raise RuntimeError("no ink")

    stop = catalogue.listen(fail)
    try:
        with pytest.raises(RuntimeError, match="no ink"):
            catalogue.cancel_section(section_id=section.id, by=None, at=BEFORE)
    finally:
        stop()

    assert catalogue.list_sections(ids=[section.id]) == [section]


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_a_crowd_cancelling_one_meeting_is_announced_once(heard):
    [section] = publish()

    outcomes = all_at_once(
        lambda _: catalogue.cancel_meeting(meeting_id=section.meetings[0].id, by=None, at=BEFORE), range(6)
    )

    assert len(heard) == 1
    assert sorted(outcomes, key=str) == sorted([*heard, *[None] * 5], key=str)


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_the_last_two_meetings_held_at_once_complete_the_section():
    [section] = publish(new_section(course_id=make_course(meetings=2), start=time(18), end=time(20)))
    at = end_of(section.meetings[1])

    outcomes = all_at_once(lambda meeting: catalogue.hold_meeting(ids=[meeting.id], at=at), section.meetings)

    assert sorted(outcomes) == [[], [section.id]]
    assert state_of(section) == "completed"
