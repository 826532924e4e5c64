"""Where learning's pages hang."""

from __future__ import annotations

from django.urls import path

from yexiao.learning import views

app_name = "learning"
urlpatterns = [path("my/feedback/<slug:code>/", views.feedback, name="feedback")]
