"""Mark the first use of each known term in rich text, so that its meaning can be shown there.

What is added is one link around the term, with the meaning in an attribute: a page without JavaScript
has a plain link to the entry, and the words of the text stay as they were. static/js/definitions.js
makes a button of it that shows the meaning.
"""

import re
from html.parser import HTMLParser

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from glossary.vocabulary import Entry, Spelling, Vocabulary

# No term is marked within these: headings, what can be clicked already, and what is not running text.
LEFT_ALONE = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "legend", "th", "title"),
    *("a", "button", "label", "nav", "option", "select", "summary", "textarea"),
    *("abbr", "code", "dfn", "pre"),
    *("audio", "math", "object", "script", "style", "svg", "template", "video"),
}
# A reference such as &amp; is no word.
WORD = re.compile(r"&#?\w+;|(?<![\w-])\w+")


class PageDefinitions:
    """The terms of one page, each of which is marked once."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.shown: set[str] = set()  # slugs

    def mark(self, html: SafeString) -> SafeString:
        """Return `html` with the first use of each term marked.

        HTML that does not come out of the parser as it went in is returned as it is.
        """
        parts = _parts(html) if self.vocabulary.spellings else None
        if parts is None:
            return html
        # What was safe comes back to the letter; all that is added comes from `link`.
        return mark_safe("".join(self._marked(text) if is_prose else text for text, is_prose in parts))

    def _marked(self, text: str) -> str:
        """Return one run of text, which holds no tag, with the terms in it marked."""
        pieces, at = [], 0
        for word in WORD.finditer(text):
            if word.start() < at or word[0].startswith("&"):
                continue
            found = self._term_at(text, word)
            if found:
                spelling, end = found
                self.shown.add(spelling.entry.slug)
                pieces += [text[at : word.start()], link(spelling.entry, text[word.start() : end])]
                at = end
        return "".join([*pieces, text[at:]])

    def _term_at(self, text: str, word: re.Match) -> tuple[Spelling, int] | None:
        for spelling in self.vocabulary.spellings.get(word[0].casefold(), ()):
            if found := spelling.pattern.match(text, word.start()):
                # The longest name decides: "child protection plan" is no use of "child protection".
                return None if spelling.entry.slug in self.shown else (spelling, found.end())
        return None


def link(entry: Entry, written: str) -> str:
    """Return the link around a term as it is `written` in safe HTML."""
    past = "" if not entry.guidance_status.is_past else entry.guidance_status.label
    return format_html(
        '<a class="app-term" href="{}" data-term="{}" data-meaning="{}" data-status="{}">{}</a>',
        entry.url,
        f"{entry.term}: {entry.expansion}" if entry.expansion else entry.term,
        entry.meaning,
        past,
        mark_safe(written),  # cut from safe HTML: escaping it again would show "&amp;"
    )


def _parts(html: str) -> list[tuple[str, bool]] | None:
    """Return `html` in parts, each with whether terms may be marked in it; None where that is not sure."""
    reader = _Reader(convert_charrefs=False)
    reader.feed(html)
    reader.close()
    parts = reader.parts()
    return parts if "".join(text for text, _ in parts) == html else None


class _Reader(HTMLParser):
    """Cuts HTML into tags and runs of text."""

    def parts(self) -> list[tuple[str, bool]]:
        """Return what was read: (HTML, whether it is running text)."""
        self._end_run()
        return self._parts

    def reset(self):
        super().reset()
        self._parts: list[tuple[str, bool]] = []
        self._run: list[str] = []
        self._depth = 0  # how many of the elements that are left alone stand open

    def handle_starttag(self, tag, attrs):
        self._tag(self.get_starttag_text() or "")
        self._depth += tag in LEFT_ALONE

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)  # to a browser <a/> opens an element

    def handle_endtag(self, tag):
        self._tag(f"</{tag}>")
        self._depth = max(0, self._depth - (tag in LEFT_ALONE))

    def handle_data(self, data):
        self._run.append(data)

    def handle_entityref(self, name):
        self._run.append(f"&{name};")

    def handle_charref(self, name):
        self._run.append(f"&#{name};")

    def handle_comment(self, data):
        self._tag(f"<!--{data}-->")

    def _tag(self, text: str) -> None:
        self._end_run()
        self._parts.append((text, False))

    def _end_run(self) -> None:
        if self._run:
            self._parts.append(("".join(self._run), not self._depth))
            self._run = []
