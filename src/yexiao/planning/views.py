"""The desk's pages of runs: the list, a new one, one while it works, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.planning import _drafts, _pages, _pins, _runs
from yexiao.planning._records import DraftRecord, PinImpossible, PinsImpossible, RunRecord
from yexiao.planning.forms import SECONDS, StartForm


def path_of_run(request: people.Request, run_id: int) -> str:
    """Return the place a run plans, for `allowed`."""
    del request
    return _runs.run(run_id).path


@never_cache
@require_safe
@people.allowed(Action.RUN_PLAN)
def runs(request: people.Request) -> HttpResponse:
    """List the runs of the actor's territory and offer a new one."""
    return _list(request, _start_form(request), status=200)


@require_POST
@people.allowed(Action.RUN_PLAN)
def start(request: people.Request) -> HttpResponse:
    """Ask for a new draft; a place outside the actor's territory does not exist for them."""
    form = _start_form(request)
    if not people.may(request.actor, Action.RUN_PLAN, request.POST.get("place", "")):
        raise NotFound
    if not form.is_valid():
        return _list(request, form, status=422)
    run_id = _runs.ask_for_draft(
        season_id=form.cleaned_data["season"],
        path=form.cleaned_data["place"],
        seconds=form.cleaned_data["seconds"],
        max_sections=form.cleaned_data["max_sections"],
        by=request.actor.id,
        at=clock.now(),
    )
    return redirect("planning:run", run_id)


@never_cache
@require_safe
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def run(request: people.Request, run_id: int) -> HttpResponse:
    """Show a run: its progress while it works, its draft once it is done."""
    found = _runs.run(run_id)
    request.opened_at = clock.now()  # type: ignore[attr-defined]
    again = min(SECONDS, key=lambda seconds: abs(seconds - found.seconds))
    values = {"row": _pages.run_rows([found])[0], "again_seconds": again, **_progress(found)}
    if found.draft_id is not None:
        values |= draft_values(_drafts.draft(found.draft_id), request.GET)
    elif found.error in {PinImpossible.code, PinsImpossible.code}:
        values |= _pins_in_the_way(found)
    return render(request, "planning/run.html", values)


@never_cache
@require_safe
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def progress(request: people.Request, run_id: int) -> HttpResponse:
    """Give the progress as a fragment; once the run is over, have the whole page loaded."""
    found = _runs.run(run_id)
    if found.is_over:
        return HttpResponseClientRefresh()
    return render(request, "planning/_progress.html", _progress(found))


@require_POST
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def cancel(request: people.Request, run_id: int) -> HttpResponse:
    """Stop a run."""
    _runs.cancel_run(run_id=run_id)
    return redirect("planning:run", run_id)


def draft_values(draft: DraftRecord, query: QueryDict) -> dict[str, Any]:
    """Return what the draft's part of the page shows: how good it is, and the tab that is asked for."""
    pins = _pins.list_pins(season_id=draft.season_id, path=draft.path)
    forbids = _pins.list_forbids(season_id=draft.season_id, path=draft.path)
    names = _pages.names_of([*draft.sections, *pins, *forbids], draft.unmet)
    show = query.get("show", "") if query.get("show") in _pages.TABS else _pages.TABS[0]
    return {
        "draft": draft,
        "show": show,
        "tabs": _pages.draft_tabs(draft, show, fixed=len(pins) + len(forbids)),
        "pins": [_pages.line_of(pin, names, pin.id) for pin in pins],
        "forbids": [_pages.line_of(rule, names) for rule in forbids],
        "unmet_people": draft.asked_people - draft.served_people,
        "served_percent": 100 * draft.served_people // max(1, draft.asked_people),
        "better_percent": 100 * draft.gap / max(1e-9, 1 - draft.gap),
        "decided_by": _person(draft.decided_by_id),
        **_tab(show, draft, _pages.section_lines(draft, pins, names), names, query.get("evening", "")),
    }


def _tab(show: str, draft: DraftRecord, lines: list[_pages.Line], names: _pages.Names, evening: str) -> dict[str, Any]:
    if show == "week":
        return {"weeks": _pages.venue_weeks(lines)}
    if show == "unmet":
        return {"reasons": _pages.reason_groups(draft.unmet, names)}
    evenings = _pages.evenings(lines)
    chosen = next((found for found in evenings if str(found.weekday) == evening), evenings[0] if evenings else None)
    return {
        "evening_tabs": _pages.evening_tabs(evenings, chosen),
        "lines": chosen.lines if chosen else (),
    }


def _person(account_id: int | None) -> people.Person | None:
    return people.describe_people(ids=[account_id]).get(account_id) if account_id is not None else None


def _pins_in_the_way(found: RunRecord) -> dict[str, Any]:
    pins = _pins.list_pins(season_id=found.season_id, path=found.path)
    names = _pages.names_of(pins)
    culprit = [pin for pin in pins if all(getattr(pin, key, None) == value for key, value in found.error_data.items())]
    return {"pins": [_pages.line_of(pin, names, pin.id) for pin in culprit or pins]}


def _progress(found: RunRecord) -> dict[str, Any]:
    return {
        "run": found,
        "phase": _pages.phase_words(found),
        "error": _pages.error_words(found),
        "value": found.progress.get("value"),
        "bound": found.progress.get("bound"),
    }


def _start_form(request: people.Request) -> StartForm:
    seasons = _pages.seasons_for(request.actor, clock.local_date(clock.now()))
    asked = {"season": request.GET.get("season", ""), "place": request.GET.get("place", "")}
    return StartForm(
        request.POST if request.method == "POST" else None,
        seasons=_pages.season_choices(seasons),
        places=_pages.place_choices(request.actor, seasons),
        initial={key: value for key, value in asked.items() if value},
    )


def _list(request: people.Request, form: StartForm, *, status: int) -> HttpResponse:
    request.opened_at = clock.now()  # type: ignore[attr-defined]
    listed = _runs.list_runs(within=people.places_where(request.actor, Action.RUN_PLAN))
    values = {"form": form, "rows": _pages.run_rows(listed)}
    return render(request, "planning/runs.html", values, status=status)
