"""Where every room's pages hang."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from yexiao.frontdesk import design, views_view

OWN = [
    path("design/", design.show, name="design"),
    path("language/", views_view.set_language, name="set_language"),
    path("view/", views_view.set_view, name="set_view"),
]


def root_patterns() -> list[URLPattern | URLResolver]:
    """Return the root URL patterns of the whole house."""
    return [
        path("", include((OWN, "frontdesk"))),
        path("", include("yexiao.people.urls")),
        path("", include("yexiao.notices.urls")),
    ]
