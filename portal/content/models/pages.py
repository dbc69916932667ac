"""What every page of the portal shares."""

from wagtail.fields import StreamField
from wagtail.models import Page

from portal.content.models.governed import GOVERNANCE_PANEL, Governed, Reviewed
from portal.content.models.guidance import GuidanceRecord


class GovernedPage(Governed, Reviewed, Page):
    """An abstract page with an owner, a source, a status and review dates."""

    promote_panels = [GOVERNANCE_PANEL, *Page.promote_panels]

    class Meta:
        abstract = True

    def clean(self):
        """Add what the text cites to the guidance that the page rests on: a banner must follow it.

        A new page has no place in the tree yet; it is cleaned again when its first draft is saved.
        """
        super().clean()
        if not self.pk:
            return
        if cited := _cited_in_text(self) - {record.pk for record in self.cites.all()}:
            self.cites.add(*GuidanceRecord.objects.filter(pk__in=cited))


def _cited_in_text(page: Page) -> set[int]:
    """Return the keys of the guidance records that the blocks of `page` name."""
    return {
        int(key)
        for field in page._meta.fields
        if isinstance(field, StreamField)
        for model, key, *_ in field.extract_references(field.value_from_object(page))
        if model is GuidanceRecord
    }
