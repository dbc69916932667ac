"""A toolkit: units, their sections, and activities. A school picks what it needs."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from portal.content.blocks import INLINE, lines, several
from portal.content.models import Audience
from training.blocks import BodyBlock, ReferenceBlock, StepBlock, UseBlock
from training.enums import Delivery
from training.glance import Choice, in_hours, place_of, together
from training.models.page import TrainingPage, may_see_notes
from training.routes import OneStep

WHOLE = "training/whole.html"  # every activity in full, one after the other, for paper


class ToolkitPage(OneStep, TrainingPage):
    """A unit: for whom, what for, how it may be used, and how one sees that it helped."""

    audience_text = models.TextField("audience", blank=True)
    purpose = models.TextField(blank=True)
    possible_uses = several(UseBlock(), "use")
    impact_measures = lines("Measure", 12)
    links_to_units = lines("Unit", 12, verbose_name="links to other units")
    references = several(ReferenceBlock(), "reference")
    body = StreamField(BodyBlock(), blank=True)

    page_description = "A unit of the toolkit, with its sections below it."
    subpage_types = ["training.ToolkitSectionPage"]
    template = "training/toolkit.html"
    shelf_order = ["title"]

    content_panels = [
        *TrainingPage.content_panels,
        FieldPanel("audience_text"),
        FieldPanel("purpose"),
        FieldPanel("possible_uses"),
        FieldPanel("impact_measures"),
        FieldPanel("links_to_units"),
        FieldPanel("references"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "toolkit unit"

    def below(self):
        return ToolkitSectionPage

    def get_template(self, request, *args, **kwargs):
        """Return the template; with `?whole=1` the one for paper."""
        return WHOLE if request.GET.get("whole") else super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        """Add each section with its activities and their sheets: a few queries, however many there are."""
        sections = ToolkitSectionPage.objects.child_of(self).readable_by(request.user).order_by("number")
        activities = activities_of(self, request.user)
        give_sheets(activities)
        below = [(section, [one for one in activities if one.is_child_of(section)]) for section in sections]
        return {
            **super().get_context(request, *args, **kwargs),
            "sections": below,
            "time": together(activities),
            "count": len(activities),
            "audiences": Audience.objects.filter(training_pages__in=activities).distinct(),
            "choice": self._choice(request.GET, activities),
            "use": request.GET.get("use", ""),
            "audience": request.GET.get("audience", ""),
            "trainer": may_see_notes(request.user),
        }

    def _choice(self, asked, activities) -> Choice | None:
        """Return what a leader picked: a use by its number, or an audience. What is neither is nothing."""
        number = asked.get("use", "")
        if number.isascii() and number.isdigit() and 0 < int(number[:4]) <= len(self.possible_uses):
            use = self.possible_uses[int(number[:4]) - 1].value
            serve = {page.pk for page in use["activities"] if page}
            return Choice(use["use"], [one for one in activities if one.pk in serve])
        slug = asked.get("audience", "")[:100]
        audience = Audience.objects.filter(slug=slug).first() if slug else None
        if audience is None:
            return None
        serve = set(audience.training_pages.values_list("pk", flat=True))
        return Choice(f"For {audience}", [one for one in activities if one.pk in serve])


class ToolkitSectionPage(OneStep, TrainingPage):
    """A section of a unit."""

    number = models.CharField(max_length=5)
    purpose = models.TextField(blank=True)
    body = StreamField(BodyBlock(), blank=True)

    page_description = "A section of a toolkit unit, with its activities below it."
    parent_page_types = ["training.ToolkitPage"]
    subpage_types = ["training.ActivityPage"]
    template = "training/section.html"

    content_panels = [
        *TrainingPage.content_panels,
        FieldPanel("number"),
        FieldPanel("purpose"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "toolkit section"

    def below(self):
        return ActivityPage

    def get_template(self, request, *args, **kwargs):
        """Return the template; with `?whole=1` the one for paper."""
        return WHOLE if request.GET.get("whole") else super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        activities = activities_of(self, request.user)
        give_sheets(activities)
        return {
            **super().get_context(request, *args, **kwargs),
            "activities": activities,
            "sections": [(self, activities)],
            "time": together(activities),
            "trainer": may_see_notes(request.user),
        }


class ActivitySheet(Orderable):
    """A sheet that an activity works with."""

    activity = ParentalKey("training.ActivityPage", on_delete=models.CASCADE, related_name="sheet_rows")
    sheet = models.ForeignKey("training.ResourceSheetPage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("sheet")]

    def __str__(self):
        return str(self.sheet)


class ActivityPage(TrainingPage):
    """Something to do, alone or together, in numbered steps."""

    number = models.CharField(max_length=5)
    audience_text = models.TextField("audience", blank=True)
    purpose = models.TextField(blank=True)
    description = RichTextField(features=["h3", *INLINE], blank=True)
    steps = several(StepBlock(), "step")
    summary_points = lines("Point", 8, verbose_name="summary")
    minutes = models.PositiveSmallIntegerField(default=45)
    group_size = models.CharField(max_length=80, blank=True)
    materials = lines("Thing", 12)
    delivery = models.CharField(max_length=15, choices=Delivery.choices, default=Delivery.EITHER)
    facilitator_notes = RichTextField(
        features=["h3", *INLINE], blank=True, help_text="Trainers alone see them, when they are signed in."
    )
    links = several(ReferenceBlock(), "link")

    page_description = "An activity of a toolkit section: steps, sheets, minutes."
    parent_page_types = ["training.ToolkitSectionPage"]
    template = "training/activity.html"

    content_panels = [
        *TrainingPage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("minutes"), FieldPanel("delivery")]),
        FieldRowPanel([FieldPanel("audience_text"), FieldPanel("group_size")]),
        FieldPanel("purpose"),
        FieldPanel("description"),
        FieldPanel("steps"),
        FieldPanel("summary_points"),
        FieldPanel("materials"),
        InlinePanel("sheet_rows", heading="Sheets", label="Sheet"),
        FieldPanel("links"),
        FieldPanel("facilitator_notes"),
    ]

    class Meta:
        verbose_name = "activity"
        verbose_name_plural = "activities"

    def get_template(self, request, *args, **kwargs):
        """Return the template; with `?view=facilitator` the one for whoever leads the activity."""
        if request.GET.get("view") == "facilitator":
            return "training/facilitator.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        """Add its sheets, the trainer's notes for trainers, and its place in the unit."""
        rows = self.sheet_rows.select_related("sheet").all()
        section = self.get_parent()
        unit = section.get_parent()
        return {
            **super().get_context(request, *args, **kwargs),
            "above": section,
            "unit": unit,
            "sheets": [row.sheet for row in rows if row.sheet.live],
            "notes": may_see_notes(request.user) and self.facilitator_notes,
            "place": place_of(self, activities_of(unit, request.user)),
        }

    @property
    def time(self) -> str:
        """Return how long it takes, in words."""
        return in_hours(self.minutes)


def activities_of(page, user) -> list[ActivityPage]:
    """Return the activities below a unit or a section that `user` may read, in order: one query."""
    return list(ActivityPage.objects.descendant_of(page).readable_by(user).order_by("number"))


def give_sheets(activities: list[ActivityPage]) -> None:
    """Give each activity its published sheets, as `sheets`: one query for all."""
    rows = ActivitySheet.objects.filter(activity__in=activities, sheet__live=True)
    found: dict[int, list] = {activity.pk: [] for activity in activities}
    for row in rows.select_related("sheet").defer("sheet__body").order_by("activity", "sort_order"):
        found[row.activity_id].append(row.sheet)
    for activity in activities:
        activity.sheets = found[activity.pk]
