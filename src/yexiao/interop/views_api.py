"""The read API's description: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yexiao.common.refusals import NotFound
from yexiao.interop import _reference, _serving, endpoints


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show what can be asked, and how."""
    values = {"reference": _reference.arrange(endpoints.describe()), "most": _serving.MOST}
    return render(request, "interop/api.html", values)


@_serving.served
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the API's description as OpenAPI 3.1."""
    del request
    return JsonResponse(endpoints.describe())


@_serving.served
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Say as JSON that the API has no such address."""
    del request, rest
    return _serving.problem(NotFound())
