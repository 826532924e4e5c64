"""How pages are shown to this browser: language, light or dark, large letters; kept in cookies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yexiao.common import web

YEAR = 365 * 86400


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and go back; an unknown one changes nothing."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def set_view(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme or letter size and go back; the system's theme needs no cookie."""
    response = _back(request)
    theme, elder = request.POST.get("theme"), request.POST.get("elder")
    if theme in web.THEMES:
        _keep(response, "theme", theme)
    elif theme == "auto":
        response.delete_cookie("theme", samesite="Lax")
    if elder == "1":
        _keep(response, "elder", "1")
    elif elder == "0":
        response.delete_cookie("elder", samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(web.local_path(request, request.POST.get("next", "/")))


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.IS_HTTPS, httponly=True, samesite="Lax")
