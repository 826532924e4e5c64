"""The pages of demand."""

from __future__ import annotations

from django.urls import path

from yexiao.demand import views, views_desk

app_name = "demand"
urlpatterns = [
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/withdraw/", views.withdraw, name="withdraw"),
    path("desk/demand/", views_desk.desk, name="desk"),
]
