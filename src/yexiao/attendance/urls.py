"""Where attendance's pages hang."""

from __future__ import annotations

from django.urls import path

from yexiao.attendance import views_change, views_desk, views_door, views_mine

app_name = "attendance"
urlpatterns = [
    path("my/", views_mine.mine, name="mine"),
    path("my/evenings/<int:meeting_id>/leave/", views_mine.leave, name="leave"),
    path("my/evenings/<int:meeting_id>/leave/back/", views_mine.take_back_leave, name="take_back_leave"),
    path("my/tickets/<int:meeting_id>/", views_mine.ticket, name="ticket"),
    path("check-in/<str:code>/", views_door.check_in, name="check_in"),
    path("desk/tonight/", views_desk.tonight, name="tonight"),
    path("desk/meetings/<int:meeting_id>/", views_desk.roster, name="roster"),
    path("desk/meetings/<int:meeting_id>/mark/", views_desk.mark, name="mark"),
    path("desk/meetings/<int:meeting_id>/scan/", views_door.scan_here, name="scan_here"),
    path("desk/meetings/<int:meeting_id>/door/", views_door.door, name="door"),
    path("desk/meetings/<int:meeting_id>/poster/", views_door.poster, name="poster"),
    path("desk/meetings/<int:meeting_id>/cancel/", views_change.cancel_meeting, name="cancel_meeting"),
    path("desk/meetings/<int:meeting_id>/move/", views_change.move_meeting, name="move_meeting"),
    path("desk/meetings/<int:meeting_id>/lecturer/", views_change.replace_lecturer, name="replace_lecturer"),
    path("desk/tickets/<str:ticket>/", views_door.scan, name="scan"),
]
