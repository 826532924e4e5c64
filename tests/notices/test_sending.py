"""Text messages: each at most once, later when the provider is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.conftest import all_at_once
from tests.notices.test_outbox import message_to
from tests.people.factories import EIGHT_PM, make_resident, make_staff
from yexiao.notices import _sms
from yexiao.notices import api as notices
from yexiao.notices.models import Notice
from yexiao.people import api as people

MINUTE = timedelta(minutes=1)


class Provider:
    """A provider of text messages that keeps what it took, and can be away, silent or deadly."""

    def __init__(self):
        self.taken = []
        self.trouble = None

    def send(self, *, phone, text, key):
        if self.trouble is not None:
            raise self.trouble
        self.taken.append((phone, text, key))


@pytest.fixture
def provider(monkeypatch):
    fake = Provider()
    monkeypatch.setitem(_sms.BACKENDS, "console", fake)
    return fake


def tell(recipient_id, event_key="moved:7", at=EIGHT_PM):
    notices.tell(messages=[message_to(recipient_id, event_key)], at=at)


def states():
    return list(Notice.objects.filter(channel="sms").order_by("pk").values_list("state", flat=True))


def test_a_message_is_sent_once_in_the_recipients_language(db, provider):
    resident = make_resident(language="en", phone="13800138000")
    tell(resident)

    sent = [notices.send_due(at=EIGHT_PM), notices.send_due(at=EIGHT_PM)]

    notice = Notice.objects.get(channel="sms")
    assert sent == [1, 0]
    assert provider.taken == [
        ("+8613800138000", "【夜校】Video editing now starts Fri 4 Dec 19:00 and costs ¥45.50.", str(notice.pk))
    ]
    assert (notice.state, notice.sent_at) == ("sent", EIGHT_PM)


def test_a_provider_away_for_an_hour_gets_the_message_later_and_once(db, provider):
    tell(make_resident())
    provider.trouble = notices.SmsNotSent()
    for minute in range(60):
        notices.send_due(at=EIGHT_PM + minute * MINUTE)
    tries = Notice.objects.get(channel="sms").tries
    provider.trouble = None

    sent = sum(notices.send_due(at=EIGHT_PM + minute * MINUTE) for minute in range(60, 180))

    assert (tries, sent, len(provider.taken)) == (6, 1, 1)


def test_a_worker_killed_while_sending_never_sends_twice(db, provider):
    tell(make_resident())
    provider.trouble = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        notices.send_due(at=EIGHT_PM)
    provider.trouble = None

    sent = notices.send_due(at=EIGHT_PM + 60 * MINUTE)

    assert (sent, provider.taken, states()) == (0, [], ["handed"])
    assert notices.count_unsure(at=EIGHT_PM + 60 * MINUTE) == 1


def test_an_answer_that_never_came_counts_as_perhaps_sent(db, provider):
    tell(make_resident())
    provider.trouble = TimeoutError()

    sent = [notices.send_due(at=EIGHT_PM), notices.send_due(at=EIGHT_PM + 60 * MINUTE)]

    assert (sent, states()) == ([0, 0], ["handed"])
    assert Notice.objects.get(channel="sms").last_error == "TimeoutError"


def test_one_refused_message_does_not_hold_up_the_others(db, monkeypatch):
    class Picky(Provider):
        def send(self, *, phone, text, key):
            if phone == "+8613800138000":
                raise notices.SmsNotSent
            super().send(phone=phone, text=text, key=key)

    picky = Picky()
    monkeypatch.setitem(_sms.BACKENDS, "console", picky)
    tell(make_resident(phone="13800138000"))
    tell(make_resident())

    assert notices.send_due(at=EIGHT_PM) == 1
    assert states() == ["waiting", "sent"]


def test_a_provider_that_refuses_three_in_a_row_is_left_alone_until_the_next_run(db, provider):
    for _ in range(5):
        tell(make_resident())
    provider.trouble = notices.SmsNotSent()

    notices.send_due(at=EIGHT_PM)

    assert sorted(Notice.objects.filter(channel="sms").values_list("tries", flat=True)) == [0, 0, 1, 1, 1]


def test_news_of_yesterday_is_not_sent_and_stays_in_the_inbox(db, provider):
    resident = make_resident()
    tell(resident)

    notices.send_due(at=EIGHT_PM + timedelta(hours=24, seconds=1))

    assert (provider.taken, states()) == ([], ["given_up"])
    assert len(notices.list_inbox(account_id=resident)) == 1


def test_a_worker_that_does_not_know_the_words_leaves_the_message_to_one_that_does(db, provider):
    tell(make_resident())
    Notice.objects.update(template="tests.of_the_next_release")

    unknown = notices.send_due(at=EIGHT_PM)
    Notice.objects.update(template="tests.class_moves")
    known = notices.send_due(at=EIGHT_PM + MINUTE)

    assert (unknown, known, len(provider.taken)) == (0, 1, 1)


def test_people_without_a_number_and_closed_accounts_get_no_text(db, provider):
    closed = make_resident()
    tell(make_staff("operator"))
    tell(closed)
    people.deactivate(account_id=closed, by=None, at=EIGHT_PM)

    notices.send_due(at=EIGHT_PM)

    assert (provider.taken, states()) == ([], ["given_up", "given_up"])


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_send_each_message_once(provider):
    for _ in range(12):
        tell(make_resident())

    sent = all_at_once(lambda _: notices.send_due(at=EIGHT_PM), range(4))

    assert sum(sent) == 12
    assert len({key for _, _, key in provider.taken}) == len(provider.taken) == 12


@pytest.mark.django_db(transaction=True)
def test_telling_queues_one_job_however_often_and_only_if_the_teller_commits():
    forget_jobs()
    resident = make_resident()

    with pytest.raises(RuntimeError, match="changed my mind"):
        tell_and_fail(resident)
    before = count_jobs()
    tell(resident, "moved:1")
    tell(resident, "moved:2")

    assert (before, count_jobs()) == (0, 1)
    assert Notice.objects.count() == 4


def test_the_console_shows_the_text_and_masks_the_number(db, capsys):
    tell(make_resident(phone="13800138000"))

    notices.send_due(at=EIGHT_PM)

    [line] = capsys.readouterr().err.splitlines()
    assert line == "SMS 138****8000 【夜校】剪映 now starts 周五（12 月 4 日） 19:00 and costs ¥45.50."


@transaction.atomic
def tell_and_fail(resident):
    tell(resident, "moved:1")
    raise RuntimeError("changed my mind")


def count_jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.send_due'")
        return cursor.fetchone()[0]


def forget_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
