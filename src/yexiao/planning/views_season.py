"""The desk's page that opens a new season: from then on residents say their wishes for it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places
from yexiao.planning import _pages, _rules
from yexiao.planning.forms import SeasonForm


@require_http_methods(["GET", "HEAD", "POST"])
@people.allowed(Action.MANAGE_CATALOGUE)
def add_season(request: people.Request) -> HttpResponse:
    """Ask for a season's name, place and weeks, and open it; one place has one season from a day on."""
    paths = people.places_where(request.actor, Action.MANAGE_CATALOGUE)
    form = SeasonForm(
        request.POST if request.method == "POST" else None,
        places=_place_choices(paths),
        today=clock.local_date(clock.now()),
        initial=_proposal(paths[0], clock.local_date(clock.now())),
    )
    if not form.is_valid():
        return render(request, "planning/season.html", {"form": form}, status=422 if form.is_bound else 200)
    season = _open(form.cleaned_data)
    messages.success(request, _("The season is open: residents can say their wishes for it now."))
    return redirect(f"{reverse('planning:runs')}?{urlencode({'season': season.id, 'place': season.path})}")


def _open(said: dict[str, Any]) -> catalogue.SeasonRecord:
    starts = said["starts_date"]
    return catalogue.add_season(
        slug=_rules.season_slug(path=said["place"], starts=starts),
        name=said["name"],
        name_en=said["name_en"],
        path=said["place"],
        starts_date=starts,
        ends_date=_rules.last_day(starts=starts, weeks=said["weeks"]),
        free_percent=said["free_percent"],
    )


def _proposal(path: str, today: date) -> dict[str, Any]:
    last = max((season.ends_date for season in catalogue.list_seasons() if season.path == path), default=today)
    starts = _rules.next_start(max(last, today))
    name, name_en = _rules.season_names(starts)
    return {"place": path, "starts_date": starts, "name": name, "name_en": name_en}


def _place_choices(paths: tuple[str, ...]) -> list[tuple[str, str]]:
    units = [unit for unit in places.list_units() if _is_offered(unit, paths)]
    units.sort(key=lambda unit: unit.path.count("/"))
    return [(unit.path, _pages.in_language(unit.name, unit.name_en)) for unit in units]


def _is_offered(unit: places.UnitRecord, paths: tuple[str, ...]) -> bool:
    return unit.path in paths or (unit.level == "district" and people.is_within_any(unit.path, paths))
