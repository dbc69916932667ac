"""The admin's screen of what readers sent: comments to decide on, and questions to answer."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from hub import asking, comments
from hub.models import CommentState
from portal.content.screens import Screen

PAGE_SIZE = 50
DECISIONS = {
    "publish": (CommentState.PUBLISHED, "Published."),
    "remove": (CommentState.REMOVED, "Removed. Readers do not see it."),
}


class FromReadersView(Screen):
    """Portal editors see everything, others the comments on pages that they own."""

    permission_required = "wagtailadmin.access_admin"
    page_title = "From readers"
    header_icon = "comment"
    template_name = "hub/admin/from_readers.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        sees_all = comments.decides_everywhere(user)
        page = Paginator(comments.queue(user), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "page_obj": page,
            "questions": list(asking.waiting()[:PAGE_SIZE]) if sees_all else [],
        }


class DecideView(PermissionRequiredMixin, View):
    """Publish or remove one comment. A second click, or a second editor, changes nothing."""

    http_method_names = ["post"]
    permission_required = "wagtailadmin.access_admin"
    raise_exception = True

    def post(self, request, pk):
        state, said = DECISIONS.get(request.POST.get("decision", ""), (None, ""))
        waiting = comments.queue(request.user).filter(pk=pk)
        if state is None or not waiting.exists():
            messages.warning(request, "Nothing to decide: somebody has decided on that comment already.")
        else:
            comments.decide(get_object_or_404(waiting), request.user, state)
            messages.success(request, said)
        return redirect("hub_from_readers:index")


class FromReadersViewSet(ViewSet):
    """The screen and its one button, with an entry of the menu."""

    name = "hub_from_readers"
    url_prefix = "hub/from-readers"

    def get_urlpatterns(self):
        return [
            path("", FromReadersView.as_view(), name="index"),
            path("<int:pk>/decide/", DecideView.as_view(), name="decide"),
        ]

    def get_menu_item(self, order=None):
        address = reverse("hub_from_readers:index")
        return MenuItem("From readers", address, name="from-readers", icon_name="comment", order=255)
