"""Seats one at a time: taken, refused, given back, taken again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.enrolment.factories import ANNOUNCED, CLOSES, MINUTE, OPENS, make_people, make_sections, open_sections
from yexiao.enrolment import api as enrolment

pytestmark = pytest.mark.django_db


def take(section_id, learner_id, *, key=None, at=OPENS, by=None):
    return enrolment.take_seat(section_id=section_id, learner_id=learner_id, key=key, at=at, by=by)


def test_a_seat_is_taken_and_counted():
    (section,), (learner,) = open_sections(2), make_people()

    seat = take(section, learner)

    assert (seat.section_id, seat.account_id, seat.state, seat.decided_at) == (section, learner, "taken", OPENS)
    left = enrolment.describe_seats(section_ids=[section], at=OPENS)[section]
    assert (left.capacity, left.taken, left.free, left.phase) == (2, 1, 1, "open")
    assert enrolment.check_counters() == []


def test_asking_twice_returns_the_seat_already_held():
    (section,), (learner,) = open_sections(2), make_people()

    first, again = take(section, learner), take(section, learner, at=OPENS + MINUTE)

    assert again == first
    assert enrolment.list_holders(section_ids=[section]) == {section: [learner]}


def test_the_same_key_gets_the_same_answer_and_another_body_is_an_error():
    first, second = open_sections(1, 1, weekdays=(3, 5))
    (learner,), key = make_people(), uuid4()

    seat = take(first, learner, key=key)

    assert take(first, learner, key=key, at=OPENS + MINUTE) == seat
    with pytest.raises(enrolment.KeyReused):
        take(second, learner, key=key)


def test_the_same_key_repeats_a_refusal_and_a_new_key_is_a_new_claim():
    (section,), (learner, holder) = open_sections(1), make_people(2)
    take(section, holder)
    key = uuid4()
    with pytest.raises(enrolment.SectionFull):
        take(section, learner, key=key)
    enrolment.release_seat(section_id=section, learner_id=holder, by=holder, at=OPENS + MINUTE)

    with pytest.raises(enrolment.SectionFull):
        take(section, learner, key=key, at=OPENS + 2 * MINUTE)

    assert take(section, learner, key=uuid4(), at=OPENS + 2 * MINUTE).state == "taken"


def test_an_early_request_is_no_claim_so_its_key_stays_good():
    (section,), (learner,), key = open_sections(1), make_people(), uuid4()

    with pytest.raises(enrolment.NotYetOpen):
        take(section, learner, key=key, at=OPENS - MINUTE)

    assert take(section, learner, key=key).decided_at == OPENS


def test_after_the_window_no_seat_is_taken():
    (section,), (learner,) = open_sections(1), make_people()

    with pytest.raises(enrolment.Closed):
        take(section, learner, at=CLOSES)


def test_a_section_without_an_opening_gives_no_seats():
    (section,), (learner,) = make_sections(1), make_people()

    with pytest.raises(enrolment.Closed):
        take(section, learner)


def test_two_seats_at_overlapping_times_are_refused_and_name_the_other():
    first, second = open_sections(5, 5, seats_per_person=2)
    (learner,) = make_people()
    take(first, learner)

    with pytest.raises(enrolment.Overlaps) as refusal:
        take(second, learner)

    assert refusal.value.data == {"other": first}
    assert enrolment.check_counters() == []


def test_one_person_has_as_many_seats_as_the_opening_says():
    first, second, third = open_sections(5, 5, 5, seats_per_person=2, weekdays=(1, 3, 5))
    (learner,) = make_people()
    take(first, learner)
    take(second, learner)

    with pytest.raises(enrolment.TooManySeats) as refusal:
        take(third, learner)

    assert refusal.value.data == {"most": 2}


def test_a_released_seat_can_be_taken_by_anybody_if_nobody_waits():
    (section,), (first, second) = open_sections(1), make_people(2)
    take(section, first)

    assert enrolment.release_seat(section_id=section, learner_id=first, by=first, at=OPENS + MINUTE)
    assert not enrolment.release_seat(section_id=section, learner_id=first, by=first, at=OPENS + MINUTE)

    assert take(section, second, at=OPENS + MINUTE).state == "taken"
    assert enrolment.check_counters() == []


def test_an_invitation_is_given_by_staff_only():
    from tests.enrolment.factories import announce

    (section,), (learner, operator) = make_sections(1), make_people(2)
    announce([section], policy="invitation")

    with pytest.raises(enrolment.ByInvitation):
        take(section, learner)

    assert take(section, learner, by=operator).state == "taken"


def test_sections_are_opened_once():
    from tests.enrolment.factories import announce

    (section,) = open_sections(1)

    with pytest.raises(enrolment.AlreadyOpened):
        announce([section])


def test_an_opening_must_open_before_it_closes():
    from tests.enrolment.factories import announce

    (section,) = make_sections(1)

    with pytest.raises(enrolment.BadWindow):
        announce([section], opens_at=CLOSES, closes_at=OPENS)
    with pytest.raises(enrolment.BadWindow):
        announce([section], at=CLOSES)


def test_the_seed_is_sealed_and_its_hash_published():
    (section,) = open_sections(1)
    opening_id = enrolment.describe_seats(section_ids=[section], at=ANNOUNCED)[section].opening_id

    opening = enrolment.opening(opening_id, at=ANNOUNCED)

    assert (opening.seed, len(opening.seed_hash), len(opening.key_hash)) == ("", 64, 64)
    assert opening.phase == "announced"
