"""Seeded lists that carry meaning, and the moderated tags that stand beside them."""

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase


class Vocabulary(models.Model):
    """One word of a list that editors know and readers filter by."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Topic(Vocabulary):
    """What a page is about."""


class Audience(Vocabulary):
    """Whom a page is for."""

    class Meta(Vocabulary.Meta):
        verbose_name = "audience"


class HelpWith(Vocabulary):
    """What a child, family or school may need help with: a closed list."""

    on_home_page = models.BooleanField(default=False, help_text="Offer it on the home page.")

    class Meta(Vocabulary.Meta):
        verbose_name = "need"
        verbose_name_plural = "needs (helps with)"


class Tag(TagBase):
    """A loose finding aid. Editors add, rename and merge tags; a merged one leads to its successor."""

    free_tagging = False

    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged",
        help_text="Everything tagged with this one moves to the tag chosen here; its page leads there.",
    )

    class Meta:
        ordering = ["name"]

    def get_absolute_url(self):
        return reverse("content:tag", args=[self.slug])


class TaggedItem(ItemBase):
    """What each app's own table of tagged things builds on (one ParentalKey `content_object` more)."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save it once, with the successor of a merged tag: a draft may be older than the merge."""
        self.tag = self.tag.merged_into or self.tag
        same = type(self).objects.filter(tag=self.tag, content_object=self.content_object)
        if not same.exclude(pk=self.pk).exists():
            super().save(*args, **kwargs)
