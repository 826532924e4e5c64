"""Hostile input on every route: nobody gets a traceback, whatever an address, a query or a form contains.

What a browser never sends, a script does: numbers beyond what the database
can count, dates at the ends of the calendar, digits that are no digits, the
byte PostgreSQL has no place for, and text without end.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.architecture.addresses import address_of
from tests.architecture.routes import ROUTES, Route
from tests.architecture.world import World

pytestmark = pytest.mark.django_db
VALUES = (
    str(2**63),
    "9" * 5000,
    "²",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "4403/440309/440309005/\0",
    "🏮<script>%_\\'",
)
ADDRESSES = (str(2**63), "9" * 400, "\0", "1-1-" + "f" * 20)
READ = {
    "frontdesk:near": ("within", "next"),
    "enrolment:search": ("q", "page", "within", "near", "weekday", "course"),
    "attendance:tonight": ("on",),
    "demand:wishes": ("season", "add", "q"),
    "demand:desk": ("within", "season", "by"),
    "planning:run": ("show", "evening"),
    "insight:figures": ("within", "season", "by"),
    "people:places": ("district", "street"),
    "people:sign_in": ("next",),
    "interop:api_sections": ("season", "course", "within", "section"),
    "interop:api_meetings": ("first_date", "last_date", "section"),
    "interop:api_openings": ("season",),
    "interop:api_courses": ("skill",),
}
"""What each page reads from its address."""
SENT = {
    "attendance:mark": ("here", "was", "mark-1"),
    "attendance:move_meeting": ("day", "start", "room"),
    "attendance:scan_here": ("ticket",),
    "enrolment:take": ("key",),
}
"""What a form sends beside what the matrix sends."""


def someone_inside(route: Route) -> str:
    """Return somebody the route lets in, staff rather than residents."""
    return next((who for who in ("operator", "official", "system", "owner") if who in route.who), min(route.who))


def sent_to(name: str, route: Route, things: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield hostile requests to the route: method, address, data."""
    for kwarg, value in itertools.product(route.args, ADDRESSES):
        with suppress(NoReverseMatch):
            path = reverse(name, kwargs=dict.fromkeys(route.args, 1) | {kwarg: value})
            yield from ((method, path, {}) for method in route.methods.split())
    for method in route.methods.split():
        usual = dict(route.query(things) if method == "GET" else route.form(things))
        read = READ.get(name, ()) if method == "GET" else (*usual, *SENT.get(name, ()))
        for key, value in itertools.product(read, VALUES):
            yield method, address_of(name, route, things), usual | {key: value}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_hostile_input_is_answered_in_words(world: World, name: str):
    route, problems = ROUTES[name], []
    who = someone_inside(route)

    for method, path, data in sent_to(name, route, world.own):
        try:
            with transaction.atomic():
                answer = world.ask(who, method, path, data)
                if answer.status_code == 302 and method == "POST":
                    answer = world.ask(who, "GET", answer["Location"])  # what was kept can be shown
                transaction.set_rollback(True)
            trouble = str(answer.status_code) if answer.status_code >= 500 else ""
        except Exception as raised:
            trouble = f"{type(raised).__name__}: {raised}"
        if trouble:
            problems.append(f"{method} {path[:80]} {repr(data)[:80]}: {trouble[:80]}")

    assert problems == []
