"""The rules. Each takes the parts of a page and gives what to look at, in the author's words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from directory import phones
from directory.copied_numbers import numbers_in
from glossary import names
from hub.checker.known import Known
from hub.checker.parts import HEADINGS, Part
from hub.checker.reading import WORD
from portal.no_names import looks_personal

LONGEST_PARAGRAPH = 120  # words
LONGEST_QUOTE = 60  # characters
MOST = 60  # findings: who has more begins with these
# Link text that says nothing out of its place (WCAG 2.2, 2.4.4 and 2.4.9).
EMPTY_WORDS = frozenset(
    [
        *("click", "click here", "click this", "follow this link", "find out more", "here", "learn more"),
        *("link", "more", "more information", "page", "read more", "see here", "see more", "the link"),
        *("this", "this link", "this page", "this website", "website"),
    ]
)
# Everybody knows these; static/js/plain-language-rules.js has the same list, which a test holds.
COMMON = frozenset(
    "A&E AM BBC DNA DVD GB GCSE GCSES GP GPS ID IT MP NHS OK PC PE PIN PM TV UK UN USA WC".split()  # noqa: SIM905
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_ACRONYM = re.compile(r"(?<![\w&])[A-Za-z]*(?:[A-Z]&?){2,}[A-Za-z]*(?!\w)")
_ROMAN = re.compile(r"[IVX]+$")


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the rule, where it stands, what was found, and what to do."""

    rule: str
    where: str
    quote: str
    advice: str


def check(parts: list[Part], known: Known) -> list[Finding]:
    """Return what to look at in `parts`, in the order of the rules and of the page; 60 at most."""
    found = (finding for rule in RULES for finding in rule(parts, known))
    return [finding for finding, _ in zip(found, range(MOST), strict=False)]


def _finding(rule: str, part: Part, quote: str, advice: str) -> Finding:
    short = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"
    return Finding(rule, part.where, short, advice)


def personal_data(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield what looks like a pupil number or a date of birth."""
    for part in parts:
        for line in part.lines:
            for hint in looks_personal(line.text):
                if not hint.endswith("a name."):  # pages name services, Acts and authors
                    what, _, kind = hint.rpartition("” looks like ")
                    advice = f"This looks like {kind.rstrip('.')}. Take it out: no page points to a child."
                    yield _finding("personal data", part, what.lstrip("“"), advice)


def typed_numbers(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield numbers that the directory holds: they stay wrong when the number changes."""
    if not known.numbers:
        return
    for part in parts:
        for number in sorted(numbers_in("\n".join(line.text for line in part.lines)) & known.numbers.keys()):
            advice = f"The directory holds this number, of “{known.numbers[number]}”. Use a service card."
            yield _finding("telephone numbers", part, phones.display(number), advice)


def links(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield links whose words do not say where they lead, and the same words for two places."""
    targets: dict[str, str] = {}
    for part in parts:
        for link in part.links:
            words = link.text.casefold().strip(" .,:;!>»→")
            if not words:
                yield _finding("links", part, link.target, "This link has no words. Say where it leads.")
            elif words in EMPTY_WORDS:
                yield _finding("links", part, link.text, "Name what the reader finds there.")
            elif _ADDRESS.match(words):
                yield _finding("links", part, link.text, "Write the name of the page instead of its address.")
            elif targets.setdefault(words, link.target) != link.target:
                advice = "The same words lead to two places. Say what is different."
                yield _finding("links", part, link.text, advice)


def headings(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield headings that are empty, in capitals, or one level too deep for what stands before."""
    level = 1
    for part in parts:
        for line in part.lines:
            if line.tag not in HEADINGS:
                continue
            now = int(line.tag[1])
            if not line.text:
                yield _finding("headings", part, "", "This heading is empty. Take it out, or write one.")
            elif is_shouted(line.text):
                yield _finding("headings", part, line.text, "Write it in small letters: they read better.")
            if line.text and now > level + 1:
                advice = "A smaller heading stands before a larger one. Begin with Heading 2."
                yield _finding("headings", part, line.text, advice)
            level = now


def acronyms(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield initials that are in no glossary and that the page does not write out where they come first."""
    seen: set[str] = set()
    for part in parts:
        for line in part.lines:
            if is_shouted(line.text):
                continue
            for match in _ACRONYM.finditer(line.text):
                name = re.sub(r"(?<=[A-Z])s$", "", match[0])
                if name in seen or name.upper() in COMMON or _ROMAN.match(name):
                    continue
                seen.add(name)
                if names.key(name) not in known.names and not _is_written_out(line.text, match, name):
                    advice = "Write it out where it comes first, or add it to the glossary."
                    yield _finding("initials", part, name, advice)


def _is_written_out(text: str, match: re.Match, name: str) -> bool:
    """Return whether it says "early help hub (EHH)" or "EHH (early help hub)"."""
    before, after = text[: match.start()], text[match.end() :]
    in_brackets = re.search(r"[a-z]\s*\($", before) and after.startswith(")")
    return bool(in_brackets or re.match(r"\s+\([A-Za-z]+[\s-][A-Za-z]", after))


def phrases(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield jargon and vague phrases of the editors' list, each once, with its question."""
    if not known.phrases:
        return
    wanted = _pattern(known.phrases)
    advice = {_plain(phrase): f"{kind}. {prompt}" for phrase, (kind, prompt) in known.phrases.items()}
    for part in parts:
        for line in part.lines:
            for match in wanted.finditer(line.text):
                if prompt := advice.pop(_plain(match[0]), ""):
                    yield _finding("phrases", part, match[0], prompt)


def _pattern(wanted: Iterable[str]) -> re.Pattern:
    """Return what finds each phrase, with hyphens or spaces, whichever apostrophe was typed."""
    each = []
    for phrase in sorted(wanted, key=len, reverse=True):
        words = [
            re.escape(word).replace("’", "'").replace("'", "['’]") for word in re.split(r"[\s-]+", phrase)
        ]
        each.append(r"[\s-]+".join(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _plain(phrase: str) -> str:
    return re.sub(r"[\s-]+", " ", phrase.casefold().replace("’", "'")).strip()


def paragraphs(parts: list[Part], known: Known) -> Iterator[Finding]:
    """Yield paragraphs that nobody reads to the end."""
    for part in parts:
        for line in part.lines:
            count = len(WORD.findall(line.text))
            if count > LONGEST_PARAGRAPH:
                advice = f"This paragraph has {count} words. Make two of it, or a list."
                yield _finding("paragraphs", part, line.text, advice)


def is_shouted(text: str) -> bool:
    """Return whether `text` is written in capitals: more than two words, or one long word."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    loud = bool(words) and all(word == word.upper() and word != word.lower() for word in words)
    return loud and (len(words) > 2 or len("".join(words)) > 7)


RULES: list[Callable[[list[Part], Known], Iterator[Finding]]] = [
    personal_data,
    typed_numbers,
    links,
    headings,
    acronyms,
    phrases,
    paragraphs,
]
