"""The door: its rotating code, checking in with one's own phone, scanning tickets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yexiao.attendance import _access, _checkin, _codes, _meetings, _qr
from yexiao.attendance._records import CheckedIn, MeetingWords
from yexiao.attendance.forms import MARKS
from yexiao.common import clock, spoken
from yexiao.common.refusals import NotFound
from yexiao.people import api as people


@never_cache
@require_safe
@_access.for_meeting(people.Action.SEE_ROSTER)
def door(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Show the code of this minute, to be put on a screen at the door; it renews itself."""
    code = _codes.door_code(meeting_id=meeting.id, at=clock.now())
    template = "attendance/_door_code.html" if request.htmx else "attendance/door.html"
    return render(request, template, {"meeting": meeting, "qr": _draw(code)})


@require_safe
@_access.for_meeting(people.Action.SEE_ROSTER)
def poster(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Show the evening's code for printing, for places without a screen."""
    code = _codes.door_poster_code(meeting_id=meeting.id)
    return render(request, "attendance/poster.html", {"meeting": meeting, "qr": _draw(code)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def check_in(request: people.Request, code: str) -> HttpResponse:
    """Ask whether to check in by the code at the door; checking in needs a press, so that no preview does it."""
    at = clock.now()
    if request.method == "POST":
        _say(request, _checkin.check_in(code=code, account_id=request.actor.id, at=at))
        return redirect("attendance:mine")
    meeting = _meetings.say_meeting(_codes.read_door_code(code, at=at).meeting_id)
    return render(request, "attendance/check_in.html", {"meeting": meeting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def scan(request: people.Request, ticket: str) -> HttpResponse:
    """Check in the person whose ticket staff scanned with a phone's camera; only staff of that class get here."""
    meeting = _meetings.say_meeting(_codes.read_ticket(ticket).meeting_id)
    if not _access.has_right(request.actor, people.Action.MARK_ATTENDANCE, meeting):
        raise NotFound
    if request.method == "POST":
        done = _checkin.check_in_ticket(ticket=ticket, by=request.actor.id, at=clock.now())
        _say(request, done, name=_name_of(done))
        return redirect("attendance:roster", meeting_id=meeting.id)
    return render(request, "attendance/scan.html", {"meeting": meeting})


@require_POST
@_access.for_meeting(people.Action.MARK_ATTENDANCE)
def scan_here(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Check in by a ticket that a hand-held scanner typed in at this meeting's door."""
    typed = request.POST.get("ticket", "").strip().rstrip("/").rpartition("/")[2]
    done = _checkin.check_in_ticket(ticket=typed, by=request.actor.id, at=clock.now(), meeting_id=meeting.id)
    _say(request, done, name=_name_of(done))
    return redirect("attendance:roster", meeting_id=meeting.id)


def _draw(code: str) -> str:
    return _qr.draw(reverse("attendance:check_in", args=[code]))


def _name_of(done: CheckedIn) -> str:
    return people.describe_people(ids=[done.account_id])[done.account_id].name


def _say(request: people.Request, done: CheckedIn, *, name: str = "") -> None:
    values = {"name": name, "mark": MARKS[done.kind]}
    if done.already_at is not None:
        values["time"] = spoken.say_clock(done.already_at)
        words = (
            _("%(name)s was checked in already, at %(time)s.") if name else _("You checked in already, at %(time)s.")
        )
        messages.info(request, words % values)
        return
    words = _("%(name)s is in: %(mark)s.") if name else _("You are in: %(mark)s. Have a good evening!")
    messages.success(request, words % values)
