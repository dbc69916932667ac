"""What the search finds of the training: what everybody may read in full, so no trainer's notes."""

from collections.abc import Callable

from django.utils.html import strip_tags
from wagtail.fields import StreamField

from portal.content.models import Audience, Tag, Topic
from portal.search.adapters import Adapter, Entry, joined, register
from portal.search.enums import Kind
from training.enums import SheetKind
from training.models import (
    ActivityPage,
    ModulePage,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingHomePage,
    TrainingPage,
    TrainingPageTag,
    TrainingShelfPage,
)
from training.sheets.words import words_of

KINDS: dict[type[TrainingPage], Kind] = {
    ToolkitPage: Kind.UNIT,
    ToolkitSectionPage: Kind.UNIT,
    ActivityPage: Kind.ACTIVITY,
    ModulePage: Kind.MODULE,
}
PLACE = "Training"


class TrainingPageAdapter(Adapter):
    """A page of the training, of whatever kind."""

    model = TrainingPage
    parts = {
        TrainingPageTag: "tagged_items",
        Tag: "tagged_items__tag",
        Topic: "topics",
        Audience: "audiences",
    }

    def public(self):
        """Return the pages that everybody may read in full, each as what it is."""
        pages = super().public().prefetch_related("topics", "audiences", "tagged_items__tag")
        return pages.specific()

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        code = getattr(page, "code", "") or getattr(page, "number", "")
        return Entry(
            kind=kind_of(page),
            title=page.title,
            url=page.get_url() or "",
            summary=page.standfirst,
            body=joined(texts(page)),
            names=[code] if code else [],
            place=PLACE,
            status=page.status,
            checked_on=page.last_reviewed,
            topics=[topic.slug for topic in page.topics.all()],
            audiences=[audience.slug for audience in page.audiences.all()],
            tags=[item.tag.slug for item in page.tagged_items.all()],
        )


def kind_of(page: TrainingPage) -> Kind:
    """Return what the search calls it."""
    if isinstance(page, ResourceSheetPage):
        on_its_own = page.sort in (SheetKind.SHEET, SheetKind.DIRECT_WORK)
        return Kind.SHEET if on_its_own else Kind.FORM
    return KINDS[type(page)]


def texts(page: TrainingPage) -> list[str]:
    """Return what readers see of the page below its first lines."""
    if isinstance(page, ResourceSheetPage):
        return words_of(page.sheet)
    if type(page) in TEXTS:
        return TEXTS[type(page)](page)
    return [strip_tags(str(text)) for name in READ[type(page)] for text in _texts(page, name)]


# Named one by one: what is for trainers alone must not slip in with a new field.
READ: dict[type[TrainingPage], list[str]] = {
    ToolkitPage: ["audience_text", "purpose", "impact_measures", "body"],
    ToolkitSectionPage: ["number", "purpose", "body"],
    ActivityPage: ["audience_text", "purpose", "description", "steps", "summary_points", "materials"],
    ModulePage: ["audience_text", "outcomes", "body", "reflective_question", "task"],
}
# Kinds of apps above say themselves what may be read of them.
TEXTS: dict[type[TrainingPage], Callable] = {}


def _texts(page: TrainingPage, name: str) -> list:
    field, value = page._meta.get_field(name), getattr(page, name)
    found = field.get_searchable_content(value) if isinstance(field, StreamField) else [value]
    return [text for text in found if text and str(text) != "None"]


class ShelfAdapter(Adapter):
    """A shelf of the training: the list of one kind."""

    model = TrainingShelfPage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return _first_page(page)


class TrainingHomeAdapter(Adapter):
    """The first page of the training."""

    model = TrainingHomePage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return _first_page(page)


def _first_page(page) -> Entry:
    return Entry(
        kind=Kind.PAGE,
        title=page.title,
        url=page.get_url() or "",
        summary=page.standfirst,
        place=PLACE,
        weight=0.7,
    )


register(TrainingPageAdapter, ShelfAdapter, TrainingHomeAdapter)
