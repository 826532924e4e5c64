"""How the read API answers: reading only, so often an address, with ETags, problems as JSON in both languages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override

from yexiao.common import limits, phrases
from yexiao.common.refusals import Refusal
from yexiao.interop._records import ReadOnly

View = Callable[..., HttpResponse]
MOST, WINDOW = 600, timedelta(minutes=1)
"""Ten questions a second, for whole minutes: hundreds of people may share one address."""
READING = ("GET", "HEAD")


def served(view: View) -> View:
    """Let a view answer as every address of the read API does."""

    @wraps(view)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in READING:
            return problem(ReadOnly())
        try:
            limits.count_hit(name="interop.api", subject=_network_of(request), most=MOST, window=WINDOW)
        except limits.TooOften as refusal:
            return problem(refusal)
        method, request.method = request.method, "GET"
        response = _with_etag(request, view(request, *args, **kwargs))
        request.method = method  # the server leaves a HEAD's body out
        return response

    serve.csrf_exempt = True  # type: ignore[attr-defined]  # it refuses to write itself, and says so as JSON
    return serve


def problem(refusal: Refusal) -> HttpResponse:
    """Return a refusal as JSON: its code, and its sentences in both languages."""
    body = {"code": refusal.code, "message": _say(refusal, "zh-hans"), "message_en": _say(refusal, "en")}
    response = JsonResponse(body | {"field": refusal.data.get("field", "")}, status=refusal.status)
    if isinstance(refusal, ReadOnly):
        response.headers["Allow"] = ", ".join(READING)
    if isinstance(refusal, limits.TooOften):
        response.headers["Retry-After"] = str(refusal.data["seconds"])
    return _open(response)


def _say(refusal: Refusal, language: str) -> str:
    with override(language):
        saying = phrases.say(refusal)
    return (" " if language == "en" else "").join([saying.what, saying.then])


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    _open(response)
    if response.status_code != 200:
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.headers["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional if isinstance(conditional, HttpResponse) else response


def _open(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"  # public data, no cookie is looked at
    return response


def _network_of(request: HttpRequest) -> str:
    """Return who is counted: an address, of IPv6 the /64; a forwarded one counts only behind our own proxy."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.headers.get("X-Forwarded-For", text).split(",")[-1].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)
