"""Refusals, error pages and how a browser wants pages shown."""

from __future__ import annotations

import pytest
from django import forms
from django.conf import settings as product
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

from tests.common.test_parts import FRIDAY_NOON, evening
from yexiao.common import clock, phrases, web
from yexiao.common.limits import TooOften
from yexiao.common.refusals import BadInput, NotFound, Refusal
from yexiao.frontdesk.urls import root_patterns

HTMX = {"HX-Request": "true"}


class SeatGone(Refusal):
    """A refusal of these tests."""

    code = "tests.seat_gone"


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    """Raise what the address says."""
    del request
    raise {
        "gone": SeatGone(),
        "absent": NotFound(),
        "bad": BadInput(field="phone", reason="too short"),
        "often": TooOften(name="code", seconds=240),
        "missing": Http404(),
        "bug": RuntimeError("a bug"),
    }[kind]


urlpatterns = [path("fail/<kind>/", fail), *root_patterns()]
handler404 = "yexiao.common.web.not_found"
handler500 = "yexiao.common.web.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def seat_gone_has_words(monkeypatch):
    sentences = {"tests.seat_gone": ("The seat is gone.", "Join the waiting list.")}
    monkeypatch.setattr(phrases, "_words", phrases._words | sentences)


@pytest.fixture
def browser(client: Client) -> Client:
    client.raise_request_exception = False
    client.cookies["language"] = "en"
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("gone", 409, "The seat is gone."),
        ("absent", 404, "There is no such page."),
        ("bad", 422, "One of the values cannot be used."),
        ("often", 429, "Wait 4 minutes, then try again."),
        ("missing", 404, "There is no such page."),
        ("bug", 500, "Something went wrong on our side."),
    ],
)
def test_every_failure_has_its_status_words_and_a_next_step(browser, kind, status, words):
    answer = browser.get(f"/fail/{kind}/")

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "To the home page" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words"),
    [("absent", "没有这个页面。"), ("often", "请过 4 分钟再试。"), ("bug", "我们这边出了点问题。")],
)
def test_failures_speak_chinese_unless_told_otherwise(browser, kind, words):
    del browser.cookies["language"]

    answer = browser.get(f"/fail/{kind}/").content.decode()

    assert words in answer
    assert '<html lang="zh-Hans"' in answer


@pytest.mark.django_db
def test_a_refusal_inside_htmx_is_a_fragment(browser):
    answer = browser.post("/fail/gone/", headers=HTMX)

    assert answer.status_code == 409
    assert answer.content.decode().lstrip().startswith('<div class="notice notice-bad" role="alert">')


@pytest.mark.django_db
def test_a_refusal_leads_back_to_the_form_it_came_from(browser):
    own = browser.post("/fail/gone/", headers={"Referer": "http://testserver/classes/?q=ai"}).content.decode()
    foreign = browser.post("/fail/gone/", headers={"Referer": "https://evil.example/x"}).content.decode()

    assert 'href="/classes/?q=ai"' in own
    assert "Back to where I was" not in foreign


@pytest.mark.django_db
def test_too_often_says_when_to_come_back(browser):
    assert browser.get("/fail/often/").headers["Retry-After"] == "240"


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing was lost."), ("", "您的信息没有丢。")])
def test_our_own_failure_needs_no_database(rf, language, words):
    request = rf.get("/")
    request.COOKIES["language"] = language

    answer = web.server_error(request)  # pytest-django refuses any query here

    assert answer.status_code == 500
    assert words in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.django_db
def test_an_expired_form_says_so(browser):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["language"] = "en"

    answer = strict.post(reverse("frontdesk:set_view"), {"elder": "1"})

    assert answer.status_code == 403
    assert "This form has expired." in answer.content.decode()


def test_refusals_say_their_data_as_people_do(monkeypatch):
    sentences = ("%(course)s opens %(opens_at)s.", "It costs %(price_fen)s.")
    monkeypatch.setitem(phrases._words, "tests.seat_gone", sentences)
    refusal = SeatGone(course="提示词入门", course_en="First prompts", opens_at=evening(1), price_fen=4500)

    with clock.standing_at(FRIDAY_NOON), translation.override("en"):
        english = phrases.say(refusal)
    with clock.standing_at(FRIDAY_NOON), translation.override("zh-hans"):
        chinese = phrases.say(refusal)

    assert english == phrases.Saying("First prompts opens Tomorrow evening 19:00.", "It costs ¥45.")
    assert chinese.what == "提示词入门 opens 明晚 19:00."


@pytest.mark.django_db
def test_the_language_is_kept_and_the_page_comes_back(browser):
    answer = browser.post(reverse("frontdesk:set_language"), {"language": "zh-hans", "next": "/design/?a=1"})

    assert (answer.status_code, answer.url) == (302, "/design/?a=1")
    assert answer.cookies["language"].value == "zh-hans"


@pytest.mark.django_db
@pytest.mark.parametrize("next_path", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_no_display_form_leads_to_another_host(browser, next_path):
    answer = browser.post(reverse("frontdesk:set_language"), {"language": "klingon", "next": next_path})

    assert (answer.status_code, answer.url) == (302, "/")
    assert "language" not in answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "cookies"),
    [
        ({"theme": "dark"}, {"theme": "dark"}),
        ({"theme": "auto"}, {"theme": ""}),
        ({"theme": "pink"}, {}),
        ({"elder": "1"}, {"elder": "1"}),
        ({"elder": "0"}, {"elder": ""}),
    ],
)
def test_theme_and_letters_are_kept_in_cookies(browser, sent, cookies):
    answer = browser.post(reverse("frontdesk:set_view"), sent)

    kept = {name: morsel.value for name, morsel in answer.cookies.items() if name in {"theme", "elder"}}
    assert kept == cookies


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["frontdesk:set_language", "frontdesk:set_view"])
def test_display_forms_are_only_posted(browser, name):
    assert browser.get(reverse(name)).status_code == 405


@pytest.mark.django_db
def test_the_page_of_parts_is_shown_in_debug_mode_only(browser, settings):
    closed = browser.get("/design/").status_code
    settings.DEBUG = True
    answer = browser.get("/design/")

    assert (closed, answer.status_code) == (404, 200)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_chosen_look_reaches_the_page(browser, settings):
    settings.DEBUG = True
    browser.cookies["theme"], browser.cookies["elder"] = "dark", "1"

    html = browser.get("/design/").content.decode()

    assert '<html lang="en" data-theme="dark" data-elder>' in html


def test_hashed_names_reach_the_imports_of_modules(settings, tmp_path):
    from django.contrib.staticfiles.finders import get_finder

    from yexiao.common.staticfiles import HashedStorage

    finder = get_finder("django.contrib.staticfiles.finders.AppDirectoriesFinder")
    sources = {name: (storage, name) for name, storage in finder.list([]) if name.startswith(("common/", "vendor/"))}
    storage = HashedStorage(location=tmp_path, base_url=product.STATIC_URL)
    for name, (origin, _) in sources.items():
        with origin.open(name) as source:
            storage.save(name, source)
    failed = [outcome for _, _, outcome in storage.post_process(sources) if isinstance(outcome, Exception)]

    script = (tmp_path / storage.stored_name("common/app.js")).read_text()

    assert failed == []
    assert f'from "./{storage.stored_name("common/once.js").removeprefix("common/")}"' in script


def test_forms_speak_our_own_chinese():
    class Short(forms.Form):
        name = forms.CharField(max_length=3)

    with translation.override("zh-hans"):
        missing, long = Short({}).errors["name"], Short({"name": "王" * 5}).errors["name"]

        assert list(missing) == ["这一项还没有填。"]
        assert list(long) == ["最多 3 个字，现在有 5 个。"]
