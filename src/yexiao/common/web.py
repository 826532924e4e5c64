"""Web parts every room uses: refusals in words, page context, error pages, the form renderer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext_lazy

from yexiao.common import phrases
from yexiao.common.refusals import Refusal

Handler = Callable[[HttpRequest], HttpResponse]

THEMES = ("light", "dark")
FORM_WORDS = (  # what Django's forms say: named here so that our own Chinese, kept in common's words, wins
    gettext_noop("This field is required."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "409|422|429", "swap": True},
            {"code": "...", "swap": False, "error": True},
        ],
    }
)


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
    """Return the page (or fragment) that says what happened and what one can do next."""
    response = say_page(request, phrases.say(refusal), code=refusal.code, status=refusal.status)
    if "seconds" in refusal.data and refusal.status == 429:
        response.headers["Retry-After"] = str(refusal.data["seconds"])
    return response


def say_page(request: HttpRequest, saying: phrases.Saying, *, code: str, status: int) -> HttpResponse:
    """Return those words as a page, or as a fragment when htmx asks."""
    is_fragment = bool(getattr(request, "htmx", False))
    template = "common/_refusal.html" if is_fragment else "common/refusal.html"
    values = {"saying": saying, "code": code, "back": came_from(request)}
    return render(request, template, values, status=status)


def came_from(request: HttpRequest) -> str:
    """Return the path of our page that a form was sent from, or nothing."""
    referer = request.headers.get("Referer", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def local_path(request: HttpRequest, path: str) -> str:
    """Return the path if it leads to a page of ours, else the home page's."""
    is_ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if is_ours else "/"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the actor and what the base page needs."""
    here = request.get_full_path() if request.method == "GET" else came_from(request)
    return {
        "actor": getattr(request, "actor", None),
        "is_demo": settings.DEMO,
        "here": here or "/",
        **display_of(request),
    }


def display_of(request: HttpRequest) -> dict[str, Any]:
    """Return how this browser wants pages shown, from its cookies alone."""
    theme = request.COOKIES.get("theme", "")
    return {
        "is_elder": request.COOKIES.get("elder") == "1",
        "theme": theme if theme in THEMES else "",
        "htmx_config": HTMX_CONFIG,
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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or came from another site."""
    del reason
    return _error(request, 403, _("This form has expired."), _("Go back, reload the page and send it again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we made a mistake, without the database: no session, no context processor, language from the cookie."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    with translation.override("en" if chosen == "en" else settings.LANGUAGE_CODE):
        saying = phrases.Saying(
            what=_("Something went wrong on our side."), then=_("Nothing was lost. Try again in a minute.")
        )
        values = {"saying": saying, "code": "500", "is_demo": settings.DEMO, **display_of(request)}
        return HttpResponse(render_to_string("common/refusal.html", values), status=500)


def _error(request: HttpRequest, status: int, what: str, then: str) -> HttpResponse:
    return say_page(request, phrases.Saying(what=what, then=then), code=str(status), status=status)
