"""The front desk's own pages: home per role, the place one is near, status."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from yexiao.attendance import api as attendance
from yexiao.common import clock, web
from yexiao.common.refusals import NotFound
from yexiao.common.shapes import Tile
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import _cards, _demo_people, _health, _progress, navigation, wiring
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places

YEAR_SECONDS = 365 * 86400
CARDS_TONIGHT, CARDS_THIS_WEEK, OPENINGS_SHOWN = 6, 9, 4
WEEK = timedelta(days=7)
STREET_DEPTH = 2  # slashes in a street's path
RECENT = timedelta(days=14)
SHOWN_PHASES = frozenset({"announced", "entering", "open"})


@require_safe
def home(request: people.Request) -> HttpResponse:
    """Show tonight and this week near the person, and what their role has to do now."""
    at, near = clock.now(), _near_path(request)
    midnight = clock.at_local(clock.local_date(at) + timedelta(days=1), 0)
    tonight = _find(near, at, midnight, CARDS_TONIGHT)
    week = _find(near, midnight, at + WEEK, CARDS_THIS_WEEK)
    words = places.describe_paths(paths=[near])[near] if near else None
    context: dict[str, Any] = {
        "near": near,
        "near_name": _say(words.community or words.street) if words else "",
        "near_full": wiring.full_name(words) if words else "",
        "tonight": [_cards.card_of(card) for card in tonight.cards],
        "week": [_cards.card_of(card) for card in week.cards],
        "week_total": week.total,
        "openings": _openings(at),
        "doors": navigation.doors(request.actor),
        "my_evening": _my_evening(request.actor, at),
        **_desk(request.actor, clock.local_date(at)),
    }
    return render(request, "frontdesk/home.html", context | _demo_context())


@require_safe
def near(request: people.Request) -> HttpResponse:
    """Choose a community: the city's streets as tiles, then the street's communities."""
    within = request.GET.get("within", "")
    context: dict[str, Any] = {"next": web.local_path(request, request.GET.get("next", "/"))}
    if within:
        street = places.unit(within)
        context |= {"street": street, "communities": places.list_units(level="community", within=street.path)}
    else:
        context["tiles"] = _street_tiles()
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


@require_safe
def demo_progress(request: people.Request) -> HttpResponse:
    """Show how far the demonstration city is; nothing once it is whole."""
    context = _demo_context()
    if not context.get("demo") or context["demo"].is_over:
        return HttpResponse()
    return render(request, "frontdesk/_demo_progress.html", context)


@require_safe
def status(request: people.Request) -> HttpResponse:
    """Show what `yexiao check` finds, to system administrators."""
    if not request.actor.is_signed_in:
        return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
    if not people.places_where(request.actor, Action.SEE_STATUS):
        raise NotFound
    return render(request, "frontdesk/status.html", {"findings": list(_health.look_at_everything())})


@require_safe
def healthz(request: people.Request) -> HttpResponse:
    """Answer a load balancer: 200 while the database answers."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _find(near: str, start: datetime, end: datetime, limit: int) -> enrolment.SectionPage:
    return enrolment.find_sections(near=near or None, between=(start, end), limit=limit, offset=0, at=start)


def _openings(at: datetime) -> list[enrolment.OpeningRecord]:
    openings = enrolment.list_openings(opening_after=at - RECENT, at=at)
    live = [opening for opening in openings if opening.phase in SHOWN_PHASES]
    return sorted(live, key=lambda opening: opening.opens_at)[:OPENINGS_SHOWN]


def _desk(actor: people.Actor, today: date) -> dict[str, Any]:
    """Return tonight's classes of the actor's territory; without one, which evening comes next."""
    paths = people.places_where(actor, Action.SEE_ROSTER)
    rows = [row for path in paths for row in attendance.tonight(within=path, on=today)]
    if rows or not paths:
        return {"desk_rows": rows}
    return {"next_evening": attendance.next_evening(within=paths, after=today)}


def _my_evening(actor: people.Actor, at: datetime) -> attendance.Evening | None:
    """Return the next evening the person is to come to."""
    if actor.account_id is None:
        return None
    evenings = attendance.list_evenings_of(account_id=actor.account_id, at=at)
    coming = (one for one in evenings if one.meeting.ends_at > at and one.meeting.state == "planned")
    return next((one for one in coming if not one.is_on_leave), None)


def _near_path(request: people.Request) -> str:
    chosen = request.COOKIES.get("near") or request.actor.home_path or _workplace(request.actor)
    return chosen if chosen and places.list_units(paths=[chosen]) else ""


def _workplace(actor: people.Actor) -> str:
    """Return the street or community somebody works for, "" where they have none or a whole district."""
    paths = (grant.path for grant in actor.grants if grant.path.count("/") >= STREET_DEPTH)
    return next(paths, "")


def _street_tiles() -> list[Tile]:
    streets = places.list_units(level="street")
    districts = {unit.path: unit for unit in places.list_units(level="district")}
    ordered = sorted(streets, key=lambda unit: (districts[unit.parent_path].tile_row, unit.parent_path, unit.tile_row))
    return [
        Tile(
            label=_say(street),
            group=_say(districts[street.parent_path]),
            url=f"{reverse('frontdesk:near')}?within={street.path}",
        )
        for street in ordered
    ]


def _demo_context() -> dict[str, Any]:
    if not settings.DEMO:
        return {}
    demo = _progress.describe()
    running = _say(demo.running) if demo and demo.running else ""
    return {"demo": demo, "demo_running": running, "accounts": _demo_people.describe()}


def _say(unit: places.UnitRecord | None) -> str:
    if unit is None:
        return ""
    return unit.name_en if get_language() == "en" else unit.name
