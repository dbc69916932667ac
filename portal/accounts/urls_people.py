"""The people of a school, under /school/people/: for its lead alone."""

from django.urls import path

from portal.accounts.views import invite, people

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("invite/", invite.invite, name="invite"),
    path("invite/send/", invite.send, name="send"),
    path("invitations/<int:pk>/again/", invite.again, name="again"),
    path("invitations/<int:pk>/withdraw/", invite.withdraw, name="withdraw"),
    path("<uuid:public_id>/", people.person, name="person"),
    path("<uuid:public_id>/leave/", people.leave, name="leave"),
    path("<uuid:public_id>/hand-over/", people.hand_over, name="hand_over"),
    path("<uuid:public_id>/back/", people.back, name="back"),
]
