"""Text of a file as HTML that our rich text allows, and no other: everything goes through nh3."""

import re
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt

from training.quizzes.formats.limits import LONGEST_TEXT, MOST_BRACKETS

TAGS = {"p", "br", "b", "i", "ul", "ol", "li", "a"}
# Tags that may go without a word: what they hold stays, or another of ours takes their place.
HARMLESS = {"span", "div", "font", "strong", "em", "center", "section", "article", "html", "body", "head"}
HARMLESS |= {
    "pre",
    "blockquote",
    "o",
    "u",
    "small",
    "big",
    "label",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "meta",
    "title",
}
SWALLOWED = {"script", "style"}  # nh3 drops what is in them too
HEADINGS = {f"h{level}" for level in range(1, 7)}

_markdown = MarkdownIt("commonmark", {"html": True})
_OURS = [
    (re.compile(r"<(/?)strong\b", re.IGNORECASE), r"<\1b"),
    (re.compile(r"<(/?)em\b", re.IGNORECASE), r"<\1i"),
    (re.compile(r"<(/?)(?:div|blockquote)\b", re.IGNORECASE), r"<\1p"),
    (re.compile(r"<h[1-6]\b[^<>]{0,500}>", re.IGNORECASE), "<p><b>"),
    (re.compile(r"</h[1-6]\s{0,9}>", re.IGNORECASE), "</b></p>"),
    (re.compile(r"</t[dh]\s{0,9}>", re.IGNORECASE), " "),
    (re.compile(r"</tr\s{0,9}>", re.IGNORECASE), "<br>"),
]
# Tempered: the content stops at the next <pre, so that many unclosed ones take no longer.
_PRE = re.compile(r"<pre\b[^<>]{0,500}>((?:[^<]|<(?!/?pre\b))*)</pre\s{0,9}>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|h[1-6]|table|pre|blockquote)\b", re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S|/(?![/\\])", re.IGNORECASE)
_ENDS = re.compile(r"</(?:p|li)>|<br>")
_EMPTY = re.compile(r"<p>\s*(?:<br>\s*)*</p>")


def to_html(raw: str, written: str) -> str:
    """Return `raw`, written as moodle, html, plain or markdown, as clean HTML; "" where nothing is left."""
    if not raw or len(raw) > LONGEST_TEXT:
        return ""
    makers = {"plain": _of_plain, "markdown": _of_markdown, "moodle": _of_moodle}
    html = clean(makers[written](raw) if written in makers else raw)
    return html if not html or _BLOCK.search(html) else f"<p>{html}</p>"


def clean(html: str) -> str:
    """Return `html` with the tags of our rich text alone."""
    html = _keep_lines_of_code(html)
    for pattern, ours in _OURS:
        html = pattern.sub(ours, html)
    # What nh3 gives may read otherwise the next time, where tags stood in places that HTML does not allow.
    for _ in range(5):
        before, html = html, _EMPTY.sub("", _through_nh3(html)).strip()
        if html == before:
            return html
    return _through_nh3(escape(to_plain(html), quote=False))


def _keep_lines_of_code(html: str) -> str:
    """Return `html` with lines and indents of <pre> as our paragraphs show them."""
    parts = _PRE.split(html)
    for place in range(1, len(parts), 2):
        code = parts[place].replace("\n", "<br>").replace("  ", "\xa0 ")
        parts[place] = f"<p>{code}</p>"
    return "".join(parts)


def _through_nh3(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_only_links, link_rel=None)


def _only_links(tag: str, attribute: str, value: str) -> str | None:
    return value if _LINK.match(value) else None


def to_plain(html: str) -> str:
    """Return the text of `html` in one line, without tags."""
    html = _ENDS.sub(" ", html)
    return " ".join(unescape(nh3.clean(html, tags=set())).split())


def tags_left_out(raw: str) -> list[str]:
    """Return the names of the tags in `raw` that readers would miss."""
    names = {name.lower() for name in _TAG.findall(raw)}
    return sorted(names - TAGS - HARMLESS - HEADINGS)


def _of_plain(raw: str) -> str:
    return _paragraphs(escape(raw, quote=False))


def _of_markdown(raw: str) -> str:
    return _of_plain(raw) if raw.count("[") > MOST_BRACKETS else _markdown.render(raw)


def _of_moodle(raw: str) -> str:
    """HTML in which a new line is a new line, except beside a tag, as Moodle shows it."""
    if not _BLOCK.search(raw):
        return _paragraphs(raw)
    return re.sub(r"(?<=>)\n|\n(?=<)", " ", raw).replace("\n", "<br>")


def _paragraphs(html: str) -> str:
    parts = re.split(r"\n[ \t]*\n", html)
    return "".join(f"<p>{part.strip()}</p>".replace("\n", "<br>") for part in parts if part.strip())
