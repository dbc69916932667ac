"""The blocks that a trainer puts a sheet together from. `from_blocks.py` makes the tree of them.

What is filled in is known by the ids that Wagtail gives to blocks and to the entries of lists. They stay
when a block is moved or reworded, so that a copy somebody kept still fits.
"""

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StreamBlockValidationError,
    StructBlock,
    TextBlock,
)

from training.sheets.cells import CellBlock, ColumnBlock, LetterFieldBlock, plain_line
from training.sheets.checking import (
    check_facts,
    check_letter,
    check_rating,
    check_sheet,
    check_table,
    refuse,
)
from training.sheets.limits import MOST_CELLS, MOST_COLUMNS, MOST_LINES, MOST_POINTS, MOST_ROWS
from training.sheets.tree import Source

PROSE = ["h3", "bold", "italic", "ol", "ul", "link"]


def several(label: str, most: int, least: int = 1, **kwargs) -> ListBlock:
    """Return a block for a list of plain lines."""
    return ListBlock(
        CharBlock(label=label, max_length=400), min_num=least, max_num=most, collapsed=False, **kwargs
    )


def number(default: int, least: int = 0, most: int = MOST_ROWS, **kwargs) -> IntegerBlock:
    """Return a block for a small number."""
    return IntegerBlock(default=default, min_value=least, max_value=most, **kwargs)


class Checked(StructBlock):
    """A block with a rule that concerns more than one of its fields: `rule` says what is wrong, by field."""

    rule = staticmethod(lambda value: {})

    def clean(self, value):
        value = super().clean(value)
        refuse(self.rule(value))
        return value


class LinesBlock(StructBlock):
    """Room for one longer answer."""

    label = plain_line("Question or label")
    help = plain_line("Help", required=False)
    lines = number(4, 1, MOST_LINES)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "edit"
        label = "Writing lines"
        description = "Room for one longer answer."


class FieldsBlock(StructBlock):
    """Several short things to fill in, each with its label."""

    title = plain_line("Title", required=False)
    fields = ListBlock(CellBlock(label="Field"), min_num=1, max_num=MOST_ROWS)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "form"
        label = "Fields"
        description = "A date, a time, a name: several short things to fill in."


class RowBlock(StructBlock):
    """A row of a table that has a name, or something in it to begin with."""

    head = plain_line("Name of the row", required=False)
    start = ListBlock(
        TextBlock(required=False, rows=2, label="Cell"),
        default=[],
        min_num=0,
        max_num=MOST_COLUMNS,
        help_text="What stands in the cells to begin with, from the left. Leave it out for an empty row.",
    )


class FillTableBlock(Checked):
    """A table to fill in."""

    caption = plain_line("Caption")
    help = plain_line("Help", required=False)
    row_head = plain_line(
        "Head of the first column", required=False, help_text="Only where the rows have names."
    )
    columns = ListBlock(ColumnBlock(label="Column"), min_num=1, max_num=MOST_COLUMNS)
    rows = ListBlock(RowBlock(label="Row"), default=[], min_num=0, max_num=MOST_ROWS)
    rows_from = ChoiceBlock(
        choices=[(str(Source.SCHOOL), "The services that the school uses"), (str(Source.NEEDS), "The needs")],
        required=False,
        label="Rows from the directory",
        help_text="They take the place of the rows with names. On paper those stand.",
    )
    blank_rows = number(3, help_text="Empty rows below the others.")
    example = ListBlock(
        TextBlock(required=False, rows=2, label="Cell"),
        default=[],
        min_num=0,
        max_num=MOST_COLUMNS + 1,
        help_text="One row done as an example, from the left, with its name where rows have names.",
    )

    rule = staticmethod(check_table)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "table"
        label = "Table to fill in"
        description = "Columns with heads, rows with or without names, empty rows."


class RatingBlock(Checked):
    """Statements to rate."""

    question = plain_line("Question")
    low = plain_line("What the lowest number means", max_length=40)
    high = plain_line("What the highest number means", max_length=40)
    points = number(5, 2, MOST_POINTS)
    statements = several("Statement", MOST_ROWS)
    blank_statements = number(0, most=10)
    times = several(
        "When", 3, 0, default=[], help_text="Before, after: one rating for each. Else one rating."
    )
    notes = several("Head", 3, 0, default=[], help_text="Columns to write in, such as Evidence.")

    rule = staticmethod(check_rating)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "order"
        label = "Rating scale"
        description = "Statements, each rated from low to high."


class ScenarioBlock(StructBlock):
    """A story, and questions about it."""

    title = plain_line("Title")
    text = RichTextBlock(features=PROSE, help_text="Invented. Nobody may recognise a child.")
    prompts = several("Question", 12, 0, default=[])
    lines = number(4, 1, MOST_LINES, help_text="Lines of room for each answer.")
    trainer_notes = RichTextBlock(features=PROSE, required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "user"
        label = "Scenario"
        description = "A story and questions; notes for the trainer."


class FactBlock(StructBlock):
    """Something that others may need to know, and what the trainer would answer."""

    fact = plain_line("Fact", max_length=300)
    answer = TextBlock(
        required=False,
        rows=3,
        label="Model answer",
        help_text="Each role on a line, with a colon and the purpose: School nurse: information.",
    )


class WhoNeedsToKnowBlock(Checked):
    """Facts down the side, roles along the top, and in each box what for."""

    caption = plain_line("Caption")
    facts = ListBlock(FactBlock(label="Fact"), min_num=1, max_num=20)
    blank_facts = number(2, most=10)
    roles = several("Role", MOST_COLUMNS - 1)
    purposes = several("Purpose", 6, 2, default=["information", "action", "comment", "reply"])
    reason = BooleanBlock(required=False, label="With a column “Why”")
    trainer_notes = RichTextBlock(features=PROSE, required=False)

    rule = staticmethod(check_facts)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "group"
        label = "Who needs to know?"
        description = "Facts, roles, and what each should hear it for."


class ChecklistBlock(StructBlock):
    """Things to tick."""

    title = plain_line("Title")
    items = several("Item", MOST_ROWS)
    blank_items = number(0, most=10)
    who_and_when = BooleanBlock(required=False, label="With “Who” and “By when”")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "clipboard-list"
        label = "Checklist"
        description = "Things to tick, with who and by when if you like."


class ActionPlanBlock(StructBlock):
    """What is to be done, by whom, by when, and how one will know."""

    caption = plain_line("Caption", default="Action plan")
    rows = number(4, 1, 20)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "list-ul"
        label = "Action plan"
        description = "Action, who, by when, how we shall know."


class SignOffBlock(StructBlock):
    """Who has agreed, and when."""

    caption = plain_line("Caption", default="Agreed by")
    roles = several("Role", 8)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "success"
        label = "Sign-off"
        description = "Roles, each with a name and a date."


class LetterBlock(Checked):
    """A letter with places to fill in."""

    text = RichTextBlock(
        features=PROSE, help_text="Write [[parent]] where something is filled in, and list “parent” below."
    )
    fields = ListBlock(LetterFieldBlock(label="Place"), default=[], min_num=0, max_num=30)

    rule = staticmethod(check_letter)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "mail"
        label = "Letter"
        description = "A text with places to fill in."


class DrawingBlock(StructBlock):
    """A box to draw in, for work with children."""

    label = plain_line("What to draw")
    height = ChoiceBlock(
        choices=[("third", "A third of a page"), ("half", "Half a page"), ("page", "A whole page")],
        default="third",
    )
    words = BooleanBlock(required=False, label="With lines for words below")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "image"
        label = "Box to draw in"
        description = "Works without words."


class ReviewLogBlock(StructBlock):
    """When this was looked at again, and what changed."""

    caption = plain_line("Caption", default="Reviews")
    rows = number(4, 1, 20)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "history"
        label = "Review log"
        description = "When it was looked at again, by whom, what changed."


class PartsBlock(StreamBlock):
    """What a sheet may consist of, but for branches."""

    instructions = RichTextBlock(
        features=PROSE, icon="pilcrow", label="Instructions", description="What to do: text to read."
    )
    heading = CharBlock(
        max_length=120, icon="title", label="Heading", description="Where a part of the sheet begins."
    )
    lines = LinesBlock()
    fields = FieldsBlock()
    table = FillTableBlock()
    rating = RatingBlock()
    scenario = ScenarioBlock()
    who_needs_to_know = WhoNeedsToKnowBlock()
    checklist = ChecklistBlock()
    action_plan = ActionPlanBlock()
    sign_off = SignOffBlock()
    letter = LetterBlock()
    drawing = DrawingBlock()
    review_log = ReviewLogBlock()
    trainer_notes = RichTextBlock(
        features=PROSE,
        icon="glasses",
        label="Trainer’s notes",
        description="Only in the trainer’s edition.",
    )


class PathBlock(StructBlock):
    """What to fill in for one answer."""

    when = plain_line("Answer", max_length=60)
    blocks = PartsBlock(min_num=1)


class BranchBlock(StructBlock):
    """A question, and what to fill in for each answer."""

    question = plain_line("Question")
    paths = ListBlock(PathBlock(label="Path"), min_num=2, max_num=4)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "resubmit"
        label = "Branch"
        description = "A question, and for each answer its own part of the sheet."


class SheetBlock(PartsBlock):
    """The whole sheet."""

    branch = BranchBlock()

    def clean(self, value):
        """Refuse a sheet that is too large, or has two things to fill in under one name."""
        value = super().clean(value)
        if said := check_sheet(value, MOST_CELLS):
            raise StreamBlockValidationError(non_block_errors=[ValidationError(said)])
        return value
