"""What every page of the hub shares."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.shortcuts import render
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager

from hub.blocks import BodyBlock
from hub.checker.panel import BeforePublishingPanel
from hub.enums import Comments
from portal.content.enums import Strand, Visibility
from portal.content.models import GOVERNANCE_PANEL, GovernedPage, TaggedItem
from portal.content.querysets import AccessQuerySet, published
from portal.content.visibility import levels_for
from training.models.page import TrainingPage

# Brysbaert (2019) found 238 for silent reading of non-fiction. Our readers are interrupted.
WORDS_A_MINUTE = 200


class HubPageTag(TaggedItem):
    """A tag on a page of the hub."""

    content_object = ParentalKey("hub.HubPage", on_delete=models.CASCADE, related_name="tagged_items")


class RelatedPage(Orderable):
    """A page that belongs with another. Shown on both."""

    source = ParentalKey("hub.HubPage", on_delete=models.CASCADE, related_name="related_rows")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="related_from")

    panels = [PageChooserPanel("page")]

    def __str__(self):
        return str(self.page)


class HubPage(GovernedPage):
    """The part that all kinds have: one table, so that lists ask one question.

    Below it stand the kinds (`ArticlePage`, `TopicPage` ...). Nobody makes a page of this class.
    """

    standfirst = models.CharField(max_length=250, help_text="One or two plain lines: what a reader gets.")
    body = StreamField(BodyBlock(), blank=True)
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="hub_pages")
    audiences = ParentalManyToManyField("content.Audience", blank=True, related_name="hub_pages")
    strand = models.CharField(max_length=20, choices=Strand.choices, blank=True)
    access = models.CharField(
        "who may read it",
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        help_text="Others read the title, the lines below it and the summary, and how to get in.",
    )
    changed_on = models.DateField("last change of substance", null=True, blank=True)
    change_note = models.CharField(max_length=250, blank=True, help_text="What is different, in one line.")
    comments = models.CharField(max_length=10, choices=Comments.choices, default=Comments.OFF)
    tags = ClusterTaggableManager(through=HubPageTag, blank=True)

    objects = PageManager.from_queryset(AccessQuerySet)()

    # What a worried person needs is open to everyone: such a kind says so here.
    always_open = False
    # What a kind leads to and always shows: fetched with it.
    shown_with: tuple[str, ...] = ()
    is_creatable = False
    page_description = "A page of the good-practice hub."
    parent_page_types = ["hub.HubSectionPage"]
    subpage_types: list[str] = []

    finding_panel = MultiFieldPanel(
        [
            FieldPanel("topics"),
            FieldPanel("audiences"),
            FieldPanel("strand"),
            FieldPanel("tags"),
            InlinePanel("related_rows", heading="Belongs with", label="Page"),
        ],
        heading="How people find it",
    )
    readers_panel = MultiFieldPanel([FieldPanel("access"), FieldPanel("comments")], heading="Readers")
    change_panel = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("changed_on"), FieldPanel("change_note")])],
        heading="Change of substance",
        help_text="Readers see it under “What changed”. Leave it alone for a spelling mistake.",
    )
    content_panels = [
        BeforePublishingPanel(),
        *GovernedPage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
    ]
    promote_panels = [
        GOVERNANCE_PANEL,
        finding_panel,
        readers_panel,
        change_panel,
        *Page.promote_panels,
    ]

    class Meta:
        verbose_name = "hub page"

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Return whether such a page belongs on the shelf `parent`."""
        return super().can_create_at(parent) and parent.specific.holds_pages_of(cls)

    @property
    def summary(self) -> str:
        """Return the line that lists show."""
        return self.standfirst

    @property
    def kind(self) -> str:
        """Return what sort of page this is, in readers' words, without a query."""
        return str(self.specific_class._meta.verbose_name).capitalize()

    @property
    def minutes(self) -> int:
        """Return how long it takes to read, in whole minutes, at least one."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(str(text).split()) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    def is_open_to(self, user) -> bool:
        """Return whether `user` may read all of it."""
        return self.access in levels_for(user)

    def related_keys(self) -> list[int]:
        """Return the keys of the pages that belong with this one, from both sides, its own choice first."""
        rows = RelatedPage.objects.filter(Q(source=self) | Q(page=self)).values_list("source_id", "page_id")
        there = [page for source, page in rows if source == self.pk]
        back = [source for source, page in rows if page == self.pk]
        return [key for key in dict.fromkeys([*there, *back]) if key != self.pk]

    def linked_keys(self) -> set[int]:
        """Return the keys of the pages that the text names."""
        streams = [field for field in self._meta.fields if isinstance(field, StreamField)]
        references = [
            ref for field in streams for ref in field.extract_references(field.value_from_object(self))
        ]
        return {int(key) for model, key, *_ in references if model is Page}

    def clean(self):
        """Refuse to gate what a worried person needs, and a change without a word about it."""
        super().clean()
        errors = {}
        if self.always_open and self.access != Visibility.PUBLIC:
            errors["access"] = "What a worried person needs is open to everyone: choose “Everyone”."
        if self.changed_on and not self.change_note:
            errors["change_note"] = "Say in one line what is different."
        if errors:
            raise ValidationError(errors)

    def serve(self, request, *args, **kwargs):
        """Show the page, or what may be said of it to somebody who may not read it."""
        if self.is_open_to(request.user):
            return super().serve(request, *args, **kwargs)
        response = render(request, "hub/gate.html", self.get_context(request))
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_sitemap_urls(self, request=None):
        """Return the address for the sitemap; none where somebody is kept out."""
        return super().get_sitemap_urls(request) if self.access == Visibility.PUBLIC else []

    def get_context(self, request, *args, **kwargs):
        """Add the pages that belong with this one and, for links, the keys of those that the text names.

        What the reader may not read in full is left out of both.
        """
        related = self.related_keys()
        found = pages_open_to(request.user, {*related, *self.linked_keys()})
        return {
            **super().get_context(request, *args, **kwargs),
            "section": self.get_parent(),
            "related": [found[key] for key in related if key in found],
            "open_pages": found.keys(),
        }


def pages_open_to(user, keys) -> dict[int, Page]:
    """Return by key the published pages of `keys`, of whatever kind, that `user` may read in full."""
    if not keys:
        return {}
    found = published(Page.objects.filter(pk__in=keys))
    for kind in (HubPage, TrainingPage):
        hidden = kind.objects.filter(pk__in=keys).exclude(access__in=levels_for(user))
        found = found.exclude(pk__in=hidden.values("pk"))
    return {page.pk: page for page in found.specific(defer=True)}
