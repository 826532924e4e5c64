"""The pages of enrolment."""

from __future__ import annotations

from django.urls import path

from yexiao.enrolment import views, views_desk, views_draw, views_seat

app_name = "enrolment"
urlpatterns = [
    path("classes/", views.search, name="search"),
    path("classes/<slug:code>/", views.section, name="section"),
    path("classes/<slug:code>/take/", views_seat.take, name="take"),
    path("classes/<slug:code>/release/", views_seat.release, name="release"),
    path("classes/<slug:code>/wait/", views_seat.wait, name="wait"),
    path("classes/<slug:code>/leave-list/", views_seat.leave_list, name="leave_list"),
    path("classes/<slug:code>/accept/", views_seat.accept, name="accept"),
    path("classes/<slug:code>/decline/", views_seat.decline, name="decline"),
    path("draws/<int:opening_id>/", views_draw.draw, name="draw"),
    path("draws/<int:opening_id>/enter/", views_draw.enter, name="draw_enter"),
    path("draws/<int:opening_id>/withdraw/", views_draw.withdraw, name="draw_withdraw"),
    path("draws/<int:opening_id>/<str:name>.json", views_draw.file, name="draw_file"),
    path("desk/openings/", views_desk.openings, name="openings"),
    path("desk/openings/announce/", views_desk.announce, name="announce"),
    path("desk/openings/<int:opening_id>/decide/", views_desk.decide, name="decide"),
]
