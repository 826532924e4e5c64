"""A resident's own pages: my evenings, leave, the personal ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yexiao.attendance import _codes, _leave, _mine, _qr, _rosters
from yexiao.attendance.forms import MARKS, LeaveForm
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.people import api as people


@never_cache
@require_safe
@people.signed_in
def mine(request: people.Request) -> HttpResponse:
    """Show the person's evenings, offers, waiting places and draws."""
    at = clock.now()
    context = {"my": _mine.gather(account_id=request.actor.id, at=at), "at": at, "marks": MARKS}
    return render(request, "attendance/mine.html", context)


@require_POST
@people.signed_in
def leave(request: people.Request, meeting_id: int) -> HttpResponse:
    """Ask for leave from one evening."""
    form = LeaveForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    _leave.ask_leave(meeting_id=meeting_id, account_id=request.actor.id, reason=reason, at=clock.now())
    messages.success(request, _("Noted: you will miss that evening. Your seat in the class stays yours."))
    return redirect("attendance:mine")


@require_POST
@people.signed_in
def take_back_leave(request: people.Request, meeting_id: int) -> HttpResponse:
    """Forget the leave: the person comes after all."""
    _leave.take_back_leave(meeting_id=meeting_id, account_id=request.actor.id, at=clock.now())
    messages.success(request, _("Good, we expect you that evening."))
    return redirect("attendance:mine")


@never_cache
@require_safe
@people.signed_in
def ticket(request: people.Request, meeting_id: int) -> HttpResponse:
    """Show the person's ticket for one evening, for staff to scan; only for evenings they hold a seat for."""
    evenings = _rosters.list_evenings_of(account_id=request.actor.id, at=clock.now())
    found = next((evening for evening in evenings if evening.meeting.id == meeting_id), None)
    if found is None:
        raise NotFound
    code = _codes.ticket(meeting_id=meeting_id, account_id=request.actor.id)
    context = {"evening": found, "qr": _qr.draw(reverse("attendance:scan", args=[code])), "code": code}
    return render(request, "attendance/ticket.html", context)
