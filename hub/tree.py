"""The hub's place in the tree of pages: its first page, and a shelf for each kind."""

import datetime

from django.utils import timezone
from wagtail.models import Page

from hub.models import HubHomePage, HubSectionPage, Kind
from hub.workflow import ensure_workflow

HUB = "hub"
# The address of each shelf, and the line below its name.
SHELVES = {
    Kind.TOPIC: ("topics", "One matter at a time: what to do now, whom to call, how to write it down."),
    Kind.ARTICLE: ("articles", "What worked, told by the people who did it."),
    Kind.BARRIER: ("barriers", "A card for each need: what to notice, what to try, who helps."),
    Kind.PRACTICE: ("practice", "How to do one thing, step by step."),
    Kind.CASE_STUDY: ("case-studies", "Projects from the need to the outcome."),
    Kind.QUESTION: ("questions", "Asked by people in schools, answered by the partnership."),
    Kind.BULLETIN: ("bulletins", "What is new, every week in term time."),
    Kind.POLICY: ("policies", "What the partnership has agreed, with owner, version and review date."),
    Kind.MEETING: ("meetings", "What was said, what was recommended, and what was done about it."),
    Kind.GOVERNANCE: ("governance", "Who sits where, and how to raise an issue."),
}


def add_hub(home: Page, maintainer) -> HubHomePage:
    """Return the hub below `home`, with every shelf and a workflow. What is missing is made and published."""
    hub = HubHomePage.objects.first()
    if hub is None:
        hub = _publish(home, HubHomePage(title="Good practice", slug=HUB), maintainer)
    have = set(HubSectionPage.objects.values_list("holds", flat=True))
    for kind, (slug, standfirst) in SHELVES.items():
        if kind not in have:
            shelf = HubSectionPage(title=kind.label, slug=slug, holds=kind, standfirst=standfirst)
            _publish(hub, shelf, maintainer)
    ensure_workflow(hub)
    return hub


def shelf_of(kind: Kind) -> HubSectionPage | None:
    """Return the shelf for `kind`, or None in a portal without a hub."""
    return HubSectionPage.objects.filter(holds=kind).first()


def _publish(parent: Page, page, maintainer):
    page.maintainer = maintainer
    page.last_reviewed = timezone.localdate()
    page.next_review = page.last_reviewed + datetime.timedelta(days=365)
    parent.add_child(instance=page)
    page.save_revision(user=maintainer, clean=False).publish()
    return page
