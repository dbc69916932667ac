"""The accessibility statement that the law asks for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from home.models.plain import PROSE
from portal.content.models import GovernedPage


class Compliance(models.TextChoices):
    """How far the site meets WCAG 2.2 AA, in the law's three steps."""

    FULL = "fully", "Fully compliant"
    PARTIAL = "partially", "Partially compliant"
    NOT = "not", "Not compliant"


class AccessibilityStatementPage(GovernedPage):
    """The statement of the Public Sector Bodies Accessibility Regulations 2018, regulation 8.

    Regulation 8 asks for what is not accessible and why, alternatives, a way to ask, and the
    enforcement procedure; each is a field of its own, so that none can be forgotten.
    """

    compliance = models.CharField(
        "how it meets WCAG 2.2 AA", max_length=10, choices=Compliance.choices, default=Compliance.PARTIAL
    )
    scope = RichTextField("what this statement covers", features=PROSE)
    non_accessible = RichTextField("what is not accessible, and why", features=PROSE, blank=True)
    alternatives = RichTextField("what to use instead", features=PROSE, blank=True)
    contact = RichTextField("feedback and contact", features=PROSE)
    enforcement = RichTextField("enforcement procedure", features=PROSE)
    preparation = RichTextField("how it was tested", features=PROSE)
    prepared_on = models.DateField(null=True)
    tested_on = models.DateField(
        null=True, blank=True, help_text="Leave it empty until this portal, with its own content, was tested."
    )

    page_description = "The accessibility statement that the law requires."
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1
    template = "home/accessibility_statement_page.html"

    content_panels = [
        *GovernedPage.content_panels,
        FieldPanel("compliance"),
        FieldPanel("scope"),
        FieldPanel("non_accessible"),
        FieldPanel("alternatives"),
        FieldPanel("contact"),
        FieldPanel("enforcement"),
        MultiFieldPanel(
            [
                FieldPanel("preparation"),
                FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("tested_on")]),
            ],
            heading="Preparation of this statement",
        ),
    ]

    class Meta:
        verbose_name = "accessibility statement"

    def clean(self):
        """Hold the statement to regulation 8: what fails is named, with another way to get it."""
        super().clean()
        errors = {}
        if self.compliance != Compliance.FULL:
            if not self.non_accessible:
                errors["non_accessible"] = "Say what is not accessible, and why."
            if not self.alternatives:
                errors["alternatives"] = "Say what people can use instead."
        if self.tested_on and self.tested_on > timezone.localdate():
            errors["tested_on"] = "The last test cannot be in the future."
        if errors:
            raise ValidationError(errors)
