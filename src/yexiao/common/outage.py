"""The database is away: say so in a sentence, without asking it anything."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from yexiao.common import phrases, web

Handler = Callable[[HttpRequest], HttpResponse]
RETRY_SECONDS = 10

log = logging.getLogger(__name__)


class OutageMiddleware:
    """Answer 503 with words and `Retry-After` when the database cannot be reached or does not answer in time.

    Stands outside everything that asks the database. What was committed
    stays; what was not is as if it had never been sent.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; catch what the middleware inside raises."""
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as trouble:
            return _say(request, trouble)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch what a view raises."""
        if isinstance(exception, OperationalError | InterfaceError):
            return _say(request, exception)
        return None


def _say(request: HttpRequest, trouble: Exception) -> HttpResponse:
    log.error("The database did not answer %r: %s", request.path, trouble)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    with translation.override("en" if chosen == "en" else settings.LANGUAGE_CODE):
        saying = phrases.Saying(
            what=_("The night school cannot be reached just now."),
            then=_("What you did before is kept. Try again in a few seconds."),
        )
        values = {"saying": saying, "code": "503", **web.display_of(request)}
        page = render_to_string("common/refusal.html", values)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
