"""What every page of the training shares."""

from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import render
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from portal.content.enums import Strand, Visibility
from portal.content.models import GOVERNANCE_PANEL, GovernedPage, TaggedItem
from portal.content.querysets import AccessQuerySet
from portal.content.visibility import levels_for
from training.forms import TrainingPageForm
from training.publishing import PublishedByTrainers

CREDIT = "Based on a 2004-05 national toolkit, rewritten."


class TrainingPageTag(TaggedItem):
    """A tag on a page of the training."""

    content_object = ParentalKey(
        "training.TrainingPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class TrainingPage(PublishedByTrainers, GovernedPage):
    """The part that all kinds have: one table, so that lists ask one question.

    Below it stand the kinds (`ResourceSheetPage`, `ActivityPage` ...). Nobody makes a page of this class.
    """

    standfirst = models.CharField(max_length=250, help_text="One or two plain lines: what a reader gets.")
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="training_pages")
    audiences = ParentalManyToManyField("content.Audience", blank=True, related_name="training_pages")
    strand = models.CharField(max_length=20, choices=Strand.choices, blank=True)
    access = models.CharField(
        "who may read it",
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        help_text="Others read the title and the lines below it, and how to get in.",
    )
    from_toolkit = models.BooleanField(
        "based on the national toolkit",
        default=False,
        help_text="Readers see that it rests on a toolkit of 2004-05 and was rewritten.",
    )
    changed_on = models.DateField("last change of substance", null=True, blank=True)
    change_note = models.CharField(max_length=250, blank=True, help_text="What is different, in one line.")
    tags = ClusterTaggableManager(through=TrainingPageTag, blank=True)

    objects = PageManager.from_queryset(AccessQuerySet)()

    is_creatable = False
    base_form_class = TrainingPageForm
    page_description = "A page of the training."
    parent_page_types = ["training.TrainingShelfPage"]
    subpage_types: list[str] = []

    finding_panel = MultiFieldPanel(
        [FieldPanel("topics"), FieldPanel("audiences"), FieldPanel("strand"), FieldPanel("tags")],
        heading="How people find it",
    )
    change_panel = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("changed_on"), FieldPanel("change_note")])],
        heading="Change of substance",
        help_text="Readers see it. Leave it alone for a spelling mistake.",
    )
    content_panels = [*GovernedPage.content_panels, FieldPanel("standfirst")]
    promote_panels = [
        GOVERNANCE_PANEL,
        FieldPanel("from_toolkit"),
        finding_panel,
        FieldPanel("access"),
        change_panel,
        *Page.promote_panels,
    ]

    class Meta:
        verbose_name = "page of the training"
        verbose_name_plural = "pages of the training"
        permissions = [
            ("see_trainers_notes", "Can see trainers’ notes and model answers"),
            ("publish_own_pages", "Can publish pages of the training that they made"),
        ]

    @property
    def summary(self) -> str:
        """Return the line that lists show."""
        return self.standfirst

    @property
    def kind(self) -> str:
        """Return what sort of page this is, in readers' words, without a query."""
        return str(self.specific_class._meta.verbose_name).capitalize()

    @property
    def credit(self) -> str:
        """Return what the page says of the toolkit that it rests on, or nothing."""
        return CREDIT if self.from_toolkit else ""

    def is_open_to(self, user) -> bool:
        """Return whether `user` may read all of it."""
        return self.access in levels_for(user)

    def clean(self):
        """Refuse a change without a word about it, and an address that form and files could not have."""
        super().clean()
        if self.slug and not self.slug.isascii():
            raise ValidationError({"slug": "Use the letters a to z, numbers and hyphens."})
        if self.changed_on and not self.change_note:
            raise ValidationError({"change_note": "Say in one line what is different."})

    def serve(self, request, *args, **kwargs):
        """Show the page, or what may be said of it to somebody who may not read it."""
        if self.is_open_to(request.user):
            return super().serve(request, *args, **kwargs)
        response = render(request, "training/gate.html", self.get_context(request))
        response["X-Robots-Tag"] = "noindex"
        return response

    def serve_preview(self, request, mode_name):
        """Show all of it: who may change a page may read it, whoever it is for."""
        return super().serve(request)

    def get_sitemap_urls(self, request=None):
        """Return the address for the sitemap; none where somebody is kept out."""
        return super().get_sitemap_urls(request) if self.access == Visibility.PUBLIC else []

    def get_context(self, request, *args, **kwargs):
        """Add the page above this one, for the breadcrumbs."""
        return {**super().get_context(request, *args, **kwargs), "above": self.get_parent()}


def may_see_notes(user) -> bool:
    """Return whether `user` trains others: only they see notes and model answers."""
    return user.is_authenticated and user.has_perm("training.see_trainers_notes")
