"""What the search finds of the content that all rooms share."""

from urllib.parse import urlsplit

from django.db.models import OuterRef, Subquery
from django.template.defaultfilters import filesizeformat
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from portal.content.models import Area, Audience, GuidanceChange, GuidanceComparison, GuidanceRecord, Topic
from portal.search import texts
from portal.search.adapters import Adapter, Entry, LeftOut, Tool, joined, register
from portal.search.enums import Kind
from portal.search.models import DocumentText, ElsewherePage


class GuidanceAdapter(Adapter):
    """A record of the guidance register, those that no longer hold too."""

    model = GuidanceRecord
    parts = {GuidanceComparison: "comparison"}

    def public(self):
        """Return what everybody may see, with its table "then and now"."""
        return super().public().prefetch_related("comparison")

    def entry(self, record) -> Entry:
        """Return what readers see of it; what its editors note is not among it."""
        rows = record.comparison.all()
        return Entry(
            kind=Kind.GUIDANCE,
            title=record.title,
            url=record.get_absolute_url(),
            summary=record.summary,
            body=joined(
                [
                    record.issuer,
                    record.version,
                    record.get_kind_display(),
                    record.local_update,
                    record.change_expected_note,
                    *(text for row in rows for text in (row.matter, row.then, row.now)),
                ]
            ),
            place="Guidance register",
            status=record.status,
            checked_on=record.last_reviewed,
        )


class ElsewhereAdapter(Adapter):
    """A page of another site. It stands behind what is our own."""

    model = ElsewherePage
    parts = {Topic: "topics", Audience: "audiences"}

    def public(self):
        """Return what everybody may see, with what it is about."""
        return super().public().prefetch_related("topics", "audiences")

    def entry(self, page) -> Entry:
        """Return what an editor says of it."""
        return Entry(
            kind=Kind.ELSEWHERE,
            title=page.title,
            url=page.url,
            summary=page.summary,
            names=page.other_words.splitlines(),
            place=urlsplit(page.url).hostname or "",
            status=page.status,
            checked_on=page.last_reviewed,
            weight=0.7,
            topics=[topic.slug for topic in page.topics.all()],
            audiences=[audience.slug for audience in page.audiences.all()],
        )


class DocumentAdapter(Adapter):
    """An uploaded file, by its title and its text. A page that says as much stands before it."""

    model = Document
    parts = {
        Collection: texts.below,
        CollectionViewRestriction: lambda wall: texts.below(wall.collection),
    }

    def public(self):
        """Return what everybody may open, with the text as far as it has been read."""
        read = DocumentText.objects.filter(file_hash=OuterRef("file_hash"))
        return texts.public_documents().annotate(read=Subquery(read.values("text")[:1]))

    def entry(self, document) -> Entry:
        """Return its title, its text, and what kind of file it is."""
        size = filesizeformat(document.file_size) if document.file_size else ""
        return Entry(
            kind=Kind.DOCUMENT,
            title=document.title,
            url=document.url,
            body=document.read or "",
            place=", ".join(filter(None, [document.file_extension.upper(), size])),
            weight=0.8,
        )


def _changes() -> list[str]:
    changes = GuidanceChange.objects.filter(record__live=True).select_related("record")[:20]
    return [f"{change.record.title}: {change.what} {change.note}" for change in changes]


register(
    GuidanceAdapter,
    ElsewhereAdapter,
    DocumentAdapter,
    LeftOut(Area, "It has no page of its own: what belongs to it is filtered by it."),
    Tool(
        name="guidance",
        title="Guidance register",
        url_name="content:guidance_list",
        summary="Every law and guidance that this portal rests on, with its status today.",
        names=("statutory guidance", "all guidance"),
        weight=0.8,
    ),
    Tool(
        name="guidance-changes",
        title="What changed in guidance",
        url_name="content:guidance_changes",
        summary="Which guidance is new, replaced or withdrawn, the newest change first.",
        names=("guidance changes", "what is new in guidance", "new guidance", "updates to guidance"),
        made_of=(GuidanceChange, GuidanceRecord),
        texts=_changes,
    ),
)
