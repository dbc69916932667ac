"""The blocks that describe one thing to fill in: a field of a form, a column of a table."""

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from training.sheets.limits import MOST_CHOICES, MOST_LINES
from training.sheets.tree import Kind

CELL_KINDS = [
    (Kind.TEXT, "Text"),
    (Kind.TICK, "A box to tick"),
    (Kind.CHOICE, "One of several choices"),
    (Kind.SERVICE, "A service of the directory"),
    (Kind.DATE, "A date"),
]
GIVEN = ("given", "Fixed text: nobody fills it in")
FILLS = [
    ("service", "The name of the service"),
    ("summary", "What it offers"),
    ("used", "Whether we use it now"),
    ("reach", "Its telephone number and e-mail address"),
    ("link", "Our link person and cover"),
    ("needs", "The needs that it helps with"),
    ("confirmed", "When we last confirmed it"),
    ("services", "The services that help with the need"),
]


def plain_line(label: str, **kwargs) -> CharBlock:
    """Return a block for one plain line, such as a caption."""
    return CharBlock(**{"label": label, "max_length": 200, **kwargs})


def choices_of(text: str) -> list[str]:
    """Return the choices that `text` names, one on each line, each once."""
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


class CellBlock(StructBlock):
    """What all things to fill in share."""

    label = plain_line("Label", max_length=150)
    cell = ChoiceBlock(choices=[(str(kind), name) for kind, name in CELL_KINDS], default="text", label="Kind")
    lines = IntegerBlock(
        default=1, min_value=1, max_value=MOST_LINES, help_text="How many lines of room a text has."
    )
    choices = TextBlock(
        required=False, rows=3, help_text="For “One of several choices”: each on a line of its own."
    )
    help = plain_line("Help", required=False)

    def clean(self, value):
        """Refuse a choice without choices."""
        value = super().clean(value)
        if said := wrong_choices(value):
            raise StructBlockValidationError({"choices": ValidationError(said)})
        return value

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "form"


def wrong_choices(value) -> str:
    """Return what is wrong with the choices of a cell, or nothing."""
    choices = choices_of(value["choices"])
    if value["cell"] == "choice" and len(choices) < 2:
        return "Write two choices or more, each on a line of its own."
    if len(choices) > MOST_CHOICES:
        return f"At most {MOST_CHOICES} choices."
    if value["cell"] != "choice" and choices:
        return "Only “One of several choices” has choices. Change the kind, or empty this."
    return ""


class ColumnBlock(CellBlock):
    """A column of a table: its head, and what is filled in below it."""

    cell = ChoiceBlock(
        choices=[*[(str(kind), name) for kind, name in CELL_KINDS], GIVEN], default="text", label="Kind"
    )
    fill = ChoiceBlock(
        choices=FILLS,
        required=False,
        label="In rows from the directory",
        help_text="What stands in it to begin with.",
    )

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "table"


class LetterFieldBlock(StructBlock):
    """A place of a letter: the word that stands in the text, and what people read."""

    name = plain_line("Word in the text", max_length=30, help_text="Small letters, digits and hyphens.")
    label = plain_line("Label", max_length=150)
    cell = ChoiceBlock(choices=[("text", "Text"), ("date", "A date")], default="text", label="Kind")
    lines = IntegerBlock(default=1, min_value=1, max_value=MOST_LINES)
    help = plain_line("Help", required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "edit"
