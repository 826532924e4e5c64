"""A resident's page: say, change and withdraw wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput
from yexiao.common.text import read_id
from yexiao.demand import _pages, _wishes
from yexiao.demand._records import WishRecord
from yexiao.demand.forms import CourseFilter, WishForm, initial_of
from yexiao.people import api as people
from yexiao.places import api as places


@dataclass(frozen=True)
class _Saved:
    """A saved wish with its words."""

    wish: WishRecord
    course: catalogue.CourseRecord
    place: places.UnitRecord | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def wishes(request: people.Request) -> HttpResponse:
    """Show a person's wishes and keep what they say."""
    at = clock.now()
    request.opened_at = at  # type: ignore[attr-defined]
    today = clock.local_date(at)
    seasons = _pages.seasons_to_wish_for(request.actor.home_path, today)
    if not seasons:
        return render(request, "demand/no_season.html")
    season = _chosen(seasons, request.POST.get("season") or request.GET.get("season", ""))
    page = _page(request, season)
    form = page["form"]
    if form.is_bound and form.is_valid():
        _wishes.say_wishes(account_id=request.actor.id, season_id=season.id, wishes=form.said(), at=at)
        messages.success(request, _("Your wishes are saved. Thank you: they decide what is offered."))
        return redirect(_address(season.id))
    page |= {"season": season, "seasons": seasons, "has_begun": season.starts_date <= today}
    return render(request, "demand/wishes.html", page, status=422 if form.errors else 200)


@require_POST
@people.signed_in
def withdraw(request: people.Request) -> HttpResponse:
    """Take one wish back."""
    season_id, course_id = _number(request, "season"), _number(request, "course")
    _wishes.withdraw_wish(account_id=request.actor.id, season_id=season_id, course_id=course_id)
    messages.success(request, _("The wish is withdrawn."))
    return redirect(_address(season_id))


def _page(request: people.Request, season: catalogue.SeasonRecord) -> dict[str, Any]:
    saved = _wishes.list_wishes(account_id=request.actor.id, season_id=season.id)
    courses = {course.id: course for course in catalogue.list_courses()}
    courses |= catalogue.describe_courses(ids={wish.course_id for wish in saved} - courses.keys())
    groups = _pages.group_courses(courses.values())
    finder = CourseFilter(request.GET or None, groups=[group.name for group in groups], initial={"season": season.id})
    added = courses.get(read_id(request.GET.get("add", "")) or 0)
    form = WishForm(
        request.POST if request.method == "POST" else None,
        courses=_pages.course_choices(groups),
        places=_pages.place_choices(season.path, request.actor.home_path),
        initial=initial_of(saved, added=added, home_path=request.actor.home_path),
    )
    text, group = (finder.cleaned_data["q"], finder.cleaned_data["group"]) if finder.is_valid() else ("", "")
    return {
        "form": form,
        "finder": finder,
        "saved": _with_words(saved, courses),
        "found": _pages.find_courses(groups, text=text, group=group),
        "is_searching": bool(text or group),
    }


def _with_words(saved: list[WishRecord], courses: dict[int, catalogue.CourseRecord]) -> list[_Saved]:
    units = {unit.path: unit for unit in places.list_units(paths={wish.path for wish in saved})}
    return [_Saved(wish, courses[wish.course_id], units.get(wish.path)) for wish in saved]


def _chosen(seasons: list[catalogue.SeasonRecord], wanted: str) -> catalogue.SeasonRecord:
    return next((season for season in seasons if str(season.id) == wanted), seasons[0])


def _number(request: people.Request, name: str) -> int:
    number = read_id(request.POST.get(name, ""))
    if number is None:
        raise BadInput(field=name, reason="no number")
    return number


def _address(season_id: int) -> str:
    return f"{reverse('demand:wishes')}?season={season_id}"
