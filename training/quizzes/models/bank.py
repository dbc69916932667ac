"""The question bank: questions that several quizzes ask."""

import uuid

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed, TaggedItem
from training.quizzes.blocks import ItemTypes


class BankItemTag(TaggedItem):
    """A tag on a question of the bank."""

    content_object = ParentalKey("quizzes.BankItem", on_delete=models.CASCADE, related_name="tagged_items")


class BankItemQuerySet(models.QuerySet):
    """Questions that are asked of the bank."""

    def listed(self):
        """Return what readers meet by itself, on a page of a tag or of guidance: no question of the bank."""
        return self.none()


class BankItem(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """One question. A quiz takes it over as it stands when the quiz is published, by its own uuid."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("name", max_length=120, help_text="For lists of the admin: what it is about.")
    item = StreamField(ItemTypes(min_num=1, max_num=1), verbose_name="question")
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="bank_items")
    tags = ClusterTaggableManager(through=BankItemTag, blank=True)

    objects = BankItemQuerySet.as_manager()

    panels = [
        FieldPanel("title", required_on_save=True),
        FieldPanel("item", required_on_save=True),
        FieldRowPanel([FieldPanel("topics"), FieldPanel("tags")]),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = "question of the bank"
        verbose_name_plural = "questions of the bank"

    def __str__(self):
        return self.title

    @property
    def stored(self) -> dict:
        """Return its block as it is stored: lists ask this, and fetch nothing that it chose."""
        return self.item.raw_data[0] if self.item else {"type": "", "value": {}}

    @property
    def sort(self) -> str:
        """Return the name of its type, in words."""
        block = self.item.stream_block.child_blocks.get(self.stored["type"])
        return str(block.label) if block else ""

    @property
    def worth(self):
        """Return its mark; 0 for one that is not marked."""
        return self.item[0].value.get("max_mark", 0) if self.item else 0

    def clean(self):
        """Add what the question cites to the guidance that it rests on: a banner must follow it."""
        super().clean()
        child = self.item[0] if self.item else None
        if child and (cited := [record for record in child.value["cites"] if record]):
            self.cites.add(*cited)

    def serve_preview(self, request, mode_name):
        """Show the question, which can be answered."""
        from training.quizzes.views.preview import bank_question  # which needs this module

        return bank_question(request, self)
