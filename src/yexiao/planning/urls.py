"""The pages of planning."""

from __future__ import annotations

from django.urls import path

from yexiao.planning import views, views_draft, views_season

app_name = "planning"
urlpatterns = [
    path("desk/plans/", views.runs, name="runs"),
    path("desk/seasons/new/", views_season.add_season, name="add_season"),
    path("desk/plans/start/", views.start, name="start"),
    path("desk/plans/<int:run_id>/", views.run, name="run"),
    path("desk/plans/<int:run_id>/progress/", views.progress, name="progress"),
    path("desk/plans/<int:run_id>/cancel/", views.cancel, name="cancel"),
    path("desk/plans/<int:run_id>/publish/", views_draft.publish, name="publish"),
    path("desk/plans/<int:run_id>/discard/", views_draft.discard, name="discard"),
    path("desk/plans/<int:run_id>/pin/", views_draft.pin, name="pin"),
    path("desk/plans/<int:run_id>/unpin/", views_draft.unpin, name="unpin"),
    path("desk/plans/<int:run_id>/forbid/", views_draft.forbid, name="forbid"),
    path("desk/plans/<int:run_id>/allow/", views_draft.allow, name="allow"),
]
