"""Waiting lists and offers: freed seats go to those who wait, in one order, by day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.enrolment.factories import MINUTE, OPENS, make_people, open_sections
from tests.enrolment.history import find_faults
from yexiao.enrolment import api as enrolment
from yexiao.enrolment.models import Opening
from yexiao.notices import api as notices

pytestmark = pytest.mark.django_db
CITY = ZoneInfo("Asia/Shanghai")
LATER = OPENS + MINUTE


def fill(section_id, people):
    for learner in people:
        enrolment.take_seat(section_id=section_id, learner_id=learner, key=None, at=OPENS)


def join(section_id, account_id, at=OPENS):
    return enrolment.join_waiting_list(section_id=section_id, account_id=account_id, at=at)


def release(section_id, learner_id, at=LATER):
    return enrolment.release_seat(section_id=section_id, learner_id=learner_id, by=learner_id, at=at)


def offered_to(section_id, people):
    seats = [seat for one in people for seat in enrolment.list_seats_of(account_id=one, states=("offered",))]
    return [seat.account_id for seat in seats if seat.section_id == section_id]


def counts(section_id):
    left = enrolment.describe_seats(section_ids=[section_id], at=LATER)[section_id]
    return left.taken, left.offered, left.waiting, left.free


def test_a_list_opens_only_when_no_seat_is_free():
    (section,), (learner,) = open_sections(1), make_people()

    with pytest.raises(enrolment.SeatIsFree):
        join(section, learner)

    assert counts(section) == (0, 0, 0, 1)
    assert enrolment.check_counters() == []


def test_positions_follow_the_order_of_joining_and_joining_twice_keeps_the_place():
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    fill(section, [holder])

    places = [join(section, first).position, join(section, second).position, join(section, first).position]

    assert places == [1, 2, 1]
    assert enrolment.list_waiting(section_ids=[section]) == {section: [first, second]}
    assert [(p.section_id, p.position, p.waiting) for p in enrolment.list_waiting_of(account_id=second)] == [
        (section, 2, 2)
    ]


def test_a_freed_seat_is_offered_to_the_first_who_waits_and_a_stranger_finds_the_class_full():
    (section,), (holder, first, second, stranger) = open_sections(1), make_people(4)
    fill(section, [holder])
    join(section, first)
    join(section, second)

    release(section, holder)

    assert offered_to(section, [first, second]) == [first]
    assert counts(section) == (0, 1, 1, 0)
    with pytest.raises(enrolment.SectionFull):
        enrolment.take_seat(section_id=section, learner_id=stranger, key=None, at=LATER)
    assert [note.subject for note in notices.list_inbox(account_id=first)] != []


def test_control_a_list_served_in_another_order_is_caught(monkeypatch):
    from yexiao.enrolment import _waiting

    (section,), (holder, first, second) = open_sections(1), make_people(3)
    fill(section, [holder])
    join(section, first)
    join(section, second)
    assert find_faults() == []

    monkeypatch.setattr(_waiting, "ORDER", ("-pk",))
    release(section, holder)

    assert [fault.split(":")[0] for fault in find_faults()] == ["V7"]


def test_an_accepted_offer_is_a_seat_and_repeating_returns_it():
    (section,), (holder, first) = open_sections(1), make_people(2)
    fill(section, [holder])
    join(section, first)
    release(section, holder)

    seat = enrolment.accept_offer(section_id=section, account_id=first, at=LATER + MINUTE)

    assert seat.state == "taken"
    assert enrolment.accept_offer(section_id=section, account_id=first, at=LATER + 2 * MINUTE) == seat
    assert counts(section) == (1, 0, 0, 0)
    assert enrolment.check_counters() == []


def test_taking_a_seat_while_one_is_offered_accepts_the_offer():
    (section,), (holder, first) = open_sections(1), make_people(2)
    fill(section, [holder])
    join(section, first)
    release(section, holder)

    seat = enrolment.take_seat(section_id=section, learner_id=first, key=None, at=LATER)

    assert (seat.account_id, seat.state) == (first, "taken")
    assert enrolment.check_counters() == []


def test_a_declined_offer_goes_to_the_next():
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    fill(section, [holder])
    join(section, first)
    join(section, second)
    release(section, holder)

    assert enrolment.decline_offer(section_id=section, account_id=first, at=LATER)
    assert not enrolment.decline_offer(section_id=section, account_id=first, at=LATER)

    assert offered_to(section, [first, second]) == [second]
    with pytest.raises(enrolment.NoOffer):
        enrolment.accept_offer(section_id=section, account_id=first, at=LATER)
    assert enrolment.check_counters() == []


def test_an_offer_lapses_at_its_deadline_and_goes_to_the_next():
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    fill(section, [holder])
    join(section, first)
    join(section, second)
    release(section, holder)
    (offer,) = enrolment.list_seats_of(account_id=first, states=("offered",))

    assert enrolment.lapse_offers(at=offer.offer_until - MINUTE) == 0
    assert enrolment.lapse_offers(at=offer.offer_until) == 1
    assert enrolment.lapse_offers(at=offer.offer_until) == 0

    assert offered_to(section, [first, second]) == [second]
    with pytest.raises(enrolment.NoOffer):
        enrolment.accept_offer(section_id=section, account_id=first, at=offer.offer_until)
    assert enrolment.check_counters() == []


def test_nothing_lapses_at_night_however_late_the_job_comes():
    (section,), (holder, first) = open_sections(1), make_people(2)
    fill(section, [holder])
    join(section, first)
    release(section, holder)
    three_at_night = datetime(2026, 2, 25, 3, tzinfo=CITY)

    assert enrolment.lapse_offers(at=three_at_night) == 0
    assert enrolment.lapse_offers(at=three_at_night + timedelta(hours=5)) == 1


def test_who_leaves_the_list_is_passed_over_and_the_next_moves_up():
    (section,), (holder, first, second) = open_sections(1), make_people(3)
    fill(section, [holder])
    join(section, first)
    join(section, second)

    assert enrolment.leave_waiting_list(section_id=section, account_id=first, at=LATER)
    assert not enrolment.leave_waiting_list(section_id=section, account_id=first, at=LATER)
    assert enrolment.position(section_id=section, account_id=second).position == 1

    release(section, holder)
    assert offered_to(section, [first, second]) == [second]
    assert enrolment.check_counters() == []


def test_who_took_another_class_meanwhile_leaves_the_list_when_a_seat_comes_free():
    section, other = open_sections(1, 5)
    holder, first, second = make_people(3)
    fill(section, [holder])
    join(section, first)
    join(section, second)
    fill(other, [first])

    release(section, holder)

    assert offered_to(section, [first, second]) == [second]
    assert enrolment.position(section_id=section, account_id=first) is None
    assert enrolment.check_counters() == []


def test_who_is_offered_another_class_keeps_the_place_and_is_served_after_declining():
    section, other = open_sections(1, 1)
    holder, other_holder, first = make_people(3)
    fill(section, [holder])
    fill(other, [other_holder])
    join(section, first)
    join(other, first)
    release(section, holder)
    release(other, other_holder)
    assert (offered_to(section, [first]), offered_to(other, [first])) == ([first], [])

    enrolment.decline_offer(section_id=section, account_id=first, at=LATER)
    enrolment.offer_freed_seats(at=LATER)

    assert offered_to(other, [first]) == [first]
    assert enrolment.check_counters() == []


def test_more_seats_go_to_the_list_first_and_fewer_than_taken_are_refused():
    (section,), (a, b, c) = open_sections(2), make_people(3)
    fill(section, [a, b])
    join(section, c)

    with pytest.raises(enrolment.CapacityTooSmall):
        enrolment.change_capacity(section_id=section, capacity=1, by=None, at=LATER)
    enrolment.change_capacity(section_id=section, capacity=3, by=None, at=LATER)

    assert offered_to(section, [c]) == [c]
    assert counts(section) == (2, 1, 0, 0)
    assert enrolment.check_counters() == []


def test_a_seat_given_back_by_staff_is_told_to_the_learner():
    (section,), (learner, operator) = open_sections(1), make_people(2)
    fill(section, [learner])

    enrolment.release_seat(section_id=section, learner_id=learner, by=operator, at=LATER)

    assert len(notices.list_inbox(account_id=learner)) == 1


def test_many_join_in_the_order_given_and_the_useless_are_left_out():
    section, other = open_sections(1, 5)
    holder, *waiting = make_people(5)
    fill(section, [holder])
    joins = [enrolment.Claim(section, one) for one in [holder, *waiting, waiting[0]]]

    written = enrolment.join_waiting_lists_of_many(joins=[*joins, enrolment.Claim(other, waiting[0])], at=LATER)

    assert written == 4
    assert enrolment.list_waiting(section_ids=[section, other]) == {section: waiting, other: []}
    assert enrolment.check_counters() == []


def test_completed_classes_keep_their_seats_and_end_their_lists():
    (section,), (holder, first) = open_sections(1), make_people(2)
    fill(section, [holder])
    join(section, first)
    over = OPENS + timedelta(days=60)

    assert enrolment.complete_seats(section_ids=[section], at=over) == 1
    assert enrolment.complete_seats(section_ids=[section], at=over) == 0

    assert [seat.state for seat in enrolment.list_seats_of(account_id=holder, states=("completed",))] == ["completed"]
    assert enrolment.list_waiting(section_ids=[section]) == {section: []}
    assert enrolment.list_holders(section_ids=[section]) == {section: [holder]}
    assert enrolment.check_counters() == []


def test_of_two_offers_made_in_the_same_instant_only_as_many_as_one_may_have_are_accepted():
    # Two lists may be served side by side, each before it sees the other's offer.
    one, two = open_sections(1, 1, weekdays=(3, 5), seats_per_person=2)
    holder, learner = make_people(2)
    for section in (one, two):
        fill(section, [holder])
        join(section, learner)
        release(section, holder)
    Opening.objects.update(seats_per_person=1)

    enrolment.accept_offer(section_id=one, account_id=learner, at=LATER)

    with pytest.raises(enrolment.TooManySeats):
        enrolment.accept_offer(section_id=two, account_id=learner, at=LATER)
    assert enrolment.check_counters() == []
