"""Take the pictures of the README from a served demonstration city: `python -m scripts.screenshots [ADDRESS]`.

The city must be served with DEMO=1; nothing in it is changed. Each picture
is drawn at one pixel per point and must stay under 150 KB.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
PHONE, DESK = (360, 800), (1280, 800)
MOST_BYTES = 150_000
RESIDENT, PLANNER, OFFICIAL = "+8619900000001", "+8619900000009", "+8619900000012"


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it; `follow` names a link to take from there."""

    name: str
    path: str
    size: tuple[int, int]
    phone: str = ""
    follow: str = ""


ALL = (
    Picture("home-phone", "/", PHONE, RESIDENT),
    Picture("home-desk", "/", DESK, RESIDENT),
    Picture("class", "/classes/", PHONE, follow=".meeting-title a"),
    Picture("planner", "/desk/plans/", DESK, PLANNER, follow="tbody th a"),
    Picture("figures", "/figures/?within=4403/440309", DESK, OFFICIAL),
)


def main() -> None:
    """Take every picture."""
    base = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for picture in ALL:
            target = take(browser, base, picture)
            size = target.stat().st_size
            print(f"{target.relative_to(PICTURES.parents[1])}  {size / 1000:.0f} KB")
            if size > MOST_BYTES:
                sys.exit(f"{target.name} is larger than {MOST_BYTES // 1000} KB.")
        browser.close()


def take(browser: Browser, base: str, picture: Picture) -> Path:
    """Open the page as that person, in Chinese and in the light look, and keep what the window shows."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    cookies = {"language": "zh-hans", "theme": "light"}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    if picture.phone:
        _sign_in(page, base, picture.phone)
    page.goto(base + picture.path)
    if picture.follow:
        page.locator(picture.follow).first.click()
        page.wait_for_load_state()
    target = PICTURES / f"{picture.name}.png"
    page.screenshot(path=target)
    context.close()
    return target


def _sign_in(page: Page, base: str, phone: str) -> None:
    """Use the demonstration's one-click sign-in."""
    page.goto(base + "/")
    page.locator(f"form:has(input[name=phone][value='{phone}']) button").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
