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


class BankItem(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """One question. A quiz takes it over as it stands when the quiz is published, by its own uuid."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("name", max_length=120, help_text="For lists of the admin: what it is about.")
    item = StreamField(ItemTypes(min_num=1, max_num=1), verbose_name="question")
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="bank_items")
    tags = ClusterTaggableManager(through=BankItemTag, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("item"),
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
    def sort(self) -> str:
        """Return the name of its type, in words."""
        return str(self.item[0].block.label) if self.item else ""

    @property
    def worth(self):
        """Return its mark; 0 for one that is not marked."""
        return self.item[0].value.get("max_mark", 0) if self.item else 0

    def get_preview_template(self, request, mode_name):
        return "training/quizzes/bank_preview.html"
