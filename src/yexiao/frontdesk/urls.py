"""Where every room's pages hang: all at the root, each under its own words."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from yexiao.frontdesk import demo_views, design, views, views_roles, views_view

ROOMS_WITH_PAGES = (
    "people",
    "notices",
    "demand",
    "planning",
    "enrolment",
    "attendance",
    "learning",
    "insight",
    "interop",
)
OWN = [
    path("", views.home, name="home"),
    path("near/", views.near, name="near"),
    path("near/set/", views.set_near, name="set_near"),
    path("language/", views_view.set_language, name="set_language"),
    path("view/", views_view.set_view, name="set_view"),
    path("desk/roles/", views_roles.roles, name="roles"),
    path("desk/roles/revoke/", views_roles.revoke, name="revoke_role"),
    path("status/", views.status, name="status"),
    path("healthz/", views.healthz, name="healthz"),
    path("design/", design.show, name="design"),
]
if settings.DEMO:
    OWN += [
        path("demo/sign-in/", demo_views.sign_in, name="demo_sign_in"),
        path("demo/progress/", views.demo_progress, name="demo_progress"),
    ]


def root_patterns() -> list[URLPattern | URLResolver]:
    """Return the root URL patterns of the whole house."""
    rooms = [path("", include(f"yexiao.{room}.urls")) for room in ROOMS_WITH_PAGES]
    return [path("", include((OWN, "frontdesk"))), *rooms]
