"""Nobody is told twice, whoever tells and however often."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.conftest import all_at_once
from tests.people.factories import EIGHT_PM, make_resident
from yexiao.notices import api as notices
from yexiao.notices.models import Notice

notices.register(
    "tests.class_moves",
    subject="%(course)s moves",
    body="%(course)s now starts %(starts_at)s and costs %(fee_fen)s.",
)
VALUES = {"course": "剪映", "course_en": "Video editing", "starts_at": "2026-12-04T11:00:00+00:00", "fee_fen": 4550}


def message_to(recipient_id, event_key="moved:7", **values):
    return notices.Message(
        **{
            "recipient_id": recipient_id,
            "event_key": event_key,
            "template": "tests.class_moves",
            "values": VALUES,
            "link": "/classes/A1/",
        }
        | values
    )


def test_telling_twice_writes_once(db):
    messages = [message_to(make_resident()), message_to(make_resident())]

    first = notices.tell(messages=messages, at=EIGHT_PM)
    again = notices.tell(messages=messages, at=EIGHT_PM)

    assert (first, again, Notice.objects.count()) == (4, 0, 4)


@pytest.mark.django_db(transaction=True)
def test_parallel_tellers_tell_each_person_once():
    messages = [message_to(make_resident(), channels=("in_app",)) for _ in range(20)]

    told = all_at_once(
        lambda turn: notices.tell(messages=messages if turn % 2 else messages[::-1], at=EIGHT_PM), range(8)
    )

    assert sum(told) == 20
    assert Notice.objects.count() == 20


def test_a_message_is_said_in_the_language_of_the_reader(db):
    resident = make_resident()
    notices.tell(messages=[message_to(resident)], at=EIGHT_PM)

    with translation.override("en"):
        english = notices.list_inbox(account_id=resident)[0]
    with translation.override("zh-hans"):
        chinese = notices.list_inbox(account_id=resident)[0]

    assert english.body == "Video editing now starts Fri 4 Dec 19:00 and costs ¥45.50."
    assert chinese.body == "剪映 now starts 周五（12 月 4 日） 19:00 and costs ¥45.50."


def test_an_inbox_is_newest_first_and_ends_at_its_limit(db):
    resident = make_resident()
    for number in range(3):
        notices.tell(messages=[message_to(resident, f"moved:{number}")], at=EIGHT_PM)

    newest = Notice.objects.filter(channel="in_app").order_by("-pk").values_list("pk", flat=True)

    assert [notice.id for notice in notices.list_inbox(account_id=resident, limit=2)] == list(newest[:2])


def test_reading_is_counted_once_and_only_by_the_owner(db):
    owner, other = make_resident(), make_resident()
    notices.tell(messages=[message_to(owner)], at=EIGHT_PM)
    [notice] = notices.list_inbox(account_id=owner)

    assert notices.mark_read(account_id=other, ids=[notice.id], at=EIGHT_PM) == ""
    assert notices.count_unread(account_id=owner) == 1
    assert notices.mark_read(account_id=owner, ids=[notice.id], at=EIGHT_PM) == "/classes/A1/"
    assert notices.count_unread(account_id=owner) == 0


def test_a_message_whose_template_is_gone_still_shows(db):
    resident = make_resident()
    notices.tell(messages=[message_to(resident)], at=EIGHT_PM)
    Notice.objects.update(template="gone.since")

    with translation.override("en"):
        [notice] = notices.list_inbox(account_id=resident)

    assert (notice.subject, notice.link) == ("A message from the night school", "/classes/A1/")


def test_a_message_told_before_its_words_asked_for_more_still_shows(db):
    resident = make_resident()
    notices.tell(messages=[message_to(resident)], at=EIGHT_PM)
    Notice.objects.update(values={"course": "剪映", "starts_at": VALUES["starts_at"]})

    with translation.override("en"):
        [notice] = notices.list_inbox(account_id=resident)

    assert notice.subject == "剪映 moves"
    assert notice.body.endswith("costs ….")


@pytest.mark.parametrize(
    "fault",
    [
        {"template": "tests.nobody_wrote_this"},
        {"values": {"course": "剪映"}},
        {"channels": ("pigeon",)},
        {"link": "//elsewhere.example/"},
        {"link": "https://elsewhere.example/"},
    ],
)
def test_a_message_that_could_not_be_said_is_refused_before_it_is_stored(db, fault):
    with pytest.raises(ValueError, match=r"."):
        notices.tell(messages=[message_to(make_resident(), **fault)], at=EIGHT_PM)

    assert Notice.objects.count() == 0


def test_telling_costs_the_same_queries_for_one_and_three(db, django_assert_num_queries):
    residents = [make_resident() for _ in range(4)]

    with django_assert_num_queries(3):
        notices.tell(messages=[message_to(residents[0])], at=EIGHT_PM)
    with django_assert_num_queries(3):
        notices.tell(messages=[message_to(resident) for resident in residents[1:]], at=EIGHT_PM)
