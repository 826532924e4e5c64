"""Where every room's pages hang."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver


def root_patterns() -> list[URLPattern | URLResolver]:
    """Return the root URL patterns of the whole house."""
    return []
