"""Numbers of core services that wait for a second person."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from directory import number_changes
from directory.models import NumberChange
from directory.viewsets.common import Screen

MOST = 100
MAY_PUBLISH = "directory.publish_service"


class NumberChangesView(Screen):
    """What waits, and the two answers."""

    permission_required = MAY_PUBLISH
    page_title = "Numbers to agree"
    header_icon = "key"
    template_name = "directory/admin/number_changes.html"

    def get_context_data(self, **kwargs):
        waiting = NumberChange.objects.filter(decided_at=None).select_related("service", "asked_by")
        return {**super().get_context_data(**kwargs), "changes": waiting.order_by("asked_at")[:MOST]}


class DecideView(PermissionRequiredMixin, View):
    """Takes one of the two answers."""

    permission_required = MAY_PUBLISH
    raise_exception = True
    http_method_names = ["post"]
    agreed = True

    def post(self, request, pk):
        """Publish the number, or leave the published one as it is."""
        change = get_object_or_404(NumberChange.objects.select_related("service", "revision"), pk=pk)
        decide = number_changes.agree if self.agreed else number_changes.decline
        try:
            decide(change, request.user)
        except number_changes.RefusedError as reason:
            messages.error(request, str(reason))
        else:
            said = "The new number is published" if self.agreed else "The published number stays"
            messages.success(request, f"{change.service.name}: {said.lower()}.")
        return redirect("directory_number_changes:index")


class NumberChangesViewSet(ViewSet):
    """Numbers to agree, in the directory's menu."""

    name = "directory_number_changes"
    url_prefix = "directory/number-changes"
    icon = "key"
    menu_label = "Numbers to agree"

    def get_urlpatterns(self):
        return [
            path("", NumberChangesView.as_view(), name="index"),
            path("<int:pk>/agree/", DecideView.as_view(), name="agree"),
            path("<int:pk>/decline/", DecideView.as_view(agreed=False), name="decline"),
        ]

    def get_menu_item(self, order=None):
        """Return the entry of the menu, shown to those who publish services."""
        address = reverse("directory_number_changes:index")
        return NumbersMenuItem(self.menu_label, address, name="numbers", icon_name=self.icon, order=order)


class NumbersMenuItem(MenuItem):
    """Shown to those who may publish services."""

    def is_shown(self, request):
        return request.user.has_perm(MAY_PUBLISH)
