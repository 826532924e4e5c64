"""Where the inbox hangs."""

from django.urls import path

from yexiao.notices import views

app_name = "notices"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<int:notice_id>/", views.open_notice, name="open"),
]
