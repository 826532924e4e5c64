"""The pages of learners and of the door: my evenings, leave, tickets, checking in with one's own phone."""

from __future__ import annotations

import pytest

from tests.attendance.factories import (
    BY_DAY,
    NINE_PM,
    SEVEN_PM,
    SIGN_UP,
    kinds,
    make_class,
    make_classes,
    make_people,
    minutes,
)
from tests.people.factories import make_staff
from tests.places.factories import DAPENG, LONGHUA
from yexiao.attendance import api as attendance
from yexiao.attendance.models import Leave
from yexiao.enrolment import api as enrolment


@pytest.fixture
def held(db):
    """Return a class of three."""
    return make_class(3)


@pytest.fixture
def desk(held, browse):
    """Return the browser of an operator of the district."""
    return browse(make_staff("operator", LONGHUA))


def test_the_door_shows_a_code_that_lets_people_in_and_renews_itself(held, desk, browse):
    first = desk.read(f"/desk/meetings/{held.meetings[0]}/door/")
    desk.at = SEVEN_PM + minutes(2)
    second = desk.read(f"/desk/meetings/{held.meetings[0]}/door/")
    code = attendance.door_code(meeting_id=held.meetings[0], at=SEVEN_PM)
    learner = browse(held.learners[0])

    asked = learner.read(f"/check-in/{code}/")
    done = learner.post(f"/check-in/{code}/", follow=True).content.decode()
    again = learner.post(f"/check-in/{code}/", follow=True).content.decode()

    assert ("<svg" in first, 'http-equiv="refresh"' in first, first == second) == (True, True, False)
    assert "I am here" in asked
    assert "You are in: Present." in done
    assert "You checked in already, at 19:00." in again
    assert kinds(held.meetings[0]) == {held.learners[0]: "present"}


def test_looking_at_a_check_in_page_checks_nobody_in(held, browse):
    code = attendance.door_code(meeting_id=held.meetings[0], at=SEVEN_PM)

    browse(held.learners[0]).get(f"/check-in/{code}/")

    assert kinds(held.meetings[0]) == {}


def test_refusals_at_the_door_have_their_status_and_words(held, browse):
    [stranger] = make_people()
    code = attendance.door_code(meeting_id=held.meetings[0], at=SEVEN_PM)
    late = browse(held.learners[0], at=SEVEN_PM + minutes(5))

    expired, altered = late.get(f"/check-in/{code}/"), late.get(f"/check-in/{code}0/")
    seatless = browse(stranger).post(f"/check-in/{code}/")

    assert [answer.status_code for answer in (expired, altered, seatless)] == [409, 422, 409]
    assert "This code has changed since." in expired.content.decode()
    assert "There is no seat in this class under this name." in seatless.content.decode()


def test_a_ticket_is_shown_to_its_owner_and_scanned_by_staff(held, desk, browse):
    ann = held.learners[0]
    code = attendance.ticket(meeting_id=held.meetings[0], account_id=ann)

    shown = browse(ann).read(f"/my/tickets/{held.meetings[0]}/")
    asked = desk.read(f"/desk/tickets/{code}/")
    done = desk.post(f"/desk/tickets/{code}/", follow=True).content.decode()
    typed = desk.post(f"/desk/meetings/{held.meetings[0]}/scan/", follow=True, ticket=f"https://x/desk/tickets/{code}/")

    assert code in shown
    assert "学员" not in asked
    assert "is in: Present." in done
    assert "was checked in already, at 19:00." in typed.content.decode()


def test_nobody_scans_the_own_ticket_or_one_of_another_district(held, browse):
    code = attendance.ticket(meeting_id=held.meetings[0], account_id=held.learners[0])

    own = browse(held.learners[0]).post(f"/desk/tickets/{code}/")
    elsewhere = browse(make_staff("operator", DAPENG)).get(f"/desk/tickets/{code}/")

    assert (own.status_code, elsewhere.status_code) == (404, 404)
    assert "学员" not in elsewhere.content.decode()


def test_a_ticket_for_another_class_is_refused_without_a_name(db, browse):
    here, there = make_classes([1, 1])
    code = attendance.ticket(meeting_id=there.meetings[0], account_id=there.learners[0])

    answer = browse(make_staff("operator", LONGHUA)).post(f"/desk/meetings/{here.meetings[0]}/scan/", ticket=code)

    assert answer.status_code == 409
    assert "学员" not in answer.content.decode()


def test_a_ticket_of_a_class_one_has_no_seat_in_is_not_found(held, browse):
    [stranger] = make_people()

    assert browse(stranger).get(f"/my/tickets/{held.meetings[0]}/").status_code == 404


def test_my_evenings_show_what_is_next_what_is_over_and_the_marks(held, browse):
    ann = held.learners[0]
    attendance.mark(meeting_id=held.meetings[0], account_id=ann, kind="late", at=SEVEN_PM)

    page = browse(ann, at=NINE_PM + minutes(1)).read("/my/")

    assert page.count("evening 2 of 4") == 1
    assert page.count('class="meeting-title"') == 3
    assert f"/my/feedback/{held.code}/" in page
    assert "Late" in page


def test_my_evenings_of_a_newcomer_offer_the_next_step(browse):
    [newcomer] = make_people()

    assert "/classes/" in browse(newcomer).read("/my/")


def test_my_evenings_show_offers_with_a_deadline_and_the_position_in_line(held, browse):
    first, second = make_people(2)
    for who in (first, second):
        enrolment.join_waiting_list(section_id=held.section_id, account_id=who, at=SIGN_UP)
    enrolment.release_seat(section_id=held.section_id, learner_id=held.learners[0], by=held.learners[0], at=SIGN_UP)
    enrolment.offer_freed_seats(section_ids=[held.section_id], at=SIGN_UP)

    offered = browse(first, at=SIGN_UP).read("/my/")
    waiting = browse(second, at=SIGN_UP).read("/my/")

    assert ("Yes, I take the seat" in offered, f"/classes/{held.code}/accept/" in offered) == (True, True)
    assert "You are number 1 in line." in waiting


def test_leave_is_asked_and_taken_back_on_the_page(held, browse):
    ann = browse(held.learners[0], at=BY_DAY)
    path = f"/my/evenings/{held.meetings[0]}/leave/"

    asked = ann.post(path, follow=True, reason="出差").content.decode()
    ann.post(path, reason="again")
    during = list(Leave.objects.values_list("reason", flat=True))
    back = ann.post(path + "back/", follow=True).content.decode()

    assert ("You will miss this one" in asked, during) == (True, ["出差"])
    assert "Good, we expect you that evening." in back
    assert Leave.objects.count() == 0
