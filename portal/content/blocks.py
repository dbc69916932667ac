"""Blocks of text that any page may use. Each shows in the editor what readers will see."""

from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock, URLBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

PROSE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE = ["bold", "italic", "ol", "ul", "link"]


class ProseBlock(RichTextBlock):
    """Headings, paragraphs, lists and links: no colours, sizes or pictures of text."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": PROSE, **kwargs})

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "pilcrow"
        label = "Text"
        template = "content/blocks/prose.html"
        description = "Headings, paragraphs, lists and links."
        preview_value = "<h2>Before the meeting</h2><p>Send two dates and ask which suits.</p>"


class QuoteBlock(StructBlock):
    """What somebody said, and who by their role."""

    text = TextBlock()
    who = CharBlock(max_length=120, help_text="By role, never by a name: a parent, a Year 9 pupil.")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "openquote"
        template = "content/blocks/quote.html"
        description = "What somebody said. No names."
        preview_value = {"text": "Nobody had asked me before.", "who": "A parent"}


class StepsBlock(StructBlock):
    """What to do, in order."""

    steps = ListBlock(TextBlock(label="Step", rows=2), min_num=2)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "list-ol"
        label = "Steps"
        template = "content/blocks/steps.html"
        description = "Numbered steps."
        preview_value = {"steps": ["Ring before nine.", "Write down what was agreed."]}


class CitationBlock(StructBlock):
    """A record of the guidance register, with its status as it is today."""

    record = SnippetChooserBlock("content.GuidanceRecord")
    note = CharBlock(required=False, max_length=200, help_text="Which part of it: paragraph, section.")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "doc-full-inverse"
        label = "Guidance cited"
        template = "content/blocks/citation.html"
        description = "Names a record of the register. Its status is always today’s."


class TableBlock(TypedTableBlock):
    """A table with a caption and a head row, so that a screen reader can say where one is."""

    def __init__(self, **kwargs):
        super().__init__([("text", CharBlock(required=False)), ("long", TextBlock(required=False))], **kwargs)

    def clean(self, table):
        """Refuse a table without a caption, or with a column that has no head."""
        table = super().clean(table)
        if not (table.caption or "").strip():
            raise ValidationError("Give the table a caption: what it shows, in a few words.")
        if any(not (column["heading"] or "").strip() for column in table.columns):
            raise ValidationError("Give every column of the table a head.")
        return table

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "table"
        label = "Table"
        template = "content/blocks/table.html"
        description = "Rows and columns with a caption."


class VideoBlock(StructBlock):
    """A film from our own files. Nothing is fetched before the reader starts it."""

    title = CharBlock(max_length=120)
    film = DocumentChooserBlock(help_text="An MP4 or WebM file.")
    captions = DocumentChooserBlock(help_text="A WebVTT file: what is said and heard (WCAG 2.2, 1.2.2).")
    transcript = RichTextBlock(features=INLINE, help_text="The same in words (WCAG 2.2, 1.2.3).")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "media"
        label = "Film"
        template = "content/blocks/video.html"
        description = "A film with captions and a transcript."


class LinkBlock(StructBlock):
    """An address outside the portal. Readers are told that it leads elsewhere."""

    text = CharBlock(max_length=120)
    url = URLBlock(label="Address")
    commercial = CharBlock(
        required=False, max_length=120, help_text="If it sells something: who earns by it. Readers are told."
    )

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "link-external"
        label = "Link to another site"
        template = "content/blocks/outside_link.html"
        description = "Says that it leads to another site, and whether it sells something."
        preview_value = {"text": "A charity’s guide", "url": "https://charity.example.org/", "commercial": ""}


class CaseExampleBlock(StructBlock):
    """An invented example in a ruled panel."""

    title = CharBlock(max_length=120)
    text = RichTextBlock(features=INLINE, help_text="Invented or blended. Nobody may recognise a child.")

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "user"
        label = "Case example"
        template = "content/blocks/case_example.html"
        description = "An invented example of how it went."
        preview_value = {"title": "A Tuesday in March", "text": "<p>The office rang twice before ten.</p>"}


def lines(label: str, most: int, **kwargs) -> StreamField:
    """Return a field for up to `most` lines of text: summary points, steps, things to notice."""
    line = CharBlock(max_length=300, label=label)
    return StreamField([("line", line)], **{"max_num": most, "blank": True, **kwargs})


def several(block: StructBlock, name: str, **kwargs) -> StreamField:
    """Return a field for any number of `block`: forms, members, recommendations."""
    return StreamField([(name, block)], **{"blank": True, **kwargs})
