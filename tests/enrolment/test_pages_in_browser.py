"""The pages of enrolment in a real browser: usable by everybody, on a phone, without script."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.common.test_design_in_browser import AXE, CHROMIUM, FIND_VIOLATIONS, FLAGS, RULES
from tests.enrolment.factories import CLOSES, MINUTE, OPENS, announce, make_people, make_sections
from tests.places.factories import LONGHUA
from yexiao.catalogue import api as catalogue
from yexiao.enrolment import api as enrolment
from yexiao.people import api as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread; no query overlaps
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def stand_at():
    """Move the database's clock, which the server's threads share."""

    def move(moment):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE common_clock SET ahead = %s - clock_timestamp()", [moment])

    yield move
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_clock SET ahead = '0'")


@pytest.fixture
def browse(browser: Browser, live_server):
    contexts = []

    def open_as(account_id=None, *, size="phone", language="zh-hans", script=True) -> Page:
        context = browser.new_context(viewport=SIZES[size], java_script_enabled=script, base_url=live_server.url)
        contexts.append(context)
        cookies = {"language": language}
        if account_id is not None:
            client = Client()
            client.force_login(get_user_model().objects.get(pk=account_id))
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


def make_city(stand_at):
    """Make a full class with a list, one with seats, a draw taking entries and one decided; return addresses."""
    full, roomy, drawn, entering = make_sections(3, 30, 2, 5, weekdays=(1, 2, 3, 4), fee_kind="low")
    announce([full, roomy], seats_per_person=2)
    decided = announce([drawn], policy="draw", reserves={drawn: [("situation:job_seeker", 1)]})
    running = announce([entering], policy="draw", opens_at=CLOSES, closes_at=CLOSES + (CLOSES - OPENS))
    resident, *others = make_people(6)
    for who in others[:3]:
        enrolment.take_seat(section_id=full, learner_id=who, key=None, at=OPENS)
    for who in [others[3], resident]:
        enrolment.join_waiting_list(section_id=full, account_id=who, at=OPENS)
    for who in [*others, resident]:
        enrolment.enter_draw(opening_id=decided, account_id=who, choices=[drawn], at=OPENS)
    enrolment.decide_draw(opening_id=decided, at=CLOSES)
    people.grant_role(account_id=resident, role="operator", path=LONGHUA, by=None, at=OPENS)
    stand_at(CLOSES + MINUTE)
    codes = {one.id: one.code for one in catalogue.list_sections(ids=[full, roomy])}
    return resident, {
        "search": "/classes/",
        "full": f"/classes/{codes[full]}/",
        "roomy": f"/classes/{codes[roomy]}/",
        "draw": f"/draws/{decided}/",
        "enter": f"/draws/{running}/enter/",
        "openings": "/desk/openings/",
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", list(SIZES))
def test_no_page_has_a_violation_or_is_wider_than_the_screen(browse, stand_at, size, language):
    resident, pages = make_city(stand_at)
    page = browse(resident, size=size, language=language)
    found = {}
    for name, address in pages.items():
        assert page.goto(address).status == 200
        page.evaluate(AXE)
        violations = page.evaluate(FIND_VIOLATIONS, RULES)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            violations.append("wider than the screen")
        if os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{os.environ['SCREENSHOTS']}/{name}-{size}-{language}.png", full_page=True)
        if violations:
            found[name] = violations

    assert found == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_resident_books_cancels_and_waits_without_script(browse, stand_at, language):
    (section,) = make_sections(1)
    announce([section])
    resident, other = make_people(2)
    stand_at(OPENS + MINUTE)
    page = browse(resident, language=language, script=False)
    words = {
        "zh-hans": ["我要报名", "您有名额了", "退掉名额", "加入候补", "您排第 1 位"],
        "en": [
            "I want a seat",
            "You have a seat",
            "Give the seat back",
            "Join the waiting list",
            "You are number 1 of 1",
        ],
    }
    take, has, give_back, wait, first = words[language]

    page.goto(f"/classes/{catalogue.list_sections(ids=[section])[0].code}/")
    page.get_by_role("button", name=take).click()
    assert page.get_by_text(has).first.is_visible()
    page.get_by_role("button", name=give_back).click()
    enrolment.take_seat(section_id=section, learner_id=other, key=None, at=OPENS + MINUTE)
    page.reload()
    page.get_by_role("button", name=wait).click()

    assert page.get_by_text(first).first.is_visible()
    assert enrolment.list_waiting(section_ids=[section]) == {section: [resident]}


def test_the_search_narrows_as_one_asks_and_works_without_script(browse, stand_at):
    _, _pages = make_city(stand_at)
    for script in (True, False):
        page = browse(language="en", script=script)
        page.goto("/classes/")
        page.get_by_label("Words").fill("长笛")
        page.get_by_role("search").get_by_role("button").click()

        page.get_by_text("No class fits.").wait_for()
        assert "q=%E9%95%BF%E7%AC%9B" in page.url
