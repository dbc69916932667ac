"""The HTML of an author, put where HTML allows it: a legend and a label hold words, not paragraphs."""

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.safestring import SafeString, mark_safe

LINE = "quiz-line"
BLOCKS = {"ul", "ol", "table", "blockquote", "figure", "div", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "dl"}


def split_stem(html: str) -> tuple[SafeString, SafeString]:
    """Return the stem of a question as (words for its legend, what follows below it).

    The paragraphs at its beginning are the legend; from the first list, table or picture on, it is the rest.
    """
    soup = BeautifulSoup(html, "html.parser")
    legend: list[str] = []
    rest: list[str] = []
    for node in soup.contents:
        if not rest and _fits_legend(node):
            legend.append(_as_line(node))
        else:
            rest.append(str(node))
    return mark_safe("".join(legend).strip()), mark_safe("".join(rest).strip())


def inline(html: str) -> SafeString:
    """Return the words of an option for its label: each paragraph is a line."""
    return mark_safe("".join(_as_line(node) for node in BeautifulSoup(html, "html.parser").contents).strip())


def _fits_legend(node) -> bool:
    return not (isinstance(node, Tag) and (node.name in BLOCKS or node.find(list(BLOCKS))))


def _as_line(node) -> str:
    if isinstance(node, NavigableString):
        return node.output_ready(formatter="minimal")
    if node.name == "p":
        node.name, node.attrs = "span", {"class": LINE}
    return str(node)
