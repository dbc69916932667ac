"""Numbers of core services that wait for a second person."""

from django import forms
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
MOST_NAMED = 10
MAY_PUBLISH = "directory.publish_service"


class NoteForm(forms.Form):
    """A word to the editor whose number is declined."""

    note = forms.CharField(
        max_length=250,
        required=False,
        error_messages={"max_length": "Use at most 250 characters for the note."},
    )


class NumberChangesView(Screen):
    """What waits, and the two answers."""

    permission_required = MAY_PUBLISH
    page_title = "Numbers to agree"
    header_icon = "key"
    template_name = "directory/admin/number_changes.html"

    def get_context_data(self, **kwargs):
        waiting = NumberChange.objects.filter(decided_at=None).select_related("service", "asked_by")
        others = number_changes.others_who_may_agree(self.request.user).order_by("name", "email")
        named = list(others[: MOST_NAMED + 1])
        return {
            **super().get_context_data(**kwargs),
            "changes": waiting.order_by("asked_at")[:MOST],
            "others": named[:MOST_NAMED],
            "more_others": len(named) > MOST_NAMED,
            "declined": number_changes.declined_lately()[:MOST_NAMED],
        }


class DecideView(PermissionRequiredMixin, View):
    """Takes one of the two answers."""

    permission_required = MAY_PUBLISH
    raise_exception = True
    http_method_names = ["post"]
    agreed = True

    def post(self, request, pk):
        """Publish the number, or leave the published one as it is."""
        change = get_object_or_404(NumberChange.objects.select_related("service", "revision"), pk=pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            messages.error(request, f"{change.service.name}: nothing is decided. {form.errors['note'][0]}")
            return redirect("directory_number_changes:index")
        try:
            if self.agreed:
                number_changes.agree(change, request.user)
            else:
                number_changes.decline(change, request.user, form.cleaned_data["note"])
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
