"""Addresses of a person's own pages, under /accounts/ (allauth's are beside them)."""

from django.urls import path

from portal.accounts.views import own

app_name = "accounts"
urlpatterns = [
    path("", own.profile, name="profile"),
    path("invitation/<str:token>/", own.invitation, name="invitation"),
    path("accept-invitation/", own.accept_invitation, name="accept_invitation"),
    path("act-for/<uuid:public_id>/", own.act_for, name="act_for"),
    path("leave-school/<uuid:public_id>/", own.leave_school, name="leave_school"),
    path("your-data/", own.your_data, name="your_data"),
    path("reset-second-factor/<uuid:public_id>/", own.reset_second_factor, name="reset_second_factor"),
]
