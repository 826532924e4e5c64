"""The few links at the top of every page, by role, and the count of unread messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yexiao.notices import api as notices
from yexiao.people import api as people
from yexiao.people.api import Action, Role

EVENINGS = "attendance:tonight"


@dataclass(frozen=True)
class Link:
    """One entry: where it leads, its word, its icon, and whether the person is there now."""

    url: str
    label: str
    icon: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the links this actor needs; nothing is asked until a template shows it."""
    actor = getattr(request, "actor", None) or people.Actor()
    return {
        "navigation": SimpleLazyObject(lambda: list(_links(request, actor))),
        "unread": SimpleLazyObject(lambda: _unread(actor)),
    }


def _links(request: HttpRequest, actor: people.Actor) -> Iterator[Link]:
    for name, label, icon in _entries(actor):
        url = reverse(name)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        yield Link(url, label, icon, is_current)


def _entries(actor: people.Actor) -> Iterator[tuple[str, str, str]]:
    yield "frontdesk:home", _("Home"), "house"
    yield "enrolment:search", pgettext("navigation", "Classes"), "search"
    if actor.is_signed_in:
        yield "attendance:mine", _("My evenings"), "moon"
        yield "demand:wishes", _("Wishes"), "heart"
    for action, name, label, icon in _desk():
        if people.places_where(actor, action) or (name == EVENINGS and actor.holds(Role.LECTURER)):
            yield name, label, icon


def _desk() -> Iterator[tuple[Action, str, str, str]]:
    yield Action.SEE_ROSTER, EVENINGS, _("Tonight"), "clipboard-list"
    yield Action.SEE_DEMAND, "demand:desk", _("Demand"), "map"
    yield Action.RUN_PLAN, "planning:runs", _("Plans"), "calendar-days"
    yield Action.MANAGE_OPENINGS, "enrolment:openings", _("Openings"), "ticket"
    yield Action.SEE_FIGURES, "insight:figures", _("Figures"), "chart-column"
    yield Action.SEE_STATUS, "frontdesk:status", _("Status"), "activity"


def _unread(actor: people.Actor) -> int:
    return notices.count_unread(account_id=actor.account_id) if actor.account_id is not None else 0
