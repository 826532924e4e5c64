"""The public page of a draw, its files, and entering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.common.templatetags.parts import name_of
from yexiao.enrolment import _cards, _entries, _files, _openings, _statistics
from yexiao.enrolment._records import EntryRecord, OpeningRecord
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.forms import RankingForm
from yexiao.enrolment.models import Policy
from yexiao.people import api as people
from yexiao.places import api as places


@require_safe
def draw(request: people.Request, opening_id: int) -> HttpResponse:
    """Show a draw to anybody: its hashes, files, result in figures, and how to verify it."""
    at = clock.now()
    opening = _draw_at(opening_id, at)
    request.opened_at = at  # type: ignore[attr-defined]
    entry = _entry_of(request, opening_id)
    values = {
        "opening": opening,
        "season": catalogue.season(opening.season_id),
        "area": _area_of(opening),
        "entered": _entries.count_entries(opening_ids=[opening_id])[opening_id],
        "statistics": _statistics.describe_result(opening_id=opening_id, digest=opening.result_digest),
        "files": _files.list_names(opening_id=opening_id),
        "entry": entry,
    }
    if entry is not None:
        values |= _mine(entry)
    return render(request, "enrolment/draw.html", values)


@require_safe
def file(request: people.Request, opening_id: int, name: str) -> HttpResponse:
    """Give a public file of the draw: `input` or `result`."""
    files = _files.draw_files(opening_id=opening_id)
    if name not in files:
        raise NotFound
    response = HttpResponse(files[name], content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{opening_id}-{name}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def enter(request: people.Request, opening_id: int) -> HttpResponse:
    """Rank classes, best first; sending the form again replaces the ranking."""
    at = clock.now()
    opening = _draw_at(opening_id, at)
    entry = _entry_of(request, opening_id)
    options = _options(opening)
    form = RankingForm(request.POST or None, options=options, initial=entry.choices if entry else ())
    if request.method == "POST" and form.is_valid():
        _entries.enter_draw(opening_id=opening_id, account_id=request.actor.id, choices=form.ranking(), at=at)
        messages.success(request, _("Your ranking is in the draw. You may change it until the draw closes."))
        return HttpResponseRedirect(reverse("enrolment:draw", args=[opening_id]))
    request.opened_at = at  # type: ignore[attr-defined]
    values = {"opening": opening, "form": form, "entry": entry, "is_open": opening.phase == Phase.ENTERING}
    return render(request, "enrolment/draw_enter.html", values, status=422 if form.errors else 200)


@require_POST
@people.signed_in
def withdraw(request: people.Request, opening_id: int) -> HttpResponse:
    """Take one's entry back."""
    _entries.withdraw_entry(opening_id=opening_id, account_id=request.actor.id, at=clock.now())
    messages.success(request, _("Your entry was taken back."))
    return HttpResponseRedirect(reverse("enrolment:draw", args=[opening_id]))


def _draw_at(opening_id: int, at: Any) -> OpeningRecord:
    opening = _openings.opening(opening_id, at=at)
    if opening.policy != Policy.DRAW:
        raise NotFound
    return opening


def _entry_of(request: people.Request, opening_id: int) -> EntryRecord | None:
    if request.actor.account_id is None:
        return None
    found = _entries.list_entries_of(account_id=request.actor.account_id, opening_ids=[opening_id])
    return found[0] if found else None


def _area_of(opening: OpeningRecord) -> str:
    words = places.describe_paths(paths=[opening.path])[opening.path]
    smallest = words.community or words.street or words.district
    return name_of(smallest) if smallest else ""


def _options(opening: OpeningRecord) -> list[tuple[int, str]]:
    return _cards.name_sections(catalogue.list_sections(ids=opening.section_ids, states=("published",)))


def _mine(entry: EntryRecord) -> dict[str, Any]:
    sections = catalogue.list_sections(ids=entry.choices) if entry.choices else []
    names = dict(_cards.name_sections(sections))
    codes = {section.code: names[section.id] for section in sections}
    why = _statistics.explain(opening_id=entry.opening_id, pseudonym=entry.pseudonym)
    return {
        "choices": [names[section_id] for section_id in entry.choices if section_id in names],
        "why": why,
        "last_seated": [(codes[code], last) for code, last in why.last_seated] if why else [],
    }
