"""Where calendar files and the read API hang."""

from __future__ import annotations

from django.urls import path

from yexiao.interop import endpoints, views, views_api

app_name = "interop"
urlpatterns = [
    path("my/calendar/", views.calendar, name="calendar"),
    path("my/calendar/renew/", views.renew_feed, name="renew_feed"),
    path("calendar/<slug:secret>.ics", views.feed, name="feed"),
    path("classes/<slug:code>/class.ics", views.section_calendar, name="section_calendar"),
    path("api/v1/", views_api.reference, name="api"),
    path("api/v1/openapi.json", views_api.openapi, name="openapi"),
    *endpoints.url_patterns(),
    path("api/v1/<path:rest>", views_api.unknown, name="api_unknown"),
]
