"""The figures on a page and as a file, for those who may see them where they look."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yexiao.common.refusals import BadInput, NotFound
from yexiao.common.text import read_id
from yexiao.insight import _files, _measure, _show
from yexiao.insight._records import FiguresTable
from yexiao.people import api as people

KINDS = {
    "csv": ("text/csv; charset=utf-8", _files.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _files.as_xlsx),
}


def _territory(request: people.Request, **kwargs: object) -> str:
    """Return the place asked for, else the first the actor may see; "" is nowhere, and nobody may see that."""
    del kwargs
    asked = request.GET.get("within", "")
    own = people.places_where(request.actor, people.Action.SEE_FIGURES)
    return asked or (own[0] if own else "")


@require_safe
@people.allowed(people.Action.SEE_FIGURES, path_of=_territory)
def figures(request: people.Request) -> HttpResponse:
    """Show the figures of a season in a territory, by the places below it or by situation."""
    table = _asked(request)
    own = people.places_where(request.actor, people.Action.SEE_FIGURES)
    page = _show.arrange(table, seasons=_measure.list_seasons(within=table.place.path), own=own)
    return render(request, "insight/figures.html", {"table": table, "page": page})


@require_safe
@people.allowed(people.Action.SEE_FIGURES, path_of=_territory)
def download(request: people.Request, kind: str) -> HttpResponse:
    """Send the same table as a file."""
    if kind not in KINDS:
        raise NotFound
    content_type, write = KINDS[kind]
    table = _asked(request)
    response = HttpResponse(write(table), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="figures.{kind}"'
    return response


def _asked(request: people.Request) -> FiguresTable:
    within = _territory(request)
    by = request.GET.get("by") or _measure.usual_by(within)
    return _measure.measure(season_id=_season_id(request), within=within, by=by)


def _season_id(request: people.Request) -> int | None:
    text = request.GET.get("season", "")
    if not text:
        return None
    season_id = read_id(text)
    if season_id is None:
        raise BadInput(field="season", reason=text[:20])
    return season_id
