"""What every page of the portal shares."""

from wagtail.models import Page

from portal.content.models.governed import GOVERNANCE_PANEL, Governed, Reviewed


class GovernedPage(Governed, Reviewed, Page):
    """An abstract page with an owner, a source, a status and review dates."""

    governance_panel = GOVERNANCE_PANEL
    content_panels = Page.content_panels
    promote_panels = [GOVERNANCE_PANEL, *Page.promote_panels]

    class Meta:
        abstract = True
