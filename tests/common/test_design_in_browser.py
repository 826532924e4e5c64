"""The page of parts in a real browser: no accessibility violation, nothing wider than the screen, no script needed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from yexiao.common import phrases

AXE = (Path(__file__).parent.parent / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND_VIOLATIONS = """
rules => axe.run(document, {runOnly: rules}).then(found =>
  found.violations.map(violation => violation.id + ": " + violation.nodes.map(node => node.html).join(" | ")))
"""
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread; no query overlaps
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def open_design(browser: Browser, live_server, settings):
    settings.DEBUG = True
    contexts: list[BrowserContext] = []

    def open_as(*, width: int, **cookies: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        named = [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        context.add_cookies(named)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{live_server.url}/design/")
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("elder", ["0", "1"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_passes_axe_in_every_mode(open_design, width, elder, theme, language):
    page = open_design(width=width, elder=elder, theme=theme, language=language)
    page.evaluate(AXE)

    assert page.evaluate(FIND_VIOLATIONS, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("elder", "least"), [("0", 44), ("1", 56)])
def test_buttons_and_fields_are_large_enough_for_a_thumb(open_design, elder, least):
    page = open_design(width=360, elder=elder)
    sizes = "elements => elements.map(e => e.offsetHeight).filter(height => height > 0)"

    heights = page.eval_on_selector_all(".button, .tool, .tile, .menu-line, .tabs a, .navigation a, select", sizes)

    assert min(heights) >= min(least, 44)
    assert min(page.eval_on_selector_all(".button", sizes)) >= least


def test_the_page_asks_no_other_host_and_breaks_no_policy(open_design, live_server):
    page = open_design(width=360)
    seen: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.reload(wait_until="networkidle")

    assert [url for url in seen if not url.startswith((live_server.url, "data:"))] == []
    assert complaints == []


def test_the_countdown_goes_by_the_servers_clock(open_design):
    page = open_design(width=360, language="en")

    words = page.locator("[data-countdown]").inner_text()

    assert words.startswith(("00:10:00", "00:09:5"))
    assert words.endswith("until it opens")


def test_large_letters_and_language_change_and_come_back(open_design):
    page = open_design(width=360, language="en")

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Large letters").click()
    page.get_by_role("button", name="中文").click()

    assert page.url.endswith("/design/")
    assert page.locator("html[data-elder]").get_attribute("lang") == "zh-Hans"


def test_htmx_posts_carry_the_csrf_token(open_design):
    page = open_design(width=360)

    with page.expect_response("**/view/") as posted:
        page.evaluate("htmx.ajax('POST', '/view/', {values: {elder: '1', next: '/design/'}, swap: 'none'})")

    assert posted.value.status == 302
    assert "1" in [cookie.get("value") for cookie in page.context.cookies() if cookie.get("name") == "elder"]


@pytest.mark.urls("tests.common.test_web")
def test_htmx_shows_a_refusal_where_the_answer_was_expected(open_design, monkeypatch):
    monkeypatch.setitem(phrases._words, "tests.seat_gone", ("The seat is gone.", "Join the waiting list."))
    page = open_design(width=360)

    page.evaluate("htmx.ajax('GET', '/fail/gone/', {target: '#main'})")

    page.get_by_role("alert").wait_for()
    assert page.locator("main").inner_text() == "The seat is gone. Join the waiting list."
