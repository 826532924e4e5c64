"""The operator's page: announce openings for published classes, see them, decide draws."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.enrolment import _cards, _deciding, _entries, _openings, _questions
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.forms import BeaconForm, OpeningForm
from yexiao.people import api as people
from yexiao.places import api as places

ACTION = people.Action.MANAGE_OPENINGS


@require_safe
@people.allowed(ACTION)
def openings(request: people.Request) -> HttpResponse:
    """List the openings in the operator's territory, with a form to announce another."""
    at = clock.now()
    unopened = _unopened(request, at)
    initial = _suggest(unopened, at)
    return _page(
        request, OpeningForm(None, options=_cards.name_sections(unopened, with_code=True), initial=initial), at
    )


@require_POST
@people.allowed(ACTION)
def announce(request: people.Request) -> HttpResponse:
    """Announce an opening for the classes chosen; they belong to one season."""
    at = clock.now()
    unopened = {section.id: section for section in _unopened(request, at)}
    form = OpeningForm(request.POST, options=_cards.name_sections(list(unopened.values()), with_code=True))
    if not form.is_valid():
        return _page(request, form, at, status=422)
    chosen = [unopened[section_id] for section_id in form.cleaned_data["sections"]]
    path = _common_path([section.path for section in chosen])
    if len({section.season_id for section in chosen}) > 1 or not people.may(request.actor, ACTION, path):
        form.add_error("sections", _("Choose classes of one season and of your own territory."))
        return _page(request, form, at, status=422)
    _openings.announce_opening(
        season_id=chosen[0].season_id,
        path=path,
        policy=form.cleaned_data["policy"],
        section_ids=[section.id for section in chosen],
        opens_at=form.cleaned_data["opens_at"],
        closes_at=form.cleaned_data["closes_at"],
        seats_per_person=form.cleaned_data["seats_per_person"],
        reserves=form.reserves({section.id: section.path for section in chosen}),
        beacon_source=form.cleaned_data["beacon_source"],
        by=request.actor.id,
        at=at,
    )
    messages.success(request, _("The opening is announced."))
    return HttpResponseRedirect(reverse("enrolment:openings"))


def _path_of_opening(request: people.Request, opening_id: int) -> str:
    del request
    return _openings.opening(opening_id).path


@require_POST
@people.allowed(ACTION, path_of=_path_of_opening)
def decide(request: people.Request, opening_id: int) -> HttpResponse:
    """Decide a draw whose window has closed, with the public number if it waits for one."""
    form = BeaconForm(request.POST)
    if not form.is_valid():
        raise NotFound
    outcome = _deciding.decide_draw(opening_id=opening_id, beacon=form.cleaned_data["beacon"], at=clock.now())
    words = _("The draw is decided: %(seated)s of %(entered)s people have a seat.")
    messages.success(request, words % {"seated": outcome.seated, "entered": outcome.entered})
    return HttpResponseRedirect(reverse("enrolment:draw", args=[opening_id]))


def _page(request: people.Request, form: OpeningForm, at: datetime, *, status: int = 200) -> HttpResponse:
    found = _openings.list_openings(within=people.places_where(request.actor, ACTION), at=at)
    counts = _entries.count_entries(opening_ids=[opening.id for opening in found])
    seats = _questions.describe_seats(section_ids=[one for opening in found for one in opening.section_ids], at=at)
    seasons = {season.id: season for season in catalogue.list_seasons()}
    units = {unit.path: unit for unit in places.list_units(paths={opening.path for opening in found})}
    rows = [
        {
            "opening": opening,
            "season": seasons[opening.season_id],
            "unit": units.get(opening.path),
            "is_over": seasons[opening.season_id].ends_date < clock.local_date(at),
            "entered": counts[opening.id],
            "capacity": sum(seats[one].capacity for one in opening.section_ids),
            "taken": sum(seats[one].taken for one in opening.section_ids),
            "waiting": sum(seats[one].waiting for one in opening.section_ids),
            "can_decide": opening.policy == "draw" and opening.phase == Phase.DRAWING,
        }
        for opening in found
    ]
    request.opened_at = at  # type: ignore[attr-defined]
    return render(request, "enrolment/openings.html", {"rows": rows, "form": form}, status=status)


def _unopened(request: people.Request, at: datetime) -> list[catalogue.SectionRecord]:
    sections = [
        section
        for path in people.places_where(request.actor, ACTION)
        for section in catalogue.list_sections(within=path)
        if any(meeting.starts_at > at for meeting in section.meetings)
    ]
    opened = _questions.describe_seats(section_ids=[section.id for section in sections], at=at)
    return [section for section in sections if section.id not in opened]


def _suggest(sections: list[catalogue.SectionRecord], at: datetime) -> dict[str, Any]:
    evening = timezone.localtime(at, clock.city_zone()).replace(hour=20, minute=0, second=0, microsecond=0)
    return {
        "sections": [section.id for section in sections if section.season_id == sections[0].season_id],
        "opens_at": f"{evening + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{evening + timedelta(days=4):%Y-%m-%dT%H:%M}",
    }


def _common_path(paths: list[str]) -> str:
    parts = [path.split("/") for path in paths]
    shared: list[str] = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared)
