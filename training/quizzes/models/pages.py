"""The page of a quiz, which an editor changes. What somebody answers is a version of it, which stays."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from portal.content.blocks import INLINE, several
from training.models import TrainingPage
from training.quizzes.blocks import MOST_ITEMS, ItemsBlock, OverallFeedbackBlock
from training.quizzes.checking import check_quiz
from training.quizzes.enums import GradeMethod, Purpose

TAKEN = ("history", "result")  # addresses beside the quizzes (urls.py)


class QuizPage(TrainingPage):
    """A quiz: what it asks and how it is marked. Publishing makes a version, if it differs from the last."""

    introduction = RichTextField(features=INLINE, blank=True, help_text="What it is about, before it begins.")
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.SELF_ASSESSMENT)
    items = StreamField(ItemsBlock(max_num=MOST_ITEMS), verbose_name="questions")
    overall_feedback = several(
        OverallFeedbackBlock(), "band", help_text="The first words of the result. The last band begins at 0."
    )
    pass_mark = models.PositiveSmallIntegerField(
        "pass mark, in per cent",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Of an assessment alone.",
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        "attempts",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Empty: as many as anybody likes.",
    )
    grade_method = models.CharField(
        "attempt that counts", max_length=10, choices=GradeMethod.choices, default=GradeMethod.HIGHEST
    )
    shuffle_items = models.BooleanField("shuffle the questions", default=False)
    shuffle_options = models.BooleanField("shuffle the options", default=True)
    one_per_page = models.BooleanField("one question a page", default=False)
    time_limit = models.PositiveSmallIntegerField(
        "time limit, in minutes",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Best left empty: a limit shuts out people who need longer.",
    )
    shows_right_answer = models.BooleanField("the right answer", default=True)
    shows_marks = models.BooleanField("marks", default=True)
    shows_feedback = models.BooleanField("feedback to what was chosen", default=True)
    shows_general_feedback = models.BooleanField("the explanation", default=True)
    meaning_unchanged = models.BooleanField(
        "only the wording changed",
        default=False,
        help_text="Tick it for a spelling mistake: statistics then go on, instead of beginning anew.",
    )

    page_description = "Questions to answer, with marks and explanations."
    template = "training/quizzes/quiz.html"
    shelf_order = ["title"]

    content_panels = [
        *TrainingPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("items"),
        FieldPanel("overall_feedback"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("purpose"), FieldPanel("pass_mark")]),
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("grade_method")]),
                FieldRowPanel([FieldPanel("shuffle_items"), FieldPanel("shuffle_options")]),
                FieldRowPanel([FieldPanel("one_per_page"), FieldPanel("time_limit")]),
            ],
            heading="How it is taken",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("shows_right_answer"), FieldPanel("shows_marks")]),
                FieldRowPanel([FieldPanel("shows_feedback"), FieldPanel("shows_general_feedback")]),
            ],
            heading="What the result shows",
        ),
        FieldPanel("meaning_unchanged"),
    ]

    class Meta:
        verbose_name = "quiz"
        verbose_name_plural = "quizzes"

    @property
    def preview_modes(self):
        """Return what the editor can look at: the questions, or the page before them."""
        return [("questions", "The questions"), ("page", "The page before them")]

    @property
    def default_preview_mode(self):
        """Return what it shows first: the questions."""
        return "questions"

    @property
    def newest_version(self):
        """Return the version that a new attempt gets; None for a quiz that was never published."""
        return self.versions.order_by("-number").first()

    def clean(self):
        """Refuse settings that contradict each other, and questions that cannot all be marked."""
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": "This word is taken by a page of ours: choose another."})
        check_quiz(self)

    def serve_preview(self, request, mode_name):
        """Show the questions, which can be answered, or the page before them."""
        from training.quizzes.views.preview import quiz_questions  # which needs this module

        if mode_name == "questions":
            return quiz_questions(request, self)
        return super().serve_preview(request, mode_name)

    @transaction.atomic
    def publish(self, *args, **kwargs):
        """Publish it and make its version, or neither."""
        return super().publish(*args, **kwargs)
