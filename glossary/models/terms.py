"""The terms of the glossary, and the other names that lead to them."""

import itertools

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from glossary import names
from glossary.enums import Direction
from glossary.forms import TermForm
from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed


class GlossaryTerm(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    Governed,
    Reviewed,
    ClusterableModel,
):
    """A word that not everybody knows, and what it means today.

    Two terms that are one in speech are written with a stroke: "CAMHS / CYPMHS".
    """

    term = models.CharField(max_length=100, help_text="As people say it: MASH. Two of them: DSL / DDSL.")
    slug = models.SlugField(max_length=100, unique=True)
    expansion = models.CharField(
        "stands for", max_length=200, blank=True, help_text="An acronym written out."
    )
    meaning = models.TextField(help_text="In plain words, and the most important first.")
    now = models.TextField(
        "what it is today", blank=True, help_text="For a historic term: what took its place."
    )
    see = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="seen_from",
        help_text="The term to read next; for a historic one, the term that took its place.",
    )
    match_case = models.BooleanField(
        "only in these capitals",
        default=False,
        help_text="For a name that is an everyday word too, such as Channel. Acronyms need no tick.",
    )
    services = ParentalManyToManyField(
        "directory.Service",
        blank=True,
        related_name="glossary_terms",
        verbose_name="local services",
        help_text="Readers see their numbers as the directory has them.",
    )

    panels = [
        FieldRowPanel([FieldPanel("term", required_on_save=True), FieldPanel("slug")]),
        FieldPanel("expansion"),
        FieldPanel("meaning"),
        FieldPanel("match_case"),
        FieldPanel("now"),
        FieldPanel("see"),
        InlinePanel("also_known_as", heading="Other names", label="Name"),
        FieldPanel("services"),
        InlinePanel("pages", heading="Pages that explain it", label="Page"),
        GOVERNANCE_PANEL,
    ]
    base_form_class = TermForm

    class Meta:
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                Lower("term"), name="one_entry_for_each_term", violation_error_message=names.TAKEN_TERM
            )
        ]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return reverse("glossary:term", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "glossary/term.html"

    def get_preview_context(self, request, mode_name):
        from glossary.views import preview_context

        return preview_context(self)

    def clean(self):
        """Refuse a name that leads elsewhere already, and terms that send the reader round in a circle."""
        super().clean()
        if taken := names.taken(self.pk, [self.term]):
            raise ValidationError({"term": taken[self.term]})
        if taken := names.taken(self.pk, [row.name for row in self.also_known_as.all()]):
            raise ValidationError(" ".join(taken.values()))
        if self.pk and self in self._following():
            raise ValidationError({"see": "These terms would lead to each other in a circle."})

    @property
    def title(self) -> str:
        """Return the term: banners name whatever took the place of something by its title."""
        return self.term

    def _following(self) -> list["GlossaryTerm"]:
        """Return the term to read next, the one after that, and so on; each at most once."""
        chain, term = [], self.see
        while term and term not in chain:
            chain.append(term)
            term = term.see
        return chain

    def later_editions(self) -> list["GlossaryTerm"]:
        """Return the terms to read instead, as far as readers may see them, the nearest first."""
        return list(itertools.takewhile(lambda term: term.live, self._following()))

    def latest(self) -> "GlossaryTerm":
        """Return the term to read today: the end of the chain, or this one."""
        return (self.later_editions() or [self])[-1]

    @property
    def former_names(self) -> list["AlsoKnownAs"]:
        """Return the names that it had once."""
        return [row for row in self.also_known_as.all() if row.old]

    @property
    def other_names(self) -> list["AlsoKnownAs"]:
        """Return the names that it has beside the first."""
        return [row for row in self.also_known_as.all() if not row.old]


class AlsoKnownAs(Orderable):
    """Another name of a term: two-way, or one that only leads to it. An old name is one nobody should use."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="also_known_as")
    name = models.CharField(max_length=120)
    direction = models.CharField(
        "in searches", max_length=10, choices=Direction.choices, default=Direction.BOTH
    )
    old = models.BooleanField("old name", default=False)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("direction"), FieldPanel("old")])]

    class Meta(Orderable.Meta):
        verbose_name = "other name"

    def __str__(self):
        return self.name


class TermPage(Orderable):
    """A page that explains a term or uses it."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="glossary_terms")

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = "page"

    def __str__(self):
        return str(self.page)
