"""The page that shows every part of the look, for whoever builds pages; in debug mode only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yexiao.common import clock
from yexiao.common.shapes import Bar, Link, Tile, shade

COLOURS = "ground card line edge ink ink-soft act lamp lamp-ink good warn bad".split()  # noqa: SIM905
LONGHUA = (0, 1)
LUOHU = (1, 1)
DAPENG = (1, 2)
DISTRICTS = {LONGHUA: _("Longhua"), LUOHU: _("Luohu"), DAPENG: _("Dapeng")}
STREETS = [
    (LONGHUA, (0, 0), _("Dalang"), 21),
    (LONGHUA, (0, 1), _("Fucheng"), 64),
    (LONGHUA, (0, 2), _("Guanlan"), 35),
    (LONGHUA, (1, 0), _("Longhua"), 12),
    (LONGHUA, (1, 1), _("Minzhi"), 0),
    (LONGHUA, (1, 2), _("Guanhu"), 41),
    (LUOHU, (0, 0), _("Sungang"), 8),
    (LUOHU, (0, 1), _("Qingshuihe"), 30),
    (LUOHU, (1, 0), _("Guiyuan"), 17),
    (LUOHU, (1, 1), _("Cuizhu"), 52),
    (DAPENG, (0, 0), _("Kuichong"), 5),
    (DAPENG, (0, 1), _("Dapeng"), 0),
    (DAPENG, (1, 1), _("Nan'ao"), 3),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    phone = forms.CharField(
        label=_("Phone number"),
        min_length=11,
        error_messages={"min_length": _("A mobile number has 11 digits.")},
        help_text=_("We send a code to it; nobody else sees it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    evening = forms.ChoiceField(label=_("Evening"), choices=[("", "–"), ("5", _("Friday"))], required=False)
    how = forms.ChoiceField(
        label=_("How far"), choices=[("2", _("On foot")), ("8", _("By bus"))], widget=forms.RadioSelect
    )
    is_told = forms.BooleanField(label=_("Tell me when a seat is free"), required=False)
    words = forms.CharField(label=_("For what work"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SampleFilters(forms.Form):
    """A row of filters."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("All")), ("440309", _("Longhua"))]
    )
    fee = forms.ChoiceField(label=_("Fee"), required=False, choices=[("", _("All")), ("free", _("Free"))])


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show every part; absent outside debug mode."""
    if not settings.DEBUG:
        raise Http404
    messages.success(request, _("Your seat is booked. We will remind you the day before."))
    return render(request, "frontdesk/design.html", _samples(clock.now()))


def _samples(at: datetime) -> dict[str, Any]:
    return {
        "colours": COLOURS,
        "navigation": _links(),
        "tabs": [Link(gettext("Tonight"), "?tab=1", is_current=True, count=12), Link(gettext("This week"), "?tab=2")],
        "cards": _cards(at),
        "tiles": _tiles(),
        "bars": [
            Bar(gettext("Employees"), 412),
            Bar(gettext("Students"), 96),
            Bar(gettext("Retired"), 38),
            Bar(gettext("Carers"), None),
        ],
        "moments": [at, *(clock.at_local(clock.local_date(at) + timedelta(days=n), 19) for n in (0, 1, 5, 60))],
        "form": SampleForm({"phone": "12", "how": "2"}),
        "filters": SampleFilters(),
        "page": Paginator(range(100), 20).page(2),
        "at": at,
        "opens_at": at + timedelta(minutes=10),
    }


def _links() -> list[Link]:
    return [
        Link(gettext("Tonight"), "/", "house", is_current=True),
        Link(gettext("Find a class"), "?2", "search"),
        Link(gettext("My evenings"), "?3", "calendar-days"),
        Link(gettext("My wishes"), "?4", "lightbulb"),
    ]


def _cards(at: datetime) -> list[dict[str, Any]]:
    start = clock.at_local(clock.local_date(at), 19)
    hour = timedelta(hours=1)
    free = {
        "url": "#",
        "title": _("From nothing: let a model write your weekly report"),
        "place": _("Zhangge community centre, room 201"),
        "lecturer": _("Ms Lin"),
        "fee_fen": 0,
        "distance_km": 0.6,
    }
    low_fee = free | {"title": _("First prompts"), "fee_fen": 4500, "market_price_fen": 15000, "distance_km": 3.4}
    own = {"url": "#", "title": _("Flying a camera drone"), "place": _("Heping community, large room")}
    return [
        free | {"start": start, "end": start + 2 * hour, "free": 12, "total": 50},
        low_fee | {"start": start + hour, "end": start + 2.5 * hour, "free": 0, "total": 30, "waiting": 6},
        own | {"start": start + 120 * hour, "end": start + 122 * hour} | _seat_held(),
    ]


def _seat_held() -> dict[str, Any]:
    return {"state": "good", "state_label": gettext("You have a seat"), "badge": _("moved here")}


def _tiles() -> list[Tile]:
    return [
        Tile(
            label=str(street),
            group=str(DISTRICTS[block]),
            value=str(wishes),
            url="#",
            level=shade(wishes, most=64),
            state=gettext("full") if wishes == 64 else "",
            is_current=wishes == 41,
            cell=cell,
            block=block,
        )
        for block, cell, street, wishes in STREETS
    ]
