"""The desk's page: what is asked, reachable, served, unmet and missed, and what employers need."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.common.shapes import Bar, Link
from yexiao.demand import _measure, _needs, _pages
from yexiao.demand._records import DemandRow, DemandSurvey
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places

TABS = ("place", "evening", "skill", "course")


def path_asked(request: people.Request) -> str:
    """Return the place a desk page is about: the one asked for, else the first the actor may see."""
    mine = people.places_where(request.actor, Action.SEE_DEMAND)
    return request.GET.get("within", "") or (mine[0] if mine else "")


@never_cache
@require_safe
@people.allowed(Action.SEE_DEMAND, path_of=path_asked)
def desk(request: people.Request) -> HttpResponse:
    """Show the season's demand at a place, under one heading at a time."""
    path, at = path_asked(request), clock.now()
    request.opened_at = at  # type: ignore[attr-defined]
    unit = places.unit(path)
    seasons = [season for season in catalogue.list_seasons() if _touches(season.path, path)]
    season = _chosen(seasons, request.GET.get("season", ""))
    values = {"unit": unit, "seasons": _pages.season_labels(seasons), "season": season}
    values["crumbs"] = _pages.crumbs(path, request.actor, Action.SEE_DEMAND)
    values["may_plan"] = people.may(request.actor, Action.RUN_PLAN, path)
    if season is None:
        return render(request, "demand/desk.html", values)
    survey = _measure.survey_demand(season_id=season.id, within=path)
    tab = request.GET.get("by", "") if request.GET.get("by") in TABS else TABS[0]
    today = clock.local_date(at)
    needs = [need for need in _needs.list_needs(within=path) if need.by_date >= today]
    return render(
        request,
        "demand/desk.html",
        values
        | {
            "survey": survey,
            "by": tab,
            "tabs": _tabs(tab, season.id, path),
            "rows": _rows(survey, tab, season.id),
            "tiles": _pages.tiles_below(survey, unit, _address(season.id, tab) + "&within="),
            "bars": _bars(survey.by_evening),
            "needs": _pages.need_rows(needs, survey),
        },
    )


def _touches(season_path: str, path: str) -> bool:
    return people.is_within(season_path, path) or people.is_within(path, season_path)


def _chosen(seasons: list[catalogue.SeasonRecord], wanted: str) -> catalogue.SeasonRecord | None:
    if wanted and not any(str(season.id) == wanted for season in seasons):
        raise NotFound
    return next((season for season in seasons if not wanted or str(season.id) == wanted), None)


def _tabs(current: str, season_id: int, path: str) -> list[Link]:
    words = {"place": _("By place"), "evening": _("By evening"), "skill": _("By skill"), "course": _("By course")}
    return [
        Link(words[tab], f"{_address(season_id, tab)}&{urlencode({'within': path})}", is_current=tab == current)
        for tab in TABS
    ]


def _rows(survey: DemandSurvey, tab: str, season_id: int) -> list[tuple[DemandRow, str]]:
    rows = {"place": survey.by_place, "evening": survey.by_evening, "skill": survey.by_skill}.get(tab, survey.by_course)
    if tab != "place" or all(row.key == survey.total.key for row in rows):
        return [(row, "") for row in rows]
    return [(row, f"{_address(season_id, tab)}&{urlencode({'within': row.key})}") for row in rows]


def _bars(rows: tuple[DemandRow, ...]) -> list[Bar]:
    by_day = sorted(rows, key=lambda row: row.key)
    return [Bar(_pages.in_language(row.name, row.name_en), row.unmet) for row in by_day]


def _address(season_id: int, tab: str) -> str:
    return f"{reverse('demand:desk')}?{urlencode({'season': season_id, 'by': tab})}"
