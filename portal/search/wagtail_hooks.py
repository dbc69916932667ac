"""What the search adds to Wagtail's admin: its menu."""

from wagtail.snippets.models import register_snippet

from portal.search.viewsets import SearchGroup

register_snippet(SearchGroup)
