"""What a resident does with a seat: each is a POST, an operation, and back to the class."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput
from yexiao.enrolment import _offers, _seats, _waiting
from yexiao.people import api as people


@require_POST
@people.signed_in
def take(request: people.Request, code: str) -> HttpResponse:
    """Take a seat, under the key of the form."""
    section_id, account_id = _section_and_person(request, code)
    _seats.take_seat(section_id=section_id, learner_id=account_id, key=_key(request), at=clock.now())
    return _back(request, code, _("You have a seat."))


@require_POST
@people.signed_in
def release(request: people.Request, code: str) -> HttpResponse:
    """Give one's seat back."""
    section_id, account_id = _section_and_person(request, code)
    _seats.release_seat(section_id=section_id, learner_id=account_id, by=account_id, at=clock.now())
    return _back(request, code, _("Your seat was given back. Thank you for telling us early."))


@require_POST
@people.signed_in
def wait(request: people.Request, code: str) -> HttpResponse:
    """Join the waiting list."""
    section_id, account_id = _section_and_person(request, code)
    place = _waiting.join_waiting_list(section_id=section_id, account_id=account_id, at=clock.now())
    return _back(request, code, _("You are number %(number)s on the waiting list.") % {"number": place.position})


@require_POST
@people.signed_in
def leave_list(request: people.Request, code: str) -> HttpResponse:
    """Leave the waiting list."""
    section_id, account_id = _section_and_person(request, code)
    _waiting.leave_waiting_list(section_id=section_id, account_id=account_id, at=clock.now())
    return _back(request, code, _("You left the waiting list."))


@require_POST
@people.signed_in
def accept(request: people.Request, code: str) -> HttpResponse:
    """Accept the offered seat."""
    section_id, account_id = _section_and_person(request, code)
    _offers.accept_offer(section_id=section_id, account_id=account_id, at=clock.now())
    return _back(request, code, _("You have a seat."))


@require_POST
@people.signed_in
def decline(request: people.Request, code: str) -> HttpResponse:
    """Decline the offered seat."""
    section_id, account_id = _section_and_person(request, code)
    _offers.decline_offer(section_id=section_id, account_id=account_id, at=clock.now())
    return _back(request, code, _("The seat goes to the next person. Thank you for telling us."))


def _section_and_person(request: people.Request, code: str) -> tuple[int, int]:
    return catalogue.section_by_code(code).id, request.actor.id


def _key(request: people.Request) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as problem:
        raise BadInput(field="key", reason="no key") from problem


def _back(request: people.Request, code: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("enrolment:section", args=[code]))
