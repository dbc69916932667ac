"""What the search finds in the hub: what everybody may read in full."""

from django.db.models import CharField, TextField
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from hub.models import (
    ArticlePage,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    HubHomePage,
    HubPage,
    HubPageTag,
    HubSectionPage,
    KeyLearning,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    TopicPage,
)
from portal.content.models import Audience, HelpWith, Tag, Topic
from portal.search.adapters import Adapter, Entry, LeftOut, Tool, joined, register
from portal.search.enums import Kind

KINDS = {
    ArticlePage: Kind.ARTICLE,
    CaseStudyPage: Kind.CASE_STUDY,
    PracticePage: Kind.PRACTICE,
    BulletinPage: Kind.BULLETIN,
    GovernancePage: Kind.PAGE,
    PolicyPage: Kind.POLICY,
    MeetingPage: Kind.MEETING,
    BarrierPage: Kind.BARRIER,
    QuestionPage: Kind.QUESTION,
    TopicPage: Kind.TOPIC,
}
# A topic page is made to answer; a bulletin or a meeting record only mentions.
WEIGHTS = {Kind.TOPIC: 1.3, Kind.BULLETIN: 0.6, Kind.MEETING: 0.6}


def _showing(learning: KeyLearning) -> list[int]:
    """Return the keys of the pages that show this learning."""
    references = ReferenceIndex.get_references_to(learning)
    pages = references.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    return [int(pk) for pk in pages.values_list("object_id", flat=True).distinct()]


class HubPageAdapter(Adapter):
    """A page of the hub, of whatever kind."""

    model = HubPage
    parts = {
        HubPageTag: "tagged_items",
        Tag: "tagged_items__tag",
        Topic: "topics",
        Audience: "audiences",
        HelpWith: "barrierpage__need",
        Document: "policypage__document",
        KeyLearning: _showing,
    }

    def public(self):
        """Return the pages that everybody may read in full, each as what it is."""
        pages = super().public().prefetch_related("topics", "audiences", "tagged_items__tag")
        return pages.specific()

    def entry(self, page) -> Entry:
        """Return what readers see of it; not whom it names as its author."""
        kind = KINDS[type(page)]
        return Entry(
            kind=kind,
            title=page.title,
            url=page.get_url() or "",
            summary=page.standfirst,
            body=joined(texts(page)),
            place="Good practice",
            status=page.status,
            checked_on=page.last_reviewed,
            weight=WEIGHTS.get(kind, 1.0),
            topics=[topic.slug for topic in page.topics.all()],
            audiences=[audience.slug for audience in page.audiences.all()],
            tags=[item.tag.slug for item in page.tagged_items.all()],
        )


def texts(page: HubPage) -> list[str]:
    """Return what stands on the page below its first lines: the text, then the fields of its own kind.

    Every field of a kind's own that holds text is shown to readers; one that is not does not belong there.
    """
    own = [field for field in page._meta.local_fields if isinstance(field, (CharField, TextField))]
    streams = [field for field in page._meta.fields if isinstance(field, StreamField)]
    return [
        *_named(page),
        *(text for field in streams for text in _blocks(page, field)),
        *(getattr(page, field.name) for field in own),
    ]


def _named(page: HubPage) -> list[str]:
    """Return the names of what the page is made around: the need of a card, the file of a policy."""
    if isinstance(page, BarrierPage):
        return [page.need.name]
    return [page.document.title] if isinstance(page, PolicyPage) and page.document else []


def _blocks(page: HubPage, field: StreamField) -> list[str]:
    texts = map(str, field.get_searchable_content(field.value_from_object(page)))
    return [text for text in texts if text != "None"]  # what Wagtail says of a block without a value


class ShelfAdapter(Adapter):
    """A shelf of the hub: the list of one kind."""

    model = HubSectionPage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return _shelf(page)


class HubHomeAdapter(Adapter):
    """The first page of the hub."""

    model = HubHomePage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return _shelf(page)


def _shelf(page: Page) -> Entry:
    return Entry(
        kind=Kind.PAGE,
        title=page.title,
        url=page.get_url() or "",
        summary=page.standfirst,
        place="Good practice",
        weight=0.7,
    )


register(
    HubPageAdapter,
    ShelfAdapter,
    HubHomeAdapter,
    LeftOut(KeyLearning, "It stands in the pages that show it, and is found with them."),
    Tool(
        name="ask",
        title="Ask a question about practice",
        url_name="hub:ask",
        summary="Send a question without names; an editor answers it where everybody can read it.",
        weight=0.7,
    ),
)
