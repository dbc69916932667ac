"""What the search finds in the hub: what everybody may read in full."""

from wagtail.fields import StreamField

from hub.models.articles import ArticlePage, BulletinPage, CaseStudyPage, PracticePage
from hub.models.governance import GovernancePage, MeetingPage, PolicyPage
from hub.models.page import HubPage, HubPageTag
from hub.models.topics import BarrierPage, QuestionPage, TopicPage
from portal.search.adapters import Adapter, Entry, register
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


class HubPageAdapter(Adapter):
    """A page of the hub, of whatever kind."""

    model = HubPage
    parts = {HubPageTag: "content_object"}

    def entry(self, page) -> Entry:
        page = page.specific
        kind = KINDS[type(page)]
        return Entry(
            kind=kind,
            title=page.title,
            url=page.get_url() or "",
            summary=page.standfirst,
            body="\n".join(texts(page)),
            place="Good practice",
            status=page.status,
            checked_on=page.last_reviewed,
            weight=WEIGHTS.get(kind, 1.0),
            topics=[topic.slug for topic in page.topics.all()],
            audiences=[audience.slug for audience in page.audiences.all()],
            tags=page.tags.slugs(),
        )


def texts(page) -> list[str]:
    """Return what stands in the blocks of the page, piece by piece."""
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [
        str(text) for field in streams for text in field.get_searchable_content(field.value_from_object(page))
    ]


register(HubPageAdapter)
