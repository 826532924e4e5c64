"""The resident's main pages in every look, and how much of them travels."""

from __future__ import annotations

import pytest

from tests.journeys import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PAGES = ("/", "/classes/", "/my/", "/wishes/", "/inbox/", "/me/")
MOST_BYTES = 150_000
LOOKS = [("dark", False, PHONE), ("light", True, PHONE), ("dark", True, PHONE), ("dark", False, DESK)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("theme", "elder", "width"), LOOKS)
def test_main_pages_stand_in_dark_and_large_letters(visit, house, language, theme, elder, width):
    visitor = visit(language=language, width=width, theme=theme, elder=elder)
    number = LOOKS.index((theme, elder, width))
    visitor.sign_in(house.tonight[number]["phones"][0 if language == "en" else 1])

    for path in (*PAGES, f"/classes/{house.small[0]}/"):
        visitor.go(path)

    root = visitor.page.locator("html")
    assert root.get_attribute("data-theme") == theme
    assert (root.get_attribute("data-elder") is not None) == elder


def test_a_residents_home_weighs_little(visit, house):
    visitor = visit(language="zh-hans", width=PHONE)
    visitor.sign_in(house.tonight[0]["phones"][2])
    network = visitor.context.new_cdp_session(visitor.page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    visitor.page.goto(f"{visitor.base}/", wait_until="networkidle")

    assert len(sizes) > 5
    assert sum(sizes) <= MOST_BYTES
