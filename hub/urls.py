"""Where readers take part in the hub. Every other address under /hub/ is a page of Wagtail's."""

from django.urls import path

from hub.feeds import Bulletins, NewInTheHub
from hub.views import ask, comments, contribute

app_name = "hub"

urlpatterns = [
    path("feed/", NewInTheHub(), name="feed"),
    path("bulletins/feed/", Bulletins(), name="bulletins_feed"),
    path("ask/", ask.ask, name="ask"),
    path("comments/<int:page_id>/", comments.all_comments, name="comments"),
    path("comments/<int:page_id>/add/", comments.add_comment, name="add_comment"),
    path("comments/remove/<int:pk>/", comments.remove_comment, name="remove_comment"),
    path("comments/report/<int:pk>/", comments.report_comment, name="report_comment"),
    path("contribute/", contribute.start, name="contribute"),
    path("contribute/check/", contribute.check, name="contribute_check"),
    path("contribute/<slug:name>/", contribute.step, name="contribute_step"),
    path("contributions/", contribute.mine, name="contributions"),
    path("contributions/<uuid:public_id>/", contribute.change, name="change_contribution"),
]
