"""The few links at the top of every page, by role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the links this actor needs."""
    del request
    return {"navigation": []}
