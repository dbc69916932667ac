"""What an editor puts a quiz together from. `content/compiling.py` makes content of it, once it is published.

Names are those of the content, but for two: what an option is worth is in per cent here (`percent`), a
fraction there; and the right cells of a matrix are named by their columns, one on a line.
"""

from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.blocks.struct_block import BlockGroup
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.content.blocks import INLINE
from training.quizzes import checking
from training.sheets.checking import refuse

MOST_ITEMS, MOST_OPTIONS, MOST_POOL = 100, 20, 100
SHORT = ["bold", "italic", "link"]
STEM = [*INLINE, "image"]


class ReadBlock(StructBlock):
    """What to read when it went wrong: a page, or an entry of the directory."""

    page = PageChooserBlock(required=False)
    service = SnippetChooserBlock("directory.Service", required=False, label="Directory entry")

    def clean(self, value):
        """Refuse a row that leads nowhere, or to two places."""
        value = super().clean(value)
        if bool(value["page"]) == bool(value["service"]):
            refuse({"page": "Choose a page or a directory entry: one of the two."})
        return value

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "link"
        label = "Read this"


def _read_list() -> ListBlock:
    return ListBlock(ReadBlock(), label="Read this", default=[], min_num=0, max_num=5)


def _feedback(label: str = "Feedback") -> RichTextBlock:
    return RichTextBlock(features=SHORT, required=False, label=label)


def _percent(default: int, label: str = "Worth, in per cent") -> DecimalBlock:
    limits = {"min_value": -100, "max_value": 100, "decimal_places": 5}
    return DecimalBlock(default=default, label=label, required_on_save=True, **limits)


AROUND = BlockGroup(
    children=["general_feedback", "read", "cites", "review_on", "name"],
    heading="Explanation, what to read, guidance, review",
)


class ItemBlock(StructBlock):
    """What every item has: a question, and what stands around it."""

    stem = RichTextBlock(features=STEM, label="Question")
    name = CharBlock(
        required=False, max_length=120, help_text="For lists of the admin; readers do not see it."
    )
    general_feedback = RichTextBlock(
        features=INLINE, required=False, label="Explanation", help_text="Everybody sees it: why it is so."
    )
    read = _read_list()
    cites = ListBlock(
        SnippetChooserBlock("content.GuidanceRecord", label="Record"),
        label="Guidance that it rests on",
        default=[],
        max_num=5,
    )
    review_on = DateBlock(required=False, label="To be reviewed on")

    check_parts = staticmethod(lambda value: {})

    def clean(self, value):
        """Refuse what cannot be answered or marked, beside the field that it concerns."""
        value = super().clean(value)
        refuse(checking.check_item(value) | self.check_parts(value))
        return value


class MarkedBlock(ItemBlock):
    """An item that earns marks."""

    max_mark = DecimalBlock(
        default=1, min_value=0, max_value=100, decimal_places=2, label="Mark", required_on_save=True
    )


def _form(*names: str) -> list:
    return ["stem", *names, AROUND]


class OptionBlock(StructBlock):
    """One thing to choose."""

    text = RichTextBlock(features=SHORT)
    percent = _percent(0)
    feedback = _feedback("Feedback to whoever chooses it")
    fixed = BooleanBlock(
        required=False, label="Stays at this place", help_text="For “all of these”, “none of these”."
    )

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Option"


class ChoiceItemBlock(MarkedBlock):
    """One answer, or several, from a list."""

    single = BooleanBlock(required=False, default=True, label="One answer alone is right")
    shuffle = BooleanBlock(required=False, default=True, label="Shuffle the options")
    options = ListBlock(OptionBlock(), min_num=2, max_num=MOST_OPTIONS)

    check_parts = staticmethod(checking.check_choice)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "radio-full"
        label = "Choice"
        form_layout = _form("single", "options", "shuffle", "max_mark")


class TrueFalseItemBlock(MarkedBlock):
    """A statement that is true or false."""

    right = ChoiceBlock(choices=[("true", "True"), ("false", "False")], label="It is")
    feedback_true = _feedback("Feedback to whoever says true")
    feedback_false = _feedback("Feedback to whoever says false")

    check_parts = staticmethod(checking.check_true_false)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "tick"
        label = "True or false"
        form_layout = _form("right", "feedback_true", "feedback_false", "max_mark")


class ShortAnswerBlock(StructBlock):
    """A text that somebody may type."""

    text = CharBlock(max_length=200, help_text="* stands for any letters: *front door*")
    percent = _percent(100)
    feedback = _feedback()

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Answer"


class ShortAnswerItemBlock(MarkedBlock):
    """A word or two, typed."""

    case_sensitive = BooleanBlock(required=False, label="Capitals matter")
    answers = ListBlock(ShortAnswerBlock(), min_num=1, max_num=MOST_OPTIONS)

    check_parts = staticmethod(checking.check_short_answer)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "pilcrow"
        label = "Short answer"
        form_layout = _form("answers", "case_sensitive", "max_mark")


class NumberBlock(StructBlock):
    """A number that somebody may type."""

    value = CharBlock(max_length=40, label="Number", help_text="In digits, or * for any other number.")
    tolerance = CharBlock(required=False, default="0", max_length=40, label="Give or take")
    percent = _percent(100)
    feedback = _feedback()

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Answer"


class NumericalItemBlock(MarkedBlock):
    """A number, typed."""

    answers = ListBlock(NumberBlock(), min_num=1, max_num=MOST_OPTIONS)
    unit = CharBlock(required=False, max_length=20, help_text="Stands behind the box: days, weeks, %.")

    check_parts = staticmethod(checking.check_numerical)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "order"
        label = "Number"
        form_layout = _form("answers", "unit", "max_mark")


class PairBlock(StructBlock):
    """Two things that belong together."""

    left = RichTextBlock(features=SHORT)
    right = CharBlock(max_length=250, label="Belongs to")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Pair"


class MatchItemBlock(MarkedBlock):
    """What belongs to what."""

    pairs = ListBlock(PairBlock(), min_num=2, max_num=MOST_OPTIONS)
    distractors = ListBlock(
        CharBlock(max_length=250, label="Text"),
        default=[],
        max_num=MOST_OPTIONS,
        label="Offered besides, and never right",
    )

    check_parts = staticmethod(checking.check_match)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "resubmit"
        label = "Match"
        form_layout = _form("pairs", "distractors", "max_mark")


class OrderingItemBlock(MarkedBlock):
    """Steps, to be put in order."""

    steps = ListBlock(CharBlock(max_length=250, label="Step"), min_num=2, max_num=MOST_OPTIONS)

    check_parts = staticmethod(checking.check_ordering)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "list-ol"
        label = "Put in order"
        form_layout = _form("steps", "max_mark")


class MatrixRowBlock(StructBlock):
    """A fact, and who needs to know it."""

    text = CharBlock(max_length=250)
    right = TextBlock(
        required=False, rows=2, label="Right columns", help_text="One on a line, as they stand above."
    )
    feedback = _feedback()

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Row"


class MatrixItemBlock(MarkedBlock):
    """Who needs to know what."""

    columns = ListBlock(CharBlock(max_length=60, label="Column"), min_num=2, max_num=8)
    rows = ListBlock(MatrixRowBlock(), min_num=1, max_num=MOST_OPTIONS)

    check_parts = staticmethod(checking.check_matrix)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "table"
        label = "Who needs to know"
        form_layout = _form("columns", "rows", "max_mark")


class BandBlock(StructBlock):
    """What is said to whoever rates no higher than this."""

    up_to = IntegerBlock(min_value=1, max_value=5, required_on_save=True)
    text = RichTextBlock(features=INLINE)
    read = _read_list()

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Band"


class RatingItemBlock(ItemBlock):
    """How sure somebody is, from 1 to 5. It earns no mark."""

    low = CharBlock(max_length=60, default="not at all", label="1 means")
    high = CharBlock(max_length=60, default="fully", label="5 means")
    bands = ListBlock(BandBlock(), default=[], max_num=5, label="What is said, and what helps")

    check_parts = staticmethod(checking.check_rating)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "pick"
        label = "Rating from 1 to 5"
        form_layout = _form("low", "high", "bands")


class FreeTextItemBlock(ItemBlock):
    """Something to write down for oneself. It earns no mark."""

    lines = IntegerBlock(default=4, min_value=1, max_value=20, label="Lines of room", required_on_save=True)
    model_answer = RichTextBlock(features=INLINE, required=False)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "edit"
        label = "Free text"
        form_layout = _form("lines", "model_answer")


class InformationItemBlock(ItemBlock):
    """A text between questions: nothing to answer."""

    stem = RichTextBlock(features=STEM, label="Text")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "info-circle"
        label = "Information"
        form_layout = _form()


class ItemTypes(StreamBlock):
    """The items of every type: what a question of the bank is one of."""

    choice = ChoiceItemBlock()
    true_false = TrueFalseItemBlock()
    short_answer = ShortAnswerItemBlock()
    numerical = NumericalItemBlock()
    match = MatchItemBlock()
    ordering = OrderingItemBlock()
    matrix = MatrixItemBlock()
    rating = RatingItemBlock()
    free_text = FreeTextItemBlock()
    information = InformationItemBlock()

    def value_from_datadict(self, data, files, prefix):
        """Read what was posted. A form without these fields, which no browser sends, holds no item."""
        if f"{prefix}-count" not in data:
            return self.empty_value()
        return super().value_from_datadict(data, files, prefix)


class FromBankBlock(StructBlock):
    """A question of the bank, as it stands there when the quiz is published."""

    question = SnippetChooserBlock("quizzes.BankItem", required_on_save=True)

    def clean(self, value):
        """Refuse a question that is a draft itself: nobody has agreed to it yet."""
        value = super().clean(value)
        if not value["question"].live:
            refuse({"question": f"“{value['question']}” is a draft in the bank. Publish it there first."})
        return value

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "folder-open-inverse"
        label = "From the question bank"


class PoolItemsBlock(ItemTypes):
    """What a pool may draw."""

    from_bank = FromBankBlock()


class PoolBlock(StructBlock):
    """Questions of which each attempt gets some, drawn by lot."""

    name = CharBlock(max_length=120, help_text="For editors.")
    draw = IntegerBlock(default=1, min_value=1, max_value=MOST_POOL, label="Draw", required_on_save=True)
    items = PoolItemsBlock(min_num=2, max_num=MOST_POOL)

    def clean(self, value):
        """Refuse a pool that cannot be drawn from, or not fairly."""
        value = super().clean(value)
        refuse(checking.check_pool(value))
        return value

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "copy"
        label = "Pool"


class ItemsBlock(PoolItemsBlock):
    """What a quiz may consist of."""

    pool = PoolBlock()


class OverallFeedbackBlock(StructBlock):
    """What is said first on the result, from a score on."""

    least = IntegerBlock(
        default=0, min_value=0, max_value=100, label="From this score on, in per cent", required_on_save=True
    )
    text = RichTextBlock(features=INLINE)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        label = "Score band"
