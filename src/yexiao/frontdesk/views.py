"""The front desk's own pages: home per role, the place one is near, language and view, status."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yexiao.attendance import api as attendance
from yexiao.common import clock, web
from yexiao.common.refusals import NotFound
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import _health, _progress
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places

YEAR_SECONDS = 365 * 86400
CARDS_TONIGHT, CARDS_THIS_WEEK = 8, 12


@require_GET
def home(request: people.Request) -> HttpResponse:
    """Show tonight and this week near the person, and what their role has to do now."""
    at = clock.now()
    near = _near_path(request)
    context: dict[str, Any] = {
        "near": _near_words(near),
        "tonight": _sections(near, at, at + timedelta(hours=_hours_left(at)), CARDS_TONIGHT),
        "week": _sections(near, at, at + timedelta(days=7), CARDS_THIS_WEEK),
        "desk": _desk(request.actor, at),
        "demo": _progress.describe() if settings.DEMO else None,
    }
    return render(request, "frontdesk/home.html", context)


@require_GET
def near(request: people.Request) -> HttpResponse:
    """Choose a community: districts and streets as tiles, then the street's communities."""
    within = request.GET.get("within", "")
    context: dict[str, Any] = {"next": web.local_path(request, request.GET.get("next", "/"))}
    if within:
        street = places.unit(within)
        context |= {"street": street, "communities": places.list_units(level="community", within=within)}
    else:
        districts = places.list_units(level="district")
        context["blocks"] = [
            (district, places.list_units(level="street", within=district.path)) for district in districts
        ]
    return render(request, "frontdesk/near.html", context)


@require_POST
def set_near(request: people.Request) -> HttpResponse:
    """Remember the chosen community in a cookie."""
    chosen = places.unit(request.POST.get("path", ""))
    response = HttpResponseRedirect(web.local_path(request, request.POST.get("next", "/")))
    response.set_cookie(
        "near", chosen.path, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.IS_HTTPS, httponly=True
    )
    return response


@require_GET
def status(request: people.Request) -> HttpResponse:
    """Show what `yexiao check` finds, to system administrators."""
    actor: people.Actor = request.actor
    if not actor.is_signed_in:
        return redirect(f"{settings.LOGIN_URL}?next={request.path}")
    if not people.places_where(actor, Action.SEE_STATUS):
        raise NotFound
    return render(request, "frontdesk/status.html", {"findings": list(_health.look_at_everything())})


@require_GET
def healthz(request: people.Request) -> HttpResponse:
    """Answer a load balancer: 200 while the database answers."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _desk(actor: people.Actor, at: datetime) -> dict[str, Any]:
    roster_paths = people.places_where(actor, Action.SEE_ROSTER)
    return {
        "tonight": [
            evening for path in roster_paths for evening in attendance.tonight(within=path, on=clock.local_date(at))
        ],
        "has_desk": bool(actor.grants),
    }


def _sections(near: str, start: datetime, end: datetime, limit: int) -> Any:
    return enrolment.find_sections(near=near or None, between=(start, end), limit=limit, offset=0, at=start)


def _near_path(request: people.Request) -> str:
    chosen = request.GET.get("near") or request.COOKIES.get("near") or request.actor.home_path
    return chosen if chosen and places.list_units(paths=[chosen]) else ""


def _near_words(path: str) -> places.PathWords | None:
    return places.describe_paths(paths=[path])[path] if path else None


def _hours_left(at: datetime) -> float:
    midnight = clock.at_local(clock.local_date(at) + timedelta(days=1), 0)
    return (midnight - at).total_seconds() / 3600
