"""The pages of demand."""

from __future__ import annotations

from django.urls import path

from yexiao.demand import views, views_desk, views_needs

app_name = "demand"
urlpatterns = [
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/withdraw/", views.withdraw, name="withdraw"),
    path("needs/", views_needs.needs, name="needs"),
    path("needs/withdraw/", views_needs.withdraw_need, name="withdraw_need"),
    path("desk/demand/", views_desk.desk, name="desk"),
]
