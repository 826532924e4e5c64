"""The matrix of routes × roles × own and other × methods, made from the live addresses and one literal table.

It proves for every route: whom it lets in, that a wrong method is refused,
that strangers are led to sign in, that what is forbidden looks like what is
absent, that looking changes nothing, that nobody refused changes anything,
and that no answer holds the mark of a person whom it is not about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver

from tests.architecture.addresses import address_of, names_of
from tests.architecture.routes import DEMO_ROUTES, NOBODY, ROUTES, STRANGER, Route, Things
from tests.architecture.world import EVERYBODY, World, mark_of, phone_of

pytestmark = pytest.mark.django_db
PLACES = ("own", "other")
WRITES = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
WHERE relname NOT IN ('common_limit', 'interop_edition')
"""
"""How often an address asked, and what a file looked like when it was last read, are no change that anybody sees."""
MARKS = {who: [mark_of(who).encode(), phone_of(who).encode()] for who in EVERYBODY}


def visit(
    world: World, who: str, method: str, name: str, route: Route, things: Things, **more: Any
) -> tuple[HttpResponse, int]:
    """Send the request, take back what it did, and return the answer with the number of rows it wrote."""
    data = route.form(things) if method == "POST" else route.query(things)
    path = address_of(name, route, things)
    with transaction.atomic():
        before = _count_writes()
        answer = world.ask(who, method, path, data, **more)
        written = _count_writes() - before
        transaction.set_rollback(True)
    return answer, written


def _count_writes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return int(cursor.fetchone()[0])


def expected(route: Route, who: str, method: str, audience: frozenset[str]) -> int:
    """Return the status the table promises this person."""
    if method not in route.methods.split():
        return 405
    if who not in audience:
        return 302 if who == STRANGER else route.refused
    usual = route.get if method == "GET" else route.post
    return route.except_.get(f"{who} {method}", usual)


def places_of(name: str, route: Route) -> list[tuple[str, str]]:
    """Return the route's rows: with a thing of the own district, and of the other where there is one."""
    return [(name, place) for place in PLACES if place == "own" or route.other is not None]


def walk(world: World, name: str, route: Route, place: str, crowd: Iterable[str] = EVERYBODY) -> None:
    """Let everybody of the crowd send both methods; hold every answer to the table."""
    things = world.own if place == "own" else world.other
    audience = route.who if place == "own" else (route.other or NOBODY)
    shown = things["shows"] if route.shows else ""
    problems = []
    for who in crowd:
        for method in ("GET", "POST"):
            answer, written = visit(world, who, method, name, route, things)
            is_in = who in audience and method in route.methods.split()
            readable = {who, shown} | route.names if is_in else {who}
            wanted = expected(route, who, method, audience)
            seen = [other for other in EVERYBODY if other not in readable and _shows(answer, other)]
            if answer.status_code != wanted:
                problems.append(f"{who} {method}: {answer.status_code}, not {wanted}")
            if wanted == 302 and not is_in and who == STRANGER and not answer["Location"].startswith("/sign-in/"):
                problems.append(f"{who} {method}: led to {answer['Location']}")
            if written and (method == "GET" or not is_in):
                problems.append(f"{who} {method}: {written} rows written")
            if seen:
                problems.append(f"{who} {method}: shows the marks of {seen}")

    assert problems == []


def _shows(answer: HttpResponse, who: str) -> bool:
    whole = answer.content + answer.serialize_headers()
    return any(mark in whole for mark in MARKS[who])


def test_every_route_is_in_the_table_and_every_line_has_a_route():
    found = sorted(names_of(get_resolver().url_patterns))

    assert found == sorted(ROUTES)


def test_demonstration_mode_adds_its_routes_and_no_other(demo_urls):
    found = sorted(names_of(demo_urls.urlpatterns))

    assert found == sorted([*ROUTES, *DEMO_ROUTES])


@pytest.mark.parametrize(("name", "place"), [row for name, route in ROUTES.items() for row in places_of(name, route)])
def test_a_route_lets_in_whom_the_table_says_and_nobody_else(world, name, place):
    walk(world, name, ROUTES[name], place)


@pytest.mark.parametrize("name", ROUTES)
def test_a_preview_gets_the_headers_of_the_page_and_other_methods_nothing(world, name):
    route = ROUTES[name]
    guest = sorted(route.who)[0]

    answers = {
        method: visit(world, guest, method, name, route, world.own)[0].status_code for method in ("HEAD", "DELETE")
    }

    wanted = {"HEAD": "GET", "DELETE": "DELETE"}
    assert answers == {method: expected(route, guest, as_, route.who) for method, as_ in wanted.items()}


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "POST" in route.methods])
def test_a_form_of_another_site_changes_nothing(world, name):
    route = ROUTES[name]
    guest = next(iter(sorted(route.who & frozenset(world.accounts))))

    answer, written = visit(world, guest, "POST", name, route, world.own, is_foreign=True)

    assert (answer.status_code, written) == (403, 0)
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("name", [*ROUTES, *DEMO_ROUTES])
def test_demonstration_mode_opens_no_other_door(world, demo_urls, name):
    route = {**ROUTES, **DEMO_ROUTES}[name]
    with override_settings(DEMO=True, ROOT_URLCONF=demo_urls):
        walk(world, name, route, "own", crowd=("stranger", "resident", "neighbour"))


def test_outside_demonstration_mode_its_addresses_do_not_exist(world, demo_urls):
    with override_settings(ROOT_URLCONF=demo_urls):
        paths = [address_of(name, route, world.own) for name, route in DEMO_ROUTES.items()]

    assert [world.ask("resident", method, path).status_code for path in paths for method in ("GET", "POST")] == [
        404
    ] * 4


def test_the_marks_are_seen_where_they_belong(world):
    roster = visit(world, "operator", "GET", "attendance:roster", ROUTES["attendance:roster"], world.own)[0]
    wishes = visit(world, "owner", "GET", "demand:wishes", ROUTES["demand:wishes"], world.own)[0]

    assert [who for who in EVERYBODY if _shows(roster, who)] == ["owner", "operator"]
    assert [who for who in EVERYBODY if _shows(wishes, who)] == ["owner"]
