"""Blocks of modules, units and activities. Those of sheets stand in `sheets/`."""

from wagtail.blocks import (
    CharBlock,
    ListBlock,
    PageChooserBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)

from directory.blocks import ServiceCardBlock
from portal.content.blocks import (
    CaseExampleBlock,
    CitationBlock,
    LinkBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
    VideoBlock,
)


class BodyBlock(StreamBlock):
    """What a text of the training may consist of."""

    paragraph = ProseBlock()
    steps = StepsBlock()
    case_example = CaseExampleBlock()
    quote = QuoteBlock()
    service = ServiceCardBlock()
    citation = CitationBlock()
    table = TableBlock()
    video = VideoBlock()
    outside_link = LinkBlock()


class StepBlock(StructBlock):
    """One step of an activity, and the questions that belong to it."""

    text = TextBlock(rows=3)
    questions = ListBlock(TextBlock(label="Question", rows=2), default=[], min_num=0, max_num=12)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "list-ol"
        label = "Step"


class UseBlock(StructBlock):
    """What a school may use a unit for, and the activities that serve it."""

    use = CharBlock(max_length=250)
    activities = ListBlock(PageChooserBlock(page_type="training.ActivityPage", label="Activity"), default=[])

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "help"
        label = "Possible use"


class ReferenceBlock(StructBlock):
    """Something to read, of the portal or of another site."""

    title = CharBlock(max_length=200)
    page = PageChooserBlock(required=False)
    url = URLBlock(required=False, label="Address")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "link"
        label = "Link"
