"""Who asks: `request.actor`, a frozen record, so that no view knows the account model."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from yexiao.people import _accounts
from yexiao.people._records import Actor
from yexiao.people._requests import Request
from yexiao.people.models import Account

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor` from the session's account, with its grants as they are at this request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the account the session names, if its epoch still holds; a stranger is an actor without one."""
        cast(Request, request).actor = _actor(request)
        return self.get_response(request)


class LanguageMiddleware:
    """Speak Chinese unless the cookie or the account says English."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request alone."""
        chosen = request.COOKIES.get("language") or cast(Request, request).actor.language
        language = chosen if chosen in _accounts.LANGUAGES else "zh-hans"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not isinstance(user, Account):
        return Actor()
    return _accounts.actors_from([user])[user.pk]
