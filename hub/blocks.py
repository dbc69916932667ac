"""Blocks of the hub's pages."""

from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from directory.blocks import ServiceCardBlock
from hub.enums import RecommendationStatus
from portal.content.blocks import (
    INLINE,
    CaseExampleBlock,
    CitationBlock,
    LinkBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
    VideoBlock,
)


def learning_texts(learning) -> list[str]:
    """Return the words of a key learning, as far as readers see them."""
    return [learning.title, learning.text] if learning and learning.live else []


class LearningBlock(StructBlock):
    """A key learning: one text that bulletins, modules and quizzes show too."""

    learning = SnippetChooserBlock("hub.KeyLearning")

    def get_searchable_content(self, value):
        """Return what readers see of the learning: a search finds the page by it."""
        return learning_texts(value.get("learning"))

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "tick-inverse"
        label = "Key learning"
        template = "hub/blocks/learning.html"
        description = "One text, kept in one place, shown wherever it belongs."


class ResourceBlock(StructBlock):
    """Something to use: a sheet, a form, a module. Without a page or a file it is named only."""

    title = CharBlock(max_length=150)
    code = CharBlock(required=False, max_length=10, help_text="Its number on paper, such as F03.")
    note = CharBlock(required=False, max_length=200)
    page = PageChooserBlock(required=False)
    document = DocumentChooserBlock(required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "doc-full"
        label = "Sheet, form or module"
        template = "hub/blocks/resource.html"
        description = "A card that leads to something to fill in, read or print."
        preview_value = {"title": "Report for a conference", "code": "F03", "note": "Two sides"}


class BodyBlock(StreamBlock):
    """What the text of a page may consist of."""

    paragraph = ProseBlock()
    undefined = ProseBlock(
        label="Text without definitions",
        help_text="Terms of the glossary are not marked here: for quotations, and where they would distract.",
    )
    steps = StepsBlock()
    case_example = CaseExampleBlock()
    quote = QuoteBlock()
    learning = LearningBlock()
    service = ServiceCardBlock()
    citation = CitationBlock()
    resource = ResourceBlock()
    table = TableBlock()
    video = VideoBlock()
    outside_link = LinkBlock()


class RecommendationBlock(StructBlock):
    """What a committee asked for, and what came of it."""

    text = TextBlock(rows=3)
    answer = TextBlock(rows=3, required=False)
    status = ChoiceBlock(choices=RecommendationStatus.choices, default=RecommendationStatus.OPEN)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "clipboard-list"
        template = "hub/blocks/recommendation.html"


class ActionBlock(StructBlock):
    """One line of an action log."""

    text = TextBlock(rows=2)
    who = CharBlock(max_length=120, help_text="By role.")
    due = DateBlock(required=False)
    done = BooleanBlock(required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "tick"


class BulletinItemBlock(StructBlock):
    """One item of a bulletin."""

    heading = CharBlock(max_length=150)
    text = RichTextBlock(features=INLINE)
    page = PageChooserBlock(required=False)
    learning = SnippetChooserBlock("hub.KeyLearning", required=False)

    def get_searchable_content(self, value):
        """Return its words, and those of the learning that it shows."""
        return [*super().get_searchable_content(value), *learning_texts(value.get("learning"))]

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "doc-empty"
        template = "hub/blocks/bulletin_item.html"


class MemberBlock(StructBlock):
    """A seat on a board: a role and whom it stands for, never a private person."""

    role = CharBlock(max_length=150)
    organisation = CharBlock(max_length=150, required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "group"
