"""Who asks: `request.actor`, a frozen record, so that no view knows the account model."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from yexiao.people import _accounts
from yexiao.people._records import Actor

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor` from the session's account, with its grants as they are at this request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look the account up once; a stranger is an actor without an account."""
        user = request.user
        request.actor = _accounts.actor_of(user.pk) if user.is_authenticated else Actor()  # type: ignore[attr-defined]
        return self.get_response(request)


class LanguageMiddleware:
    """Speak Chinese unless the cookie or the account says English."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request alone."""
        chosen = request.COOKIES.get("language") or request.actor.language  # type: ignore[attr-defined]
        language = chosen if chosen in {"zh-hans", "en"} else "zh-hans"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
