"""Who gets past the decorators, and where the others are sent."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from tests.people.factories import DAPENG, KUICHONG, LONGGANG
from yexiao.common.refusals import NotFound
from yexiao.people import api as people

OPERATOR = people.Actor(1, "林工", grants=(people.GrantRecord("operator", LONGGANG),))
RESIDENT = people.Actor(2, "陈晓")
NAMELESS = people.Actor(3)


@people.allowed(people.Action.SEE_ROSTER, path_of=lambda request, path: path)
def roster(request, path):
    return HttpResponse(path)


@people.allowed(people.Action.SEE_ROSTER)
def rosters(request):
    return HttpResponse("somewhere")


@people.signed_in
def mine(request):
    return HttpResponse(request.actor.name)


def request_of(actor, method="get", address="/desk/?day=1", **headers):
    request = getattr(RequestFactory(), method)(address, headers=headers)
    request.actor, request.htmx = actor, HtmxDetails(request)
    return request


def test_who_may_gets_in_and_others_see_no_such_page():
    assert roster(request_of(OPERATOR), path=LONGGANG + "/440307001").status_code == 200
    for actor, path in [(OPERATOR, KUICHONG), (OPERATOR, DAPENG), (OPERATOR, ""), (RESIDENT, LONGGANG)]:
        with pytest.raises(NotFound):
            roster(request_of(actor), path=path)


def test_without_a_place_the_action_must_be_allowed_somewhere():
    assert rosters(request_of(OPERATOR)).status_code == 200
    with pytest.raises(NotFound):
        rosters(request_of(RESIDENT))


@pytest.mark.parametrize("view", [mine, rosters])
def test_a_stranger_signs_in_and_comes_back_to_the_page(view):
    answer = view(request_of(people.Actor()))

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fdesk%2F%3Fday%3D1")


def test_the_nameless_say_who_they_are_first():
    assert mine(request_of(NAMELESS))["Location"] == "/me/who/?next=%2Fdesk%2F%3Fday%3D1"
    assert mine(request_of(RESIDENT)).content.decode() == "陈晓"


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/classes/A1/", "/sign-in/?next=%2Fclasses%2FA1%2F"),
        ("http://elsewhere.example/trap/", "/sign-in/"),
        ("", "/sign-in/"),
    ],
)
def test_after_a_form_a_stranger_comes_back_to_the_forms_page(settings, referer, target):
    settings.ALLOWED_HOSTS = ["testserver"]
    request = request_of(people.Actor(), "post", "/classes/A1/take/", Referer=referer)

    assert mine(request)["Location"] == target


def test_htmx_is_told_to_leave_the_page():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/classes/A1/"}

    answer = mine(request_of(people.Actor(), "post", "/classes/A1/take/", **headers))

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sign-in/?next=%2Fclasses%2FA1%2F")
