"""Finding classes, and the page of one class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.text import read_id
from yexiao.enrolment import _cards, _groups, _openings, _questions, _search, _waiting
from yexiao.enrolment._records import SeatRecord, SectionPage
from yexiao.enrolment.forms import SearchForm
from yexiao.enrolment.models import ACTIVE
from yexiao.people import api as people
from yexiao.places import api as places

PER_PAGE = 20
LAST_PAGE = 10_000


class _Found(Paginator):  # type: ignore[type-arg]
    """A page the database has cut already: Django's paginator only numbers it."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page.cards, PER_PAGE)
        self.total = page.total

    @property
    def count(self) -> int:
        """Return how many classes match in all."""
        return self.total


@require_safe
def search(request: people.Request) -> HttpResponse:
    """Search classes by words, place, evening, course, fee and seats left."""
    at = clock.now()
    is_chinese = (get_language() or "").startswith("zh")
    titles = [(course.id, course.title if is_chinese else course.title_en) for course in catalogue.list_courses()]
    form = SearchForm(request.GET or None, units=places.list_units(), courses=titles, is_chinese=is_chinese)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    number = _page_number(request)
    found = _search.find_sections(
        text=wanted.get("q", ""),
        within=wanted.get("within", ""),
        weekday=wanted.get("weekday"),
        course_id=wanted.get("course"),
        fee_kind=wanted.get("fee", ""),
        opening_id=wanted.get("opening"),
        only_free_seats=wanted.get("free", False),
        near=wanted.get("near") or (request.actor.home_path if not request.GET else None),
        limit=PER_PAGE,
        offset=(number - 1) * PER_PAGE,
        at=at,
    )
    request.opened_at = at  # type: ignore[attr-defined]
    values = {
        "form": form,
        "cards": [_cards.as_meeting_card(card) for card in found.cards],
        "total": found.total,
        "page": _Found(found).get_page(number),
    }
    template = "enrolment/_results.html" if request.htmx else "enrolment/search.html"
    return render(request, template, values)


def _page_number(request: people.Request) -> int:
    return min(max(read_id(request.GET.get("page", "")) or 1, 1), LAST_PAGE)


@require_safe
def section(request: people.Request, code: str) -> HttpResponse:
    """Show one class: where, when, who, what it costs, how seats are given out, and what one can do now."""
    at = clock.now()
    found = catalogue.section_by_code(code)
    request.opened_at = at  # type: ignore[attr-defined]
    values = _describe(found) | {
        "section": found,
        "seats": _questions.describe_seats(section_ids=[found.id], at=at).get(found.id),
        "key": uuid4(),
        "at": at,
    }
    values["coming"] = [meeting for meeting in found.meetings if meeting.state == "planned" and meeting.ends_at > at]
    values["has_begun"] = any(one.starts_at <= at for one in found.meetings if one.state != "cancelled")
    values["state"], values["state_label"] = _cards.state_of(values["seats"])
    if values["seats"] is not None:
        values["opening"] = _openings.opening(values["seats"].opening_id, at=at)
        values["reserves"] = _reserves(found.id)
    if request.actor.account_id is not None:
        values |= _mine(found, request.actor.account_id)
    return render(request, "enrolment/section.html", values)


def _describe(found: catalogue.SectionRecord) -> dict[str, Any]:
    room = places.list_rooms(ids=[found.room_id])[0]
    venue = places.list_venues(ids=[room.venue_id])[0]
    return {
        "course": catalogue.describe_courses(ids=[found.course_id])[found.course_id],
        "lecturer": catalogue.describe_lecturers(ids=[found.lecturer_id])[found.lecturer_id],
        "body": catalogue.describe_body(found.course_id, get_language() or ""),
        "room": room,
        "venue": venue,
        "maps": places.map_links(venue),
    }


def _reserves(section_id: int) -> list[tuple[str, int]]:
    kept = _openings.list_reserves(section_id=section_id)
    names = _groups.name_groups([group for group, _ in kept])
    return [(names[group], seats) for group, seats in kept]


def _mine(found: catalogue.SectionRecord, account_id: int) -> dict[str, Any]:
    seats = _questions.list_seats_of(account_id=account_id, states=(*ACTIVE, "completed"))
    seat: SeatRecord | None = next((seat for seat in seats if seat.section_id == found.id), None)
    clash = None if seat else _clash(found, [other.section_id for other in seats if other.state in ACTIVE])
    return {"seat": seat, "clash": clash, "place": _waiting.position(section_id=found.id, account_id=account_id)}


def _clash(found: catalogue.SectionRecord, held: Sequence[int]) -> tuple[str, catalogue.CourseRecord] | None:
    """Return code and course of a class one holds a seat in that meets at the same time."""
    for other in catalogue.list_sections(ids=held) if held else ():
        if any(a.starts_at < b.ends_at and b.starts_at < a.ends_at for a in found.meetings for b in other.meetings):
            return other.code, catalogue.describe_courses(ids=[other.course_id])[other.course_id]
    return None
