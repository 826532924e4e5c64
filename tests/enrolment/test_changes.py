"""What a changed timetable does to seats: P3, and meetings that move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import all_at_once
from tests.enrolment.factories import (
    ANNOUNCED,
    CLOSES,
    MINUTE,
    OPENS,
    announce,
    make_people,
    make_sections,
    open_sections,
)
from tests.enrolment.history import find_faults
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment
from yexiao.enrolment.models import FeeLine, Move, Seat
from yexiao.notices import api as notices

pytestmark = pytest.mark.django_db
LATER = OPENS + MINUTE


def take(section_id, learner_id, at=OPENS):
    return enrolment.take_seat(section_id=section_id, learner_id=learner_id, key=None, at=at)


def cancel(section_id):
    return catalogue.cancel_section(section_id=section_id, by=None, at=LATER)


def inbox(account_id):
    return [note.subject for note in notices.list_inbox(account_id=account_id)]


def make_full_paid_class():
    """Return a paid class with two holders, one offer and one waiting, and these four people."""
    (section,) = open_sections(3, fee_kind="low")
    people = make_people(5)
    for who in people[:3]:
        take(section, who)
    for who in people[3:]:
        enrolment.join_waiting_list(section_id=section, account_id=who, at=OPENS)
    enrolment.release_seat(section_id=section, learner_id=people[2], by=people[2], at=OPENS)
    return section, [*people[:2], *people[3:]]


def test_p3_a_cancelled_class_tells_everybody_once_and_reverses_each_fee_once():
    section, people = make_full_paid_class()
    told_before = {who: len(inbox(who)) for who in people}

    change = cancel(section)
    lines = list(FeeLine.objects.order_by("pk").values_list("kind", "amount_fen"))
    moves = Move.objects.count()
    told = {who: len(inbox(who)) - told_before[who] for who in people}
    enrolment.on_section_changed(change)
    cancel(section)

    assert told == dict.fromkeys(people, 1)
    # Three seats were taken and paid; one was given back before the class was cancelled.
    assert lines == [("charge", 14_400)] * 3 + [("reversal", -14_400)] * 3
    assert list(FeeLine.objects.order_by("pk").values_list("kind", "amount_fen")) == lines
    assert Move.objects.count() == moves
    assert {who: len(inbox(who)) - told_before[who] for who in people} == told
    assert enrolment.list_holders(section_ids=[section]) == {section: []}
    left = enrolment.describe_seats(section_ids=[section], at=LATER)[section]
    assert (left.taken, left.offered, left.waiting, left.free, left.is_cancelled) == (0, 0, 0, 0, True)
    assert find_faults() == []


def test_a_cancelled_class_gives_no_seats_and_no_waiting_places():
    (section,), (who,) = open_sections(3), make_people()
    cancel(section)

    with pytest.raises(enrolment.Closed):
        take(section, who)
    with pytest.raises(enrolment.Closed):
        enrolment.join_waiting_list(section_id=section, account_id=who, at=LATER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
@pytest.mark.parametrize("_round", range(3))
def test_p3_cancelled_while_people_take_seats_leaves_nobody_in_the_class(_round):
    (section,), people = open_sections(20, fee_kind="low"), make_people(9)

    def act(who):
        return cancel(section) if who is None else take(section, who)

    answers = all_at_once(act, [None, *people])

    allowed = (catalogue.SectionChange, enrolment.SeatRecord, enrolment.Closed)
    assert [answer for answer in answers if not isinstance(answer, allowed)] == []
    assert enrolment.list_holders(section_ids=[section]) == {section: []}
    assert sum(FeeLine.objects.values_list("amount_fen", flat=True)) == 0
    assert find_faults() == []


def first_meeting(section_id):
    return catalogue.list_sections(ids=[section_id])[0].meetings[0]


def test_a_moved_meeting_moves_the_seats_times():
    wednesday, friday = open_sections(3, 3, weekdays=(3, 5), seats_per_person=2)
    (who,) = make_people()
    take(wednesday, who)
    moved_to = first_meeting(friday).starts_at

    catalogue.move_meeting(meeting_id=first_meeting(wednesday).id, starts_at=moved_to, by=None, at=LATER)

    with pytest.raises(enrolment.Overlaps):
        take(friday, who, at=LATER)


def test_a_meeting_moved_onto_another_seat_keeps_both_flagged_and_tells_the_holder_once():
    wednesday, friday = open_sections(3, 3, weekdays=(3, 5), seats_per_person=2)
    both, one = make_people(2)
    for section, who in ((wednesday, both), (friday, both), (wednesday, one)):
        take(section, who)
    meeting = first_meeting(wednesday)

    change = catalogue.move_meeting(meeting_id=meeting.id, starts_at=first_meeting(friday).starts_at, by=None, at=LATER)
    enrolment.on_section_changed(change)

    flags = {(seat.section_id, seat.account_id): seat.is_flagged for seat in Seat.objects.all()}
    assert flags == {(wednesday, both): True, (friday, both): False, (wednesday, one): False}
    assert (len(inbox(both)), len(inbox(one))) == (1, 0)

    catalogue.move_meeting(
        meeting_id=meeting.id, starts_at=meeting.starts_at + timedelta(days=1), by=None, at=LATER + MINUTE
    )
    assert not Seat.objects.filter(is_flagged=True).exists()
    assert find_faults() == []


def test_giving_back_the_other_seat_and_moving_on_unflags():
    wednesday, friday = open_sections(3, 3, weekdays=(3, 5), seats_per_person=2)
    (who,) = make_people()
    take(wednesday, who)
    take(friday, who)
    catalogue.move_meeting(
        meeting_id=first_meeting(wednesday).id, starts_at=first_meeting(friday).starts_at, by=None, at=LATER
    )

    enrolment.release_seat(section_id=wednesday, learner_id=who, by=who, at=LATER)

    assert enrolment.list_holders(section_ids=[wednesday, friday]) == {wednesday: [], friday: [who]}
    assert find_faults() == []


def test_giving_back_the_seat_a_class_was_moved_onto_leaves_no_gap_for_a_third():
    wednesday, friday, third = open_sections(3, 3, 3, weekdays=(3, 5, 5), seats_per_person=3)
    (who,) = make_people()
    take(wednesday, who)
    take(friday, who)
    catalogue.move_meeting(
        meeting_id=first_meeting(wednesday).id, starts_at=first_meeting(friday).starts_at, by=None, at=LATER
    )

    enrolment.release_seat(section_id=friday, learner_id=who, by=who, at=LATER)

    assert not Seat.objects.filter(is_flagged=True).exists()
    with pytest.raises(enrolment.Overlaps):
        take(third, who, at=LATER)


def test_a_class_cancelled_between_entry_and_draw_is_left_out_of_the_rankings():
    one, two = make_sections(1, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    (who,) = make_people()
    enrolment.enter_draw(opening_id=opening_id, account_id=who, choices=[one, two], at=OPENS)
    cancel(one)

    enrolment.decide_draw(opening_id=opening_id, at=CLOSES)

    assert enrolment.list_holders(section_ids=[one, two]) == {one: [], two: [who]}
    assert find_faults() == []


def test_a_class_cancelled_after_the_entries_were_published_gives_no_seat_and_the_files_still_verify(tmp_path):
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw", beacon_source="a lottery")
    (who,) = make_people()
    enrolment.enter_draw(opening_id=opening_id, account_id=who, choices=[one], at=OPENS)
    enrolment.freeze_entries(opening_id=opening_id, at=CLOSES)
    cancel(one)

    outcome = enrolment.decide_draw(opening_id=opening_id, beacon="7", at=CLOSES)

    for name, content in enrolment.draw_files(opening_id=opening_id).items():
        (tmp_path / name).write_bytes(content)
    assert enrolment.verify_file(tmp_path / "input", tmp_path / "result").digest == outcome.digest
    assert (outcome.seated, enrolment.list_holders(section_ids=[one])) == (0, {one: []})
    assert find_faults() == []


def test_the_capacity_stands_still_between_publishing_the_entries_and_the_draw():
    (one,) = make_sections(2)
    opening_id = announce([one], policy="draw", beacon_source="a lottery")
    enrolment.freeze_entries(opening_id=opening_id, at=CLOSES)

    with pytest.raises(enrolment.DrawFirst):
        enrolment.change_capacity(section_id=one, capacity=1, by=None, at=CLOSES)


def test_a_section_that_was_never_opened_may_change_as_it_likes():
    (section,) = make_sections(1)

    assert cancel(section).section_id == section
    assert enrolment.describe_seats(section_ids=[section], at=ANNOUNCED) == {}
