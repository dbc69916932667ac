"""How a service is laid out in the editor: tabs in the order in which an editor checks an entry."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from directory.usage import count_pages_with
from portal.content.models import Governed


class UsedOnPagesPanel(Panel):
    """How many pages show the numbers of a service, with the way to the list of them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/used_on_pages.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            pages = count_pages_with(self.instance)
            return {**super().get_context_data(parent_context), "pages": pages}


class ThreeDatesPanel(Panel):
    """When an entry was checked, edited by a person and imported: three facts that nobody types."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/three_dates.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None


_WHAT = ObjectList(
    [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("organization")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("criticality")]),
        FieldPanel("summary"),
        FieldPanel("core_purpose"),
        FieldPanel("description"),
        InlinePanel("alternate_names", heading="Also known as", label="Name"),
        FieldPanel("areas"),
        FieldPanel("coverage_note"),
        FieldPanel("help_with"),
        FieldRowPanel([FieldPanel("level_from"), FieldPanel("level_to")]),
        FieldPanel("formats"),
        FieldPanel("eligibility_description"),
        FieldRowPanel([FieldPanel("independent"), FieldPanel("traded")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("availability"), FieldPanel("unavailable_until")]),
                FieldPanel("availability_note"),
                FieldPanel("replaced_by"),
            ],
            heading="Is it running?",
        ),
        FieldPanel("tags"),
    ],
    heading="What it is",
)
_REACH = ObjectList(
    [
        InlinePanel("phones", heading="Telephone numbers", label="Number"),
        UsedOnPagesPanel(heading="Where the numbers are shown"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("website")]),
        FieldPanel("referral_url"),
        InlinePanel("schedules", heading="Hours", label="Hours"),
        FieldPanel("hours_note"),
        FieldRowPanel([FieldPanel("holiday_cover"), FieldPanel("holiday_note")]),
        FieldRowPanel([FieldPanel("out_of_hours_service"), FieldPanel("out_of_hours_note")]),
        InlinePanel("contacts", heading="Contacts", label="Contact"),
    ],
    heading="How to reach it",
)
_REFER = ObjectList(
    [
        InlinePanel("routes", heading="Ways to refer", label="Way"),
        FieldRowPanel([FieldPanel("consent_basis"), FieldPanel("consent_note")]),
        FieldPanel("confidentiality"),
        FieldPanel("safeguards"),
        InlinePanel("escalation_steps", heading="If there is no reply", label="Step"),
        FieldPanel("works_with"),
        FieldPanel("protocols"),
        InlinePanel("notes", heading="Notes for staff", label="Note"),
    ],
    heading="Referring",
)
_KEEPING = ObjectList(
    [
        ThreeDatesPanel(heading="Checked, edited, imported"),
        *Governed.governance_panels,
    ],
    heading="Owner and source",
)

SERVICE_EDIT_HANDLER = TabbedInterface([_WHAT, _REACH, _REFER, _KEEPING])
