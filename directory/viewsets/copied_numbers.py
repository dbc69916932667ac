"""The report of copied numbers in the admin."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from directory.copied_numbers import MOST_PAGES, copied_numbers


class CopiedNumbersView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """Pages with a typed number that the directory holds, and what to do about each."""

    permission_required = "directory.change_service"
    raise_exception = True
    page_title = "Copied numbers"
    header_icon = "warning"
    template_name = "directory/admin/copied_numbers.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "copies": copied_numbers(), "most_pages": MOST_PAGES}

    def get(self, request):
        return self.render_to_response(self.get_context_data())
