"""Web parts every room uses: refusals in words, page context, error pages, the form renderer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yexiao.common import phrases
from yexiao.common.refusals import Refusal

Handler = Callable[[HttpRequest], HttpResponse]


class FormRenderer(TemplatesSetting):
    """Render forms and fields with our own templates."""

    form_template_name = "common/form.html"
    field_template_name = "common/field.html"


class RefusalMiddleware:
    """Turn a refusal that no view caught into a page (or fragment) that says it in words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with its status and words; leave bugs to Django."""
        if not isinstance(exception, Refusal):
            return None
        return refusal_page(request, exception)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that says what happened and what one can do next."""
    saying = phrases.say(refusal)
    is_fragment = bool(getattr(request, "htmx", False))
    template = "common/_refusal.html" if is_fragment else "common/refusal.html"
    return render(request, template, {"saying": saying, "code": refusal.code}, status=refusal.status)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the actor and what the base page needs."""
    return {
        "actor": getattr(request, "actor", None),
        "is_demo": settings.DEMO,
        "is_elder": request.COOKIES.get("elder") == "1",
        "theme": request.COOKIES.get("theme", ""),
    }


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood."""
    del exception
    return _error(request, 400, _("We could not read that request."), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed."""
    del exception
    return _error(request, 403, _("You cannot open this page."), _("Sign in with another account, or go home."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, or not for this person; both look the same."""
    del exception
    return _error(request, 404, _("There is no such page."), _("Check the address, or start from the home page."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we made a mistake; nothing else is known here, so no template context is used."""
    return _error(request, 500, _("Something went wrong on our side."), _("Nothing was lost. Try again in a minute."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or came from another site."""
    del reason
    return _error(request, 403, _("This form has expired."), _("Go back, reload the page and send it again."))


def _error(request: HttpRequest, status: int, what: str, then: str) -> HttpResponse:
    saying = phrases.Saying(what=what, then=then)
    return render(request, "common/refusal.html", {"saying": saying, "code": str(status)}, status=status)
