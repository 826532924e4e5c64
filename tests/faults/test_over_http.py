"""Faults that show only over HTTP: hostile text on a page, a double click in many threads, a stuck migration."""

from __future__ import annotations

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.catalogue.factories import make_course, new_section, publish
from tests.enrolment.factories import OPENS, make_people, open_sections
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.people.models import Account

HOSTILE = """Words before.

<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)></svg>
<p style="background:url(//evil.example)">styled</p>

[one](javascript:alert(1)) [two](data:text/html;base64,PHNjcmlwdD4=) [three](https://example.org/)

Words after.
"""


def sign_in(account_id: int) -> Client:
    """Return the browser of that person."""
    client = Client()
    client.force_login(Account.objects.get(pk=account_id))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_c4_a_hostile_description_is_harmless_on_its_page_and_its_words_are_kept(language):
    course_id = make_course("hostile", title="<b>粗</b>", title_en="<b>bold</b>", body=HOSTILE, body_en=HOSTILE)
    [section] = publish(new_section(course_id=course_id))
    client = Client()
    client.cookies["language"] = language

    answer = client.get(f"/classes/{section.code}/")
    page = answer.content.decode()

    for poison in ("<script>alert", "<img src=x", "<svg onload", "<p style", 'href="javascript:', 'href="data:', "<b>"):
        assert poison not in page
    assert "Words before." in page
    assert "Words after." in page
    policy = answer.headers["Content-Security-Policy"]
    assert ("script-src 'self'" in policy, "unsafe" in policy) == (True, False)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db(transaction=True)
def test_e2_twenty_equal_requests_over_http_give_one_seat_and_equal_answers(live_server, monkeypatch):
    (section_id,), (account_id,) = open_sections(5), make_people()
    [section] = catalogue.list_sections(ids=[section_id])
    path, key = f"/classes/{section.code}/take/", str(uuid4())
    monkeypatch.setattr(clock, "now", lambda: OPENS)  # the server's threads share it
    session = sign_in(account_id).cookies["sessionid"].value
    token = "a" * 32
    start = threading.Barrier(20)

    def press(_: int) -> tuple[int, str]:
        wire = http.client.HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=30)
        body = urlencode({"key": key, "csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        start.wait(30)
        wire.request("POST", path, body, headers | {"Cookie": f"sessionid={session}; csrftoken={token}"})
        with closing(wire), wire.getresponse() as answer:
            return answer.status, answer.headers.get("Location", "")

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(press, range(20)))

    assert set(answers) == {(302, f"/classes/{section.code}/")}
    assert enrolment.list_holders(section_ids=[section_id]) == {section_id: [account_id]}
    assert enrolment.check_counters() == []


@pytest.mark.django_db(transaction=True)
def test_b2_a_migration_stuck_behind_a_lock_gives_up_and_the_site_keeps_serving():
    parameters = {key: value for key, value in connection.get_connection_params().items() if key in PLAIN}
    with psycopg.connect(**parameters) as reader:
        reader.execute("SELECT count(*) FROM common_limit")  # an open reader: an ALTER TABLE waits behind it

        def migrate() -> tuple[str, float]:
            with psycopg.connect(**parameters, options=settings.DATABASES["default"]["OPTIONS"]["options"]) as changer:
                began = time.monotonic()
                with pytest.raises(psycopg.errors.LockNotAvailable):
                    changer.execute("ALTER TABLE common_limit ADD COLUMN note text")
                return "gave up", time.monotonic() - began

        with ThreadPoolExecutor(1) as pool:
            stuck = pool.submit(migrate)
            served = Client().get("/classes/").status_code
            outcome, waited = stuck.result(20)

    assert (served, outcome) == (200, "gave up")
    assert 4 <= waited <= 9


PLAIN = {"host", "port", "user", "dbname", "password"}
