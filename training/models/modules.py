"""A module: something to learn in under an hour."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from portal.content.blocks import lines
from training.blocks import BodyBlock
from training.models.page import TrainingPage


class ModuleSheet(Orderable):
    """A sheet that a module works with."""

    module = ParentalKey("training.ModulePage", on_delete=models.CASCADE, related_name="sheet_rows")
    sheet = models.ForeignKey("training.ResourceSheetPage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("sheet")]

    def __str__(self):
        return str(self.sheet)


class ModulePage(TrainingPage):
    """What one can do afterwards, the text, a question to think about, a task in the directory, a quiz."""

    code = models.CharField(max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    audience_text = models.CharField("audience", max_length=200, blank=True)
    outcomes = lines("You can", 10)
    body = StreamField(BodyBlock(), blank=True)
    reflective_question = models.TextField(blank=True)
    task = models.TextField("find it in the directory", blank=True)
    task_service = models.ForeignKey(
        "directory.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    task_answer = models.TextField("what they should find", blank=True)
    quiz = models.ForeignKey(
        "quizzes.QuizPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="modules"
    )
    version = models.PositiveSmallIntegerField(default=1)
    # Whoever read an earlier version than this is asked to read it again; what they did stays done.
    read_again_from = models.PositiveSmallIntegerField(
        "ask everybody to read again who read a version before",
        null=True,
        blank=True,
        help_text="Empty: a new version is shown to them, and nobody is asked.",
    )
    valid_months = models.PositiveSmallIntegerField(
        "certificate is valid for, in months", null=True, blank=True, help_text="Empty: it does not run out."
    )

    page_description = "A training module."
    template = "training/module.html"
    shelf_order = ["code", "title"]

    content_panels = [
        *TrainingPage.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("minutes"), FieldPanel("audience_text")]),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        FieldPanel("reflective_question"),
        MultiFieldPanel(
            [FieldPanel("task"), FieldPanel("task_service"), FieldPanel("task_answer")],
            heading="Find it in the directory",
        ),
        InlinePanel("sheet_rows", heading="Sheets", label="Sheet"),
        PageChooserPanel("quiz"),
        FieldRowPanel([FieldPanel("version"), FieldPanel("read_again_from"), FieldPanel("valid_months")]),
    ]

    class Meta:
        verbose_name = "training module"

    def get_context(self, request, *args, **kwargs):
        rows = self.sheet_rows.select_related("sheet").all()
        return {
            **super().get_context(request, *args, **kwargs),
            "sheets": [row.sheet for row in rows if row.sheet.live],
        }
