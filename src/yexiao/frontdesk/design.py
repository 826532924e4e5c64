"""The page that shows every part of the look, for whoever builds pages; in debug mode only."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yexiao.common import clock
from yexiao.common.shapes import Bar, Link, Tile

COLOURS = "ground card line edge ink ink-soft act lamp lamp-ink good warn bad".split()  # noqa: SIM905
CITY = {
    ("龙华区", "Longhua"): ["观湖", "民治", "龙华", "大浪", "福城", "观澜"],
    ("罗湖区", "Luohu"): ["翠竹", "黄贝", "东门", "南湖", "桂园", "笋岗", "清水河"],
    ("大鹏新区", "Dapeng"): ["葵涌", "大鹏", "南澳"],
}


class SampleForm(forms.Form):
    """One field of each kind."""

    phone = forms.CharField(
        label=_("Phone number"),
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
    district = forms.ChoiceField(label=_("District"), required=False, choices=[("", _("All")), ("440309", "龙华区")])
    fee = forms.ChoiceField(label=_("Fee"), required=False, choices=[("", _("All")), ("free", _("Free"))])


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
        "tabs": [Link(_("Tonight"), "?tab=1", is_current=True, count=12), Link(_("This week"), "?tab=2")],
        "cards": _cards(at),
        "tiles": _tiles(),
        "bars": [Bar(_("Employees"), 412), Bar(_("Students"), 96), Bar(_("Retired"), 38), Bar(_("Carers"), None)],
        "moments": [at, *(clock.at_local(clock.local_date(at) + timedelta(days=n), 19) for n in (0, 1, 5, 60))],
        "form": SampleForm({"phone": "12", "how": "2"}),
        "filters": SampleFilters(),
        "page": Paginator(range(100), 20).page(2),
        "at": at,
        "opens_at": at + timedelta(minutes=10),
    }


def _links() -> list[Link]:
    return [
        Link(_("Tonight"), "/", "house", is_current=True),
        Link(_("Find a class"), "?2", "search"),
        Link(_("My evenings"), "?3", "calendar-days"),
        Link(_("My wishes"), "?4", "lightbulb"),
    ]


def _cards(at: datetime) -> list[SimpleNamespace]:
    start = clock.at_local(clock.local_date(at), 19)
    common = {"url": "#", "lecturer": "林老师", "note": "", "badge": "", "state": "", "state_label": ""}
    return [
        SimpleNamespace(
            **common, title="从零开始：让大模型替你写周报", start=start, end=start + timedelta(hours=2),
            place="章阁社区党群服务中心 201 室", distance_km=0.6, free=12, total=50, waiting=0,
            fee_fen=0, market_price_fen=0,
        ),
        SimpleNamespace(
            **{**common, "badge": _("tonight only")}, title="提示词入门", start=start + timedelta(hours=1),
            end=start + timedelta(hours=2, minutes=30), place="水贝社区 一号教室", distance_km=3.4,
            free=0, total=30, waiting=6, fee_fen=4500, market_price_fen=15000,
        ),
        SimpleNamespace(
            **{**common, "state": "good", "state_label": _("You have a seat")}, title="无人机航拍实操",
            start=start + timedelta(days=5), end=start + timedelta(days=5, hours=2), place="和平社区 大教室",
            distance_km=None, free=None, total=None, waiting=0, fee_fen=None, market_price_fen=0,
        ),
    ]  # fmt: skip


def _tiles() -> list[Tile]:
    return [
        Tile(
            label=street, group=district[0], value=str(number * 7), url="#", key=street, level=number % 5,
            state=str(_("full")) if number == 4 else "", is_current=number == 2,
        )
        for district, streets in CITY.items() for number, street in enumerate(streets)
    ]  # fmt: skip
