"""Somebody at a browser who notices what is wrong with a page: on every page, without being asked."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND_VIOLATIONS = """
rules => axe.run(document, {runOnly: rules}).then(found =>
  found.violations.map(violation => violation.id + ": " + violation.nodes.map(node => node.html).join(" | ")))
"""
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
CODE = re.compile(r"\d{6}")
PATIENCE_MS = 15_000
_seen: set[tuple[object, ...]] = set()


class Visitor:
    """One browser window of one person.

    Every page it comes to must keep to its language, fit the window, load
    nothing from elsewhere and complain of nothing; the first time a kind of
    page is met in a language, width and look, axe must find nothing.
    """

    def __init__(
        self,
        browser: Browser,
        base: str,
        *,
        language: str,
        width: int,
        has_script: bool = True,
        theme: str = "light",
        elder: bool = False,
    ) -> None:
        self.base, self.language, self.width, self.has_script = base, language, width, has_script
        self.look = (theme, elder)
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=has_script, accept_downloads=True
        )
        cookies = {"language": language, "theme": theme, "elder": "1" if elder else "0"}
        self.context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", self._watch)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()

    def words(self, english: str, context: str = "", **values: object) -> str:
        """Return what the house says for these English words in the visitor's language."""
        with translation.override(self.language):
            said = translation.pgettext(context, english) if context else translation.gettext(english)
        assert self.language == "en" or said != english, f"no Chinese for {english!r}"
        return said % values if values else said

    def go(self, path: str) -> None:
        """Open an address of the house and look at the page."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        self.check()

    def press(self, name: str, context: str = "", *, within: Locator | None = None) -> None:
        """Press the button with these words, given in English, and look at the page it leads to."""
        place = within or self.page.locator("main")
        self.leave_by(place.get_by_role("button", name=self.words(name, context), exact=True).first)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the link with these words, given in English, and look at the page."""
        place = within or self.page.locator("main")
        self.leave_by(place.get_by_role("link", name=self.words(name), exact=True).first)

    def text(self) -> str:
        """Return the words of the page's main part."""
        return self.page.locator("main").inner_text()

    def sign_in(self, phone: str) -> None:
        """Sign in with a phone number and the code shown in the demonstration."""
        self.go("/sign-in/")
        self.page.get_by_label(self.words("Mobile number")).fill(phone)
        self.press("Send me a code")
        shown = CODE.search(self.page.locator(".notice").inner_text())
        assert shown, "the demonstration shows no code"
        self.page.locator("input[name=code]").fill(shown[0])
        self.press("Sign in")

    def sign_in_as_staff(self, username: str, password: str) -> None:
        """Sign in with user name and password."""
        self.go("/staff/sign-in/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.press("Sign in")

    def check(self) -> None:
        """Look at the page as it is now.

        Raises:
            AssertionError: Something is wrong with it; the message says what.
        """
        path = urlsplit(self.page.url).path
        assert not self.complaints, f"{path}: {self.complaints}"
        lang = self.page.locator("html").get_attribute("lang")
        assert lang == LANGUAGES[self.language], f"{path} is in {lang}"
        if self.has_script:
            self._measure(path)
            self._read(path)
            self._ask_axe(path)

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def leave_by(self, control: Locator) -> None:
        """Use a control that leads to another page, and look at that."""
        with self.page.expect_navigation() as landed:
            control.click()
        assert landed.value is not None
        assert landed.value.status == 200, f"{self.page.url} answers {landed.value.status}: {self.text()}"
        self.check()

    def _measure(self, path: str) -> None:
        wide, window = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{path} is {wide} wide in a window of {window}"

    def _read(self, path: str) -> None:
        foreign = HAN if self.language == "en" else LATIN_SENTENCE
        found = [words for words in self.page.evaluate(READ) if foreign.search(words)]
        assert not found, f"{path} says in the other language, unmarked: {found}"

    def _ask_axe(self, path: str) -> None:
        kind = (re.sub(r"\d+", "0", path), self.language, self.width, self.look)
        if kind in _seen:
            return
        self.page.evaluate(AXE)
        violations = self.page.evaluate(FIND_VIOLATIONS, RULES)
        assert violations == [], f"{path}: {violations}"
        _seen.add(kind)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.complaints.append(f"asks another host: {request.url}")


WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
READ = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data.trim();
    if (words && !node.parentElement.closest("[lang]:not(html), code, script, style")) found.push(words);
  }
  return found;
}
"""
