"""One-click sign-in per role, in demonstration mode only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yexiao.common.refusals import NotFound
from yexiao.frontdesk.demo import _load
from yexiao.people import api as people


@require_POST
def sign_in(request: people.Request) -> HttpResponse:
    """Sign in as the demonstration account of that phone number."""
    if not settings.DEMO:
        raise NotFound
    row = next((row for row in _load.demo()["accounts"] if row["phone"] == request.POST.get("phone")), None)
    if row is None:
        raise NotFound
    account_id = (
        people.find_by_username(username=row["username"])
        if "username" in row
        else people.find_by_phone(phone=row["phone"])
    )
    if account_id is None:
        raise NotFound
    people.open_session(request, account_id=account_id)
    return redirect("frontdesk:home")
