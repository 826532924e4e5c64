"""Where insight's pages hang."""

from __future__ import annotations

from django.urls import path

from yexiao.insight import views

app_name = "insight"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/figures.<str:kind>", views.download, name="download"),
]
