"""Calendar files, and the page on which a person finds and renews their feed's address."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yexiao.common import clock
from yexiao.interop import _evenings, _feeds
from yexiao.people import api as people


@require_safe
def feed(request: people.Request, secret: str) -> HttpResponse:
    """Give a person's calendar to whoever knows its address."""
    file = _evenings.write_feed(secret=secret, at=clock.now())
    return _answer(request, file, name="yexiao.ics")


@require_safe
def section_calendar(request: people.Request, code: str) -> HttpResponse:
    """Give a class's evenings as a calendar file."""
    file = _evenings.write_section(code=code, at=clock.now())
    return _answer(request, file, name=f"{code}.ics")


@never_cache
@require_safe
@people.signed_in
def calendar(request: people.Request) -> HttpResponse:
    """Show the address under which a person's calendar can be subscribed to, once they have asked for one."""
    path = _feeds.address_of(request.actor.id)
    address = settings.BASE_URL + path if path else ""
    values = {"address": address, "subscribe_url": "webcal://" + address.partition("://")[2]}
    return render(request, "interop/calendar.html", values)


@require_POST
@people.signed_in
def renew_feed(request: people.Request) -> HttpResponse:
    """Give the person's feed an address; one it had before leads nowhere from now on."""
    _feeds.renew_feed(account_id=request.actor.id, at=clock.now())
    messages.success(request, _("Here is the address of your calendar."))
    return redirect("interop:calendar")


def _answer(request: people.Request, file: _evenings.CalendarFile, *, name: str) -> HttpResponse:
    response = HttpResponse(file.body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = file.language
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag = f'"{hashlib.sha256(file.body).hexdigest()[:32]}"'
    response.headers["Last-Modified"] = http_date(file.changed_at.timestamp())
    modified = int(file.changed_at.timestamp())
    conditional = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    assert isinstance(conditional, HttpResponse)  # noqa: S101  (given a response, it returns one)
    return conditional
