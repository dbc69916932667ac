"""What the training adds to Wagtail's admin: a way to a new sheet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from training.enums import Holds
from training.models import ResourceSheetPage, TrainingShelfPage
from training.publishing import PUBLISH_OWN


class NewSheetView(View):
    """Lead to the form of a new sheet, on the shelf where sheets stand."""

    http_method_names = ["get", "head"]

    def get(self, request):
        if not request.user.has_perm(PUBLISH_OWN):
            raise PermissionDenied
        shelf = TrainingShelfPage.objects.filter(holds=Holds.SHEET).first()
        if shelf is None:
            messages.error(request, "There is no shelf for sheets yet. Add one below Training first.")
            return redirect("wagtailadmin_explore_root")
        return redirect("wagtailadmin_pages:add", "training", ResourceSheetPage._meta.model_name, shelf.pk)


@hooks.register("register_admin_urls")
def new_sheet_url():
    """Add the address of `NewSheetView`."""
    return [path("training/new-sheet/", NewSheetView.as_view(), name="training_new_sheet")]


class NewSheet(MenuItem):
    """An entry for those who publish sheets."""

    def is_shown(self, request):
        return request.user.has_perm(PUBLISH_OWN)


@hooks.register("register_admin_menu_item")
def new_sheet_item():
    """Offer a new sheet in the menu, below the pages."""
    return NewSheet(
        "New sheet", reverse("training_new_sheet"), name="new-sheet", icon_name="doc-full-inverse", order=110
    )
