"""“Before you publish”: what the checker says, at the top of the editor. It looks at the draft last saved."""

from wagtail.admin.panels import Panel

from hub.checker.known import read_known
from hub.checker.parts import HEADINGS, Part, parts_of
from hub.checker.reading import measure
from hub.checker.rules import check

GOOD_AGE = 14  # what GOV.UK's style guide calls plain for everybody is 9; our readers are staff


class BeforePublishingPanel(Panel):
    """What to look at on a page, with the reading age. Nothing is stored and nothing is refused."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": "Before you publish", "icon": "glasses", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "hub/admin/before_publishing.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            parts = parts_of(self.instance)
            findings = check(parts, read_known([part.html for part in parts]))
            reading = measure(running_text(parts))
            return {
                **super().get_context_data(parent_context),
                "findings": findings,
                "reading": reading,
                "hard": (reading.age or 0) > GOOD_AGE,
                "good_age": GOOD_AGE,
            }


def running_text(parts: list[Part]) -> list[str]:
    """Return the lines that readers read as sentences: headings are left out."""
    return [line.text for part in parts for line in part.lines if line.tag not in HEADINGS]
