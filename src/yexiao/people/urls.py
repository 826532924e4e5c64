"""Where the people pages hang."""

from django.urls import path

from yexiao.people import views_me, views_sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", views_sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", views_sign_in.code, name="code"),
    path("sign-in/code/again/", views_sign_in.code_again, name="code_again"),
    path("staff/sign-in/", views_sign_in.staff_sign_in, name="staff_sign_in"),
    path("sign-out/", views_sign_in.sign_out, name="sign_out"),
    path("me/", views_me.profile, name="profile"),
    path("me/who/", views_me.who, name="who"),
    path("me/places/", views_me.places, name="places"),
    path("me/sign-out-everywhere/", views_me.sign_out_everywhere, name="sign_out_everywhere"),
]
