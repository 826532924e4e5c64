"""Anyone: what is on tonight and this week near home, the search, a class."""

from __future__ import annotations

import re

import pytest

from tests.journeys import DESK, PHONE, WAYS

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ZHANGGE_PATH = "4403/440309/440309005/440309005011"
FILTERS = ("within=4403/440309/440309005", "weekday=5", "fee=free", "fee=low", "free=on", f"near={ZHANGGE_PATH}")
ZHANGGE = {"zh-hans": ("福城", "章阁社区"), "en": ("Fucheng", "Zhangge")}


@WAYS
def test_anyone_sees_tonight_and_this_week_near_a_chosen_community(visit, language, width):
    visitor = visit(language=language, width=width)
    street, community = ZHANGGE[language]
    page = visitor.page
    visitor.go("/")

    visitor.follow("Choose your community to see what is near")
    visitor.leave_by(page.locator("a.tile", has_text=street))
    visitor.leave_by(page.get_by_role("button", name=re.compile(f"^{community}")))

    assert page.url == f"{visitor.base}/"
    assert community in page.locator("h1").inner_text()
    assert page.locator("#tonight-title + .cards .meeting-card").count() >= 3
    assert page.locator("section[aria-labelledby=week-title] .meeting-card").count() >= 3
    distances = page.locator("#tonight-title + .cards .meeting-where").all_inner_texts()
    assert all(re.search(r"\d", words) for words in distances), distances


@pytest.mark.parametrize(("language", "width"), [("zh-hans", PHONE), ("en", DESK)])
def test_anyone_searches_and_filters(visit, language, width):
    visitor = visit(language=language, width=width)
    page = visitor.page

    for words in ("夜校", "AI 表格", "DeepSeek"):
        visitor.go(f"/classes/?q={words}")
        assert page.locator("input[name=q]").input_value() == words
    titles = page.locator(".meeting-title").all_inner_texts()
    assert titles
    assert all("DeepSeek" in title for title in titles)

    visitor.go("/classes/")
    everything = _total(visitor)
    for query in FILTERS:
        visitor.go(f"/classes/?{query}")
        assert 0 < _total(visitor) <= everything
    visitor.go("/classes/?q=zzzz")
    visitor.follow("Show all classes")
    assert _total(visitor) == everything


@WAYS
def test_anyone_filters_by_hand(visit, language, width):
    visitor = visit(language=language, width=width)
    page = visitor.page
    visitor.go("/classes/")
    if width < 800:
        page.locator(".filter-more summary").click()

    page.locator("select[name=fee]").select_option("low")
    page.locator("select[name=weekday]").select_option("5")
    with page.expect_response("**/classes/?**"):
        page.get_by_role("button", name=visitor.words("Search", "filters"), exact=True).click()
    page.wait_for_url("**fee=low**")

    visitor.check()
    assert page.locator(".fee-free").count() == 0


@WAYS
def test_anyone_reads_all_about_a_class(visit, house, language, width):
    visitor = visit(language=language, width=width)
    page = visitor.page

    visitor.go(f"/classes/{house.small[0]}/")

    labels = page.locator("dl.facts dt").all_inner_texts()
    for label in ("Place", "Lecturer", "Fee", "What to bring", "For whom"):
        assert visitor.words(label) in labels
    assert page.locator("ol.evenings li").count() >= 1
    assert visitor.words("From the opening on, whoever asks first has the seat.") in visitor.text()
    assert page.locator("a[href*='amap.com'], a[href*='map.qq.com'], a[href*='map.baidu.com']").count() >= 2
    with page.expect_download() as saved:
        page.get_by_role("link", name=visitor.words("Add to my calendar")).click()
    assert saved.value.path().read_text().startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", DESK), ("en", PHONE)])
def test_a_low_fee_class_says_its_market_price(visit, language, width):
    visitor = visit(language=language, width=width)
    visitor.go("/classes/?fee=low")

    visitor.leave_by(visitor.page.locator(".meeting-title a").first)

    fee = visitor.page.locator("dd .fee")
    assert fee.locator("s").count() == 1
    paid, market = (int(number.replace(",", "")) for number in re.findall(r"¥([\d,]+)", fee.inner_text()))
    assert paid == round(market * 0.3)


def _total(visitor) -> int:
    return int(re.search(r"\d+", visitor.page.locator("#results [role=status]").inner_text())[0])
