"""The inbox."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yexiao.common import clock
from yexiao.notices import _outbox
from yexiao.people import api as people


@never_cache
@require_safe
@people.signed_in
def inbox(request: people.Request) -> HttpResponse:
    """Show the newest messages, unread ones marked."""
    notices = _outbox.list_inbox(account_id=request.actor.id)
    has_unread = any(notice.read_at is None for notice in notices)
    return render(request, "notices/inbox.html", {"notices": notices, "has_unread": has_unread})


@require_POST
@people.signed_in
def open_notice(request: people.Request, notice_id: int) -> HttpResponse:
    """Mark one message read and go to what it is about."""
    link = _outbox.mark_read(account_id=request.actor.id, ids=[notice_id], at=clock.now())
    return HttpResponseRedirect(people.safe_next(link)) if link else redirect("notices:inbox")


@require_POST
@people.signed_in
def read_all(request: people.Request) -> HttpResponse:
    """Mark every message read."""
    _outbox.mark_read(account_id=request.actor.id, at=clock.now())
    return redirect("notices:inbox")
