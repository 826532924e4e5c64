"""Decorators that stand before views: who must sign in, who may pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from yexiao.common import web
from yexiao.common.refusals import NotFound
from yexiao.people._requests import Request
from yexiao.people._roles import Action, may, places_where

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let people with a name in; send strangers to sign in and the nameless to say who they are, then back."""

    @wraps(view)
    def gate(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.name:
            return _send_to("people:who", request)
        return view(request, *args, **kwargs)

    return has_account(gate)


def has_account(view: View) -> View:
    """Let in whoever has signed in, with a name or without; send strangers to sign in, then back."""

    @wraps(view)
    def gate(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_signed_in:
            return _send_to("people:sign_in", request)
        return view(request, *args, **kwargs)

    return gate


def allowed(action: Action, *, path_of: Callable[..., str] | None = None) -> Callable[[View], View]:
    """Let in who may do the action; strangers go to sign in, everybody else sees that there is no such page.

    `path_of(request, **kwargs)` gives the path of the place concerned;
    without it the action must be allowed somewhere, and the view itself
    keeps to `places_where`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if path_of is None:
                is_allowed = bool(places_where(request.actor, action))
            else:
                is_allowed = may(request.actor, action, path_of(request, **kwargs))
            if not is_allowed:
                raise NotFound
            return view(request, *args, **kwargs)

        return has_account(gate)

    return decorate


def safe_next(address: str) -> str:
    """Return the address if it is a page of this site, else ""; a foreign one is never followed."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def _send_to(name: str, request: Request) -> HttpResponse:
    page = _page_of(request)
    target = reverse(name) + ("?" + urlencode({"next": page}) if page else "")
    return HttpResponseClientRedirect(target) if request.htmx else HttpResponseRedirect(target)


def _page_of(request: Request) -> str:
    if request.htmx:
        return safe_next(request.htmx.current_url_abs_path or "")
    if request.method in {"GET", "HEAD"}:
        return safe_next(request.get_full_path())
    return safe_next(web.came_from(request))  # a form's own address takes no GET: go back to its page
