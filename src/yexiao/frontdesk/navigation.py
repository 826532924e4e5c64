"""The few links at the top of every page, by role, and the count of unread messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from yexiao.notices import api as notices
from yexiao.people import api as people
from yexiao.people.api import Action, Role

EVENINGS = "attendance:tonight"


@dataclass(frozen=True)
class Link:
    """One entry: where it leads, its word, its icon, and whether the person is there now."""

    url: str
    label: Any
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Door:
    """A desk: its route, its word, its icon, what one does there, and to whom it is open."""

    name: str
    label: Any
    icon: str
    words: Any
    is_open: Callable[[people.Actor], bool]


def _may(action: Action) -> Callable[[people.Actor], bool]:
    return lambda actor: bool(people.places_where(actor, action))


def _only_teaches(actor: people.Actor) -> bool:
    return actor.holds(Role.LECTURER) and not people.places_where(actor, Action.SEE_ROSTER)


def _speaks_for_an_employer(actor: people.Actor) -> bool:
    return any(grant.role == Role.ORGANISATION_MANAGER and grant.organisation_id for grant in actor.grants)


DESK = (
    Door(
        EVENINGS,
        _("Tonight"),
        "clipboard-list",
        _("Rosters, check-in, and what happens when an evening changes."),
        _may(Action.SEE_ROSTER),
    ),
    Door(EVENINGS, _("My classes"), "clipboard-list", _("Your evenings and who comes."), _only_teaches),
    Door(
        "demand:needs",
        _("Needs"),
        "briefcase",
        _("Say which skills your people need, how many and by when."),
        _speaks_for_an_employer,
    ),
    Door(
        "demand:desk",
        _("Demand"),
        "map",
        _("What people wish to learn, where and when, and what is still missing."),
        _may(Action.SEE_DEMAND),
    ),
    Door(
        "planning:runs",
        _("Plans"),
        "calendar-days",
        _("Open a season, make its timetable from the wishes, publish it."),
        _may(Action.RUN_PLAN),
    ),
    Door(
        "enrolment:openings",
        _("Openings"),
        "ticket",
        _("Open enrolment by draw or first come, and draw."),
        _may(Action.MANAGE_OPENINGS),
    ),
    Door(
        "insight:figures",
        _("Figures"),
        "chart-column",
        _("The season in figures, by place and by group, to read and to download."),
        _may(Action.SEE_FIGURES),
    ),
    Door(
        "frontdesk:roles",
        _("Roles"),
        "users",
        _("Who holds which role where; give one or take it back."),
        _may(Action.MANAGE_ROLES),
    ),
    Door(
        "frontdesk:roles",
        _("Roles"),
        "users",
        _("Who holds which role, given by whom; and who looked at a full phone number."),
        _may(Action.SEE_AUDIT),
    ),
    Door(
        "frontdesk:status",
        _("Status"),
        "activity",
        _("Whether everything runs: database, jobs, counts."),
        _may(Action.SEE_STATUS),
    ),
)


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


def doors(actor: people.Actor) -> list[Door]:
    """Return the desks whose doors are open to this actor, each with what one does there."""
    return [door for door in DESK if door.is_open(actor)]


def _entries(actor: people.Actor) -> Iterator[tuple[str, Any, str]]:
    yield "frontdesk:home", _("Home"), "house"
    yield "enrolment:search", pgettext("navigation", "Classes"), "search"
    if actor.is_signed_in:
        yield "attendance:mine", _("My evenings"), "moon"
        yield "demand:wishes", _("Wishes"), "heart"
    for door in doors(actor):
        yield door.name, door.label, door.icon


def _unread(actor: people.Actor) -> int:
    return notices.count_unread(account_id=actor.account_id) if actor.account_id is not None else 0
