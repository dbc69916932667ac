"""The words of a sheet that everybody may read: for the search."""

from django.utils.html import strip_tags

from training.sheets.tree import Ask, Drawing, Grid, Heading, Letter, Panel, Part, Prose, Sheet


def words_of(sheet: Sheet) -> list[str]:
    """Return the texts of `sheet`, in order: no trainer's notes, no model answers, nothing typed."""
    return [text for part in sheet.parts for text in _words(part) if text]


def _words(part: Part) -> list[str]:
    match part:
        case Prose() | Letter():
            return [plain(part.html)]
        case Heading(text):
            return [text]
        case Ask(cells, title):
            return [title, *(text for cell in cells for text in (cell.short, cell.help))]
        case Grid():
            given = (entry for row in part.rows for entry in row.entries if isinstance(entry, str))
            starts = (entry.start for row in part.rows for entry in row.entries if not isinstance(entry, str))
            return [part.caption, *part.heads, *given, *starts]
        case Panel(title, parts):
            return [title, *(text for one in parts for text in _words(one))]
        case Drawing(label):
            return [label]
    return []


def plain(html: str) -> str:
    """Return rich text as plain text, a space between its blocks."""
    return " ".join(strip_tags(html.replace("<", " <")).split())
