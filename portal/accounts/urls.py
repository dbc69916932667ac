"""Addresses of a person's own pages, under /accounts/ (allauth's are beside them)."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("accept-invitation/", views.accept_invitation, name="accept_invitation"),
    path("act-for/<uuid:public_id>/", views.act_for, name="act_for"),
    path("leave-school/<uuid:public_id>/", views.leave_school, name="leave_school"),
    path("your-data/", views.your_data, name="your_data"),
    path("reset-second-factor/<uuid:public_id>/", views.reset_second_factor, name="reset_second_factor"),
]
