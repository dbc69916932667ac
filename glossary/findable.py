"""What the search finds in the glossary."""

from collections import defaultdict

from glossary import edition, names
from glossary.enums import Direction
from glossary.models import AlsoKnownAs, GlossaryTerm
from glossary.synonyms import synonyms
from portal.search import synonyms as search_synonyms
from portal.search.adapters import Adapter, Entry, Tool, joined, register
from portal.search.enums import Kind


class TermAdapter(Adapter):
    """A term: what it means, what it is short for, and what else it is called."""

    model = GlossaryTerm
    parts = {AlsoKnownAs: "also_known_as"}

    def public(self):
        """Return what everybody may see, with its names."""
        return super().public().prefetch_related("also_known_as")

    def entry(self, term) -> Entry:
        """Return what readers see of it."""
        others = list(term.also_known_as.all())
        return Entry(
            kind=Kind.GLOSSARY,
            title=term.term,
            url=term.get_absolute_url(),
            summary=term.meaning,
            body=joined([term.now]),
            names=[*names.spoken(term.term), term.expansion, *(o.name for o in others if not o.old)],
            old_names=[other.name for other in others if other.old],
            place="Glossary",
            status=term.status,
            checked_on=term.last_reviewed,
        )


register(
    TermAdapter,
    Tool(
        name="plain-language",
        title="Plain language check",
        url_name="glossary:plain_language",
        summary="Paste a letter or a note: jargon is found and plain words are offered. Nothing is sent.",
        names=("plain English", "jargon checker", "reading age"),
    ),
    Tool(
        name="glossary",
        title="Glossary, A to Z",
        url_name="glossary:a_z",
        summary="What the words and the acronyms mean, in plain words.",
        names=("acronyms", "jargon", "what does it stand for"),
        weight=0.8,
    ),
)


def pairs() -> list[search_synonyms.Pair]:
    """Return which words of the glossary find which others; one name of a term finds the rest."""
    found = synonyms()
    names_of = defaultdict(list)
    for pair in found:
        if pair.direction == Direction.BOTH:
            names_of[pair.others].append(pair.words)
    made = [
        search_synonyms.Pair(pair.words, pair.others, pair.direction == Direction.BOTH, pair.old)
        for pair in found
    ]
    siblings = (
        search_synonyms.Pair(pair.words, name, both=False) for pair in found for name in names_of[pair.others]
    )
    return [*made, *siblings]


search_synonyms.register(pairs, edition.number)
