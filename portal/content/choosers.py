"""Choosers that show rows about people only to those who may see them."""

from django.contrib.auth.decorators import permission_required
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class PrivateChooserViewSet(SnippetChooserViewSet):
    """Wagtail's chooser opens for everybody in the admin; this one asks for the view permission first."""

    def get_urlpatterns(self):
        """Return the chooser's addresses, each behind the permission to view the model."""
        options = self.model._meta
        guard = permission_required(f"{options.app_label}.view_{options.model_name}", raise_exception=True)
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = guard(pattern.callback)
        return patterns
