"""Where a service is shown beside its own page."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex


def count_pages_with(service) -> int:
    """Return how many pages show a card of `service`, drafts too: one query."""
    pages = ReferenceIndex.get_references_to(service).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return pages.values("object_id").distinct().count()
