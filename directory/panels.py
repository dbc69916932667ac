"""How a service is laid out in the editor: tabs in the order in which an editor checks an entry."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from portal.content.models import Governed

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
        HelpPanel(content="The date of the last check comes from the log of checks (Directory, Checks)."),
        *Governed.governance_panels,
    ],
    heading="Owner and source",
)

SERVICE_EDIT_HANDLER = TabbedInterface([_WHAT, _REACH, _REFER, _KEEPING])
