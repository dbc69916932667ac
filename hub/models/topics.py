"""What to do now: topic pages, barrier cards, questions and answers. Nobody is kept out of these."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from hub.blocks import ResourceBlock
from hub.models.page import HubPage
from portal.content.blocks import lines, several


class TopicCall(Orderable):
    """Whom to call about a topic, and when this is the one."""

    page = ParentalKey("hub.TopicPage", on_delete=models.CASCADE, related_name="calls")
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    why = models.CharField("when to call it", max_length=150, blank=True)

    panels = [FieldPanel("service"), FieldPanel("why")]

    def __str__(self):
        return str(self.service)


class TopicPage(HubPage):
    """One matter: what to do now, whom to call, how to write it down, and what stands behind it."""

    do_now = lines("Step", 8, verbose_name="do now")
    how_to_write = lines("Line", 10, verbose_name="how to write it")
    forms = several(ResourceBlock(), "form", verbose_name="sheets and forms")
    training = several(ResourceBlock(), "module")
    who_is_asked = models.TextField(blank=True)
    by_whom = models.TextField(blank=True)
    by_when = models.TextField(blank=True)
    how_to_ask = models.TextField("how a school asks", blank=True)

    always_open = True
    page_description = "One matter: do now, whom to call, how to write it, forms, training."
    template = "hub/topic_page.html"

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("do_now"),
        InlinePanel("calls", heading="Whom to call", label="Service"),
        FieldPanel("body"),
        FieldPanel("how_to_write"),
        FieldPanel("forms"),
        FieldPanel("training"),
        MultiFieldPanel(
            [
                FieldPanel("who_is_asked"),
                FieldPanel("by_whom"),
                FieldPanel("by_when"),
                FieldPanel("how_to_ask"),
            ],
            heading="How schools take part",
        ),
    ]

    class Meta:
        verbose_name = "topic"
        verbose_name_plural = "topic pages"

    def get_context(self, request, *args, **kwargs):
        from hub.calls import calls_of

        return {**super().get_context(request, *args, **kwargs), "places": calls_of(self)}

    @property
    def schools_take_part(self) -> bool:
        """Return whether there is something to say about how schools take part."""
        return bool(self.who_is_asked or self.by_whom or self.by_when or self.how_to_ask)


class BarrierPage(HubPage):
    """One thing that keeps a child from school, or from being safe. Who helps comes from the directory."""

    need = models.ForeignKey(
        "content.HelpWith", on_delete=models.PROTECT, related_name="barrier_cards", verbose_name="helps with"
    )
    notice = lines("Sign", 10, verbose_name="what to notice")
    try_in_school = lines("Step", 10, verbose_name="what to try in school")
    sheets = several(ResourceBlock(), "sheet", verbose_name="sheets and letters")

    always_open = True
    page_description = "A card for one need: what to notice, what to try, who helps."
    template = "hub/barrier_page.html"
    shown_with = ("need",)

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("need"),
        FieldPanel("notice"),
        FieldPanel("try_in_school"),
        FieldPanel("body"),
        FieldPanel("sheets"),
    ]

    class Meta:
        verbose_name = "barrier card"

    def clean(self):
        super().clean()
        same = BarrierPage.objects.filter(need_id=self.need_id).exclude(pk=self.pk).first()
        if self.need_id and same:
            raise ValidationError({"need": f"“{same.title}” is the card for this need."})

    def get_context(self, request, *args, **kwargs):
        from hub.calls import helpers_with

        return {**super().get_context(request, *args, **kwargs), "places": helpers_with(self.need)}


class QuestionPage(HubPage):
    """A question that a reader asked, with no names in it, and an editor's answer: the text."""

    question = models.TextField(blank=True, help_text="The question at length, if the title is not enough.")
    asked_by = models.CharField(max_length=120, blank=True, help_text="By role, never a name.")

    always_open = True
    page_description = "A question from a reader, and the answer."
    template = "hub/question_page.html"

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("question"),
        FieldPanel("asked_by"),
        FieldPanel("body", heading="Answer"),
    ]

    class Meta:
        verbose_name = "question"
