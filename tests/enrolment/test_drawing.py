"""A draw from entry to public files, on an instance small enough to solve by hand."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from tests.enrolment.factories import CLOSES, MINUTE, OPENS, announce, make_people, make_sections
from yexiao.enrolment import _draw
from yexiao.enrolment import api as enrolment
from yexiao.notices import api as notices

pytestmark = pytest.mark.django_db


def enter(opening_id, account_id, *choices, at=OPENS):
    return enrolment.enter_draw(opening_id=opening_id, account_id=account_id, choices=choices, at=at)


def decide(opening_id, *, at=CLOSES, beacon=""):
    return enrolment.decide_draw(opening_id=opening_id, at=at, beacon=beacon)


def files_of(opening_id):
    return {name: json.loads(content) for name, content in enrolment.draw_files(opening_id=opening_id).items()}


def test_a_draw_gives_seats_in_the_public_order_and_lists_the_rest():
    # Two classes with one seat each, at different times; everybody ranks the first above the second.
    # So the first of the order has class one, the second class two, the third nothing and both lists.
    one, two = make_sections(1, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    people = make_people(3)
    entries = [enrolment.NewEntry(account_id, (one, two)) for account_id in people]
    enrolment.enter_draw_of_many(opening_id=opening_id, entries=entries, at=OPENS)

    outcome = decide(opening_id)

    order = files_of(opening_id)["result"]["order"]
    names = {enrolment.list_entries_of(account_id=one)[0].pseudonym: one for one in people}
    first, second, third = [names[name] for name in order]
    assert (outcome.entered, outcome.seated, outcome.unseated) == (3, 2, 1)
    assert enrolment.list_holders(section_ids=[one, two]) == {one: [first], two: [second]}
    assert enrolment.list_waiting(section_ids=[one, two]) == {one: [third], two: [third]}
    assert enrolment.check_counters() == []


def test_the_published_files_verify_and_the_seed_has_the_promised_hash(tmp_path):
    one, two = make_sections(2, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    promised = enrolment.opening(opening_id, at=OPENS).seed_hash
    for account_id in make_people(6):
        enter(opening_id, account_id, two, one)
    decide(opening_id)

    for name, content in enrolment.draw_files(opening_id=opening_id).items():
        (tmp_path / name).write_bytes(content)
    result = enrolment.verify_file(tmp_path / "input", tmp_path / "result")

    opening = enrolment.opening(opening_id, at=CLOSES)
    assert hashlib.sha256(bytes.fromhex(opening.seed)).hexdigest() == promised
    assert result.digest == opening.result_digest
    assert opening.entries_digest == _draw.entries_digest(_draw.read_draw((tmp_path / "input").read_bytes()).people)


def test_nothing_public_names_a_person():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    (account_id,) = make_people()
    entry = enter(opening_id, account_id, one)
    decide(opening_id)

    files = files_of(opening_id)

    assert [person["id"] for person in files["input"]["people"]] == [entry.pseudonym]
    assert len(entry.pseudonym) == 64


def test_deciding_twice_gives_the_same_outcome_and_tells_everybody_once():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    people = make_people(3)
    for account_id in people:
        enter(opening_id, account_id, one)

    outcome = decide(opening_id)
    inboxes = [len(notices.list_inbox(account_id=account_id)) for account_id in people]

    assert decide(opening_id, at=CLOSES + MINUTE) == outcome
    assert inboxes == [1, 1, 1]
    assert [len(notices.list_inbox(account_id=account_id)) for account_id in people] == [1, 1, 1]


def test_entries_are_taken_in_the_window_only_and_may_be_replaced_or_withdrawn():
    one, two = make_sections(1, 1, weekdays=(3, 5))
    opening_id = announce([one, two], policy="draw")
    (account_id,) = make_people()

    with pytest.raises(enrolment.NotYetOpen):
        enter(opening_id, account_id, one, at=OPENS - MINUTE)
    enter(opening_id, account_id, one)
    assert enter(opening_id, account_id, two, one).choices == (two, one)
    assert enrolment.withdraw_entry(opening_id=opening_id, account_id=account_id, at=OPENS)
    assert not enrolment.withdraw_entry(opening_id=opening_id, account_id=account_id, at=OPENS)
    with pytest.raises(enrolment.Closed):
        enter(opening_id, account_id, one, at=CLOSES)


@pytest.mark.parametrize("pick", [lambda s: (), lambda s: (s, s), lambda s: (s, 999_999)])
def test_a_ranking_names_classes_of_the_draw_each_once(pick):
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    (account_id,) = make_people()

    with pytest.raises(enrolment.BadChoices):
        enter(opening_id, account_id, *pick(one))


def test_before_the_draw_nobody_takes_a_seat_and_after_it_what_is_left_is_first_come():
    (one,) = make_sections(2)
    opening_id = announce([one], policy="draw")
    entrant, passer_by = make_people(2)
    enter(opening_id, entrant, one)
    with pytest.raises(enrolment.DrawFirst):
        enrolment.take_seat(section_id=one, learner_id=passer_by, key=None, at=OPENS)
    with pytest.raises(enrolment.TooEarlyToDraw):
        decide(opening_id, at=CLOSES - MINUTE)

    decide(opening_id)

    assert enrolment.take_seat(section_id=one, learner_id=passer_by, key=None, at=CLOSES).state == "taken"
    assert enrolment.check_counters() == []


def test_a_draw_with_a_beacon_publishes_its_entries_first_and_waits():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw", beacon_source="the welfare lottery of 26 February")
    (account_id,) = make_people()
    enter(opening_id, account_id, one)

    with pytest.raises(enrolment.BeaconNeeded):
        decide(opening_id)
    digest = enrolment.freeze_entries(opening_id=opening_id, at=CLOSES)
    before = files_of(opening_id)
    decide(opening_id, beacon="08 11 20")

    assert list(before) == ["input"]
    assert (before["input"]["seed"], before["input"]["people"][0]["choices"][0]) == ("", codes(one))
    after = files_of(opening_id)
    assert after["input"]["beacon"] == "08 11 20"
    assert after["input"]["people"] == before["input"]["people"]
    assert enrolment.freeze_entries(opening_id=opening_id, at=CLOSES) == digest


def test_a_number_nobody_announced_is_not_mixed_into_the_draw():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    (account_id,) = make_people()
    enter(opening_id, account_id, one)

    decide(opening_id, beacon="08 11 20")

    assert files_of(opening_id)["input"]["beacon"] == ""


def codes(section_id):
    from yexiao.catalogue import api as catalogue

    return catalogue.list_sections(ids=[section_id])[0].code


def test_a_reserved_seat_goes_to_a_job_seeker_whatever_the_order():
    # One seat, kept first for job-seekers: whoever comes first in the order, the job-seeker has it.
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw", reserves={one: [("situation:job_seeker", 1)]})
    others = make_people(5)
    (seeker,) = make_people(situation="job_seeker")
    for account_id in [*others, seeker]:
        enter(opening_id, account_id, one)

    decide(opening_id)

    assert enrolment.list_holders(section_ids=[one]) == {one: [seeker]}


class _Absent:
    def __init__(self, *account_ids):
        self.account_ids = set(account_ids)

    def too_often_absent(self, *, account_ids, at):
        return self.account_ids & set(account_ids)


def test_losses_of_past_seasons_count_unless_one_is_absent_too_often():
    from yexiao.enrolment import _ports

    one, two = make_sections(1, 1, weekdays=(3, 5))
    first = announce([one], policy="draw")
    people = make_people(3)
    for account_id in people:
        enter(first, account_id, one)
    decide(first)
    losers = [account_id for account_id in people if account_id not in enrolment.list_holders(section_ids=[one])[one]]
    second = announce([two], policy="draw", closes_at=CLOSES + timedelta(days=2))
    for account_id in people:
        enter(second, account_id, two, at=CLOSES + MINUTE)

    enrolment.use_standing(_Absent(losers[1]))
    try:
        decide(second, at=CLOSES + timedelta(days=2))
    finally:
        enrolment.use_standing(_ports._Nobody())

    losses = {one: enrolment.list_entries_of(account_id=one, opening_ids=[second])[0].losses for one in people}
    winner = next(iter(set(people) - set(losers)))
    assert losses == {winner: 0, losers[0]: 1, losers[1]: 0}


def test_a_choice_at_a_time_at_which_one_holds_a_seat_is_left_out():
    taken, drawn = make_sections(5, 1)
    announce([taken])
    opening_id = announce([drawn], policy="draw")
    busy, free = make_people(2)
    enrolment.take_seat(section_id=taken, learner_id=busy, key=None, at=OPENS)
    enter(opening_id, busy, drawn)
    enter(opening_id, free, drawn)

    decide(opening_id)

    assert enrolment.list_holders(section_ids=[drawn]) == {drawn: [free]}
    assert enrolment.list_entries_of(account_id=busy)[0].reason == "no_choice"
    assert enrolment.check_counters() == []


def test_the_list_after_a_draw_serves_in_the_order_of_the_draw_before_later_comers():
    (one,) = make_sections(1)
    opening_id = announce([one], policy="draw")
    *people, late = make_people(5)
    for account_id in people:
        enter(opening_id, account_id, one)
    decide(opening_id)
    enrolment.join_waiting_list(section_id=one, account_id=late, at=CLOSES)

    order = files_of(opening_id)["result"]["order"]
    names = {enrolment.list_entries_of(account_id=account_id)[0].pseudonym: account_id for account_id in people}
    assert enrolment.list_waiting(section_ids=[one]) == {one: [*[names[name] for name in order[1:]], late]}


def test_fees_are_charged_once_by_the_draw():
    from yexiao.enrolment.models import FeeLine

    (one,) = make_sections(1, fee_kind="low")
    opening_id = announce([one], policy="draw")
    (account_id,) = make_people()
    enter(opening_id, account_id, one)

    decide(opening_id)

    assert list(FeeLine.objects.values_list("kind", "amount_fen")) == [("charge", 14_400)]
