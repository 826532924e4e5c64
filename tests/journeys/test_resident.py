"""A resident: signing in, wishes, a seat, giving it back, the waiting list, an offer; with script and without."""

from __future__ import annotations

import pytest

from tests.journeys import DESK, PHONE, WAYS, number_of
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PLACES = {
    "district": "4403/440309",
    "street": "4403/440309/440309005",
    "community": "4403/440309/440309005/440309005011",
}
NAMES = {"zh-hans": ("林小满", "何建国"), "en": ("Lin Xiaoman", "He Jianguo")}


@WAYS
def test_a_resident_goes_from_wish_to_seat(visit, house, language, width):
    number = number_of(language, width)
    me, neighbour = (visit(language=language, width=width) for _ in range(2))

    live_through(me, neighbour, code=house.small[number], number=number)


@pytest.mark.parametrize(("language", "width", "number"), [("zh-hans", PHONE, 4), ("en", DESK, 5)])
def test_a_resident_needs_no_script(visit, house, language, width, number):
    me, neighbour = (visit(language=language, width=width, has_script=False) for _ in range(2))

    live_through(me, neighbour, code=house.small[number], number=number)


def live_through(me: Visitor, neighbour: Visitor, *, code: str, number: int) -> None:
    """Join; wish; take the only seat and give it back; wait behind the neighbour; accept what they give back."""
    for visitor, offset in ((me, 0), (neighbour, 1)):
        join(visitor, f"1380000{number}{offset}00", NAMES[visitor.language][offset])
    wish(me)

    me.go(f"/classes/{code}/")
    me.press("I want a seat")
    assert me.words("You have a seat.") in me.text()
    title = me.page.locator("h1").inner_text()
    me.go("/my/")
    assert title in me.text()
    me.leave_by(me.page.locator(".meeting-title a", has_text=title).first)
    me.press("Give the seat back", "seats")

    neighbour.go(f"/classes/{code}/")
    neighbour.press("I want a seat")
    me.go(f"/classes/{code}/")
    me.press("Join the waiting list")
    assert me.words("You are number %(number)s on the waiting list.", number=1) in me.text()
    me.go("/my/")
    assert me.page.locator(f"a[href='/classes/{code}/']").count() == 1

    neighbour.press("Give the seat back", "seats")
    me.go("/inbox/")
    assert title in me.text()
    me.go("/my/")
    me.press("Yes, I take the seat")
    assert me.words("You have a seat.") in me.text()
    neighbour.go(f"/classes/{code}/")
    assert neighbour.words("Join the waiting list") in neighbour.text()


def join(visitor: Visitor, phone: str, name: str) -> None:
    """Sign in for the first time and say one's name and community."""
    visitor.sign_in(phone)
    page = visitor.page
    assert page.url.startswith(f"{visitor.base}/me/who/")
    page.locator("input[name=name]").fill(name)
    for step, path in PLACES.items():
        page.locator(f"#place:not(.htmx-added) select[name={step}]").select_option(path)
        if step != "community" and not visitor.has_script:
            visitor.press("Go on")  # with script the next list comes by itself
    visitor.press("Go on")
    assert page.url == f"{visitor.base}/"


def wish(visitor: Visitor) -> None:
    """Wish for two courses on three evenings."""
    visitor.go("/wishes/")
    page = visitor.page
    for choice in (1, 2):
        page.locator(f"select[name=choice_{choice}]").select_option(index=choice)
    for day in (1, 3, 5):
        page.locator(f"input[name=evenings][value='{day}']").check()
    page.locator("input[name=reach_km]").first.check()
    visitor.press("Save my wishes")
    assert page.locator("section[aria-labelledby=saved-title] li").count() == 2
