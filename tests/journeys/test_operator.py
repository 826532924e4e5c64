"""An operator: from demand to a published timetable, an opening, tonight's rosters and a cancelled evening."""

from __future__ import annotations

import pytest

from tests.journeys import WAYS, number_of
from tests.journeys.conftest import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), WAYS]


def test_an_operator_plans_from_demand_publishes_and_opens_enrolment(visit, house, language, width):
    visitor = visit(language=language, width=width)
    page = visitor.page
    season = f"season={house.seasons[number_of(language, width)]}"
    visitor.sign_in_as_staff("desk", PASSWORD)

    visitor.go(f"/desk/demand/?{season}")
    assert page.locator(".stat").count() == 5
    for by in ("evening", "skill", "course"):
        visitor.go(f"/desk/demand/?{season}&by={by}")
    visitor.follow("Plan classes from these wishes")

    page.locator("input[name=max_sections]").fill("2")
    page.locator("select[name=seconds]").select_option("10")
    visitor.press("Make a draft")
    run = page.url
    page.locator(".action-bar button, .notice-bad").first.wait_for(timeout=40_000)
    visitor.check()
    publish = page.locator(".action-bar form[action$='/publish/'] button")
    assert publish.count() == 1, visitor.text()
    visitor.leave_by(publish)
    assert page.url == run
    visitor.follow("Now open the sign-up for these classes")

    page.locator("select[name=policy]").select_option("first_come")
    before = page.locator("tbody tr").count()
    visitor.press("Announce")
    assert visitor.words("The opening is announced.") in visitor.text()
    assert page.locator("tbody tr").count() == before + 1


def test_an_operator_marks_attendance_and_cancels_an_evening(visit, house, language, width):
    visitor = visit(language=language, width=width)
    page = visitor.page
    tonight = house.tonight[number_of(language, width)]
    visitor.sign_in_as_staff("desk", PASSWORD)

    visitor.go("/desk/tonight/")
    visitor.leave_by(page.locator(f"a[href='/desk/meetings/{tonight['meeting']}/']"))
    boxes = page.locator("input[name=here]")
    assert boxes.count() == len(tonight["phones"])
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("select[name^=mark-]").nth(2).select_option("late")
    visitor.press("Save the list")
    assert page.locator("input[name=here]:checked").count() == 3

    for path in ("door", "move", "lecturer"):
        link = page.locator(f"a[href*='/desk/meetings/{tonight['meeting']}/{path}']")
        if link.count():
            visitor.leave_by(link.first)
            visitor.go(f"/desk/meetings/{tonight['meeting']}/")
    visitor.follow("Cancel the evening")
    visitor.press("Cancel the evening")
    assert visitor.words("This evening was cancelled; everybody was told.") in visitor.text()

    resident = visit(language=language, width=width)
    resident.sign_in(tonight["phones"][-1])
    resident.go("/inbox/")
    subject = resident.words("Cancelled: %(course)s, %(before_at)s").partition("%")[0]
    assert resident.page.locator("article h2", has_text=subject).count() == 1
