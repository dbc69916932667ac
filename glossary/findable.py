"""What the search finds in the glossary."""

from glossary import edition, names
from glossary.enums import Direction
from glossary.models import AlsoKnownAs, GlossaryTerm
from glossary.synonyms import synonyms
from portal.search import synonyms as search_synonyms
from portal.search.adapters import Adapter, Entry, Tool, register
from portal.search.enums import Kind


class TermAdapter(Adapter):
    """A term: what it means, what it is short for, and what else it is called."""

    model = GlossaryTerm
    parts = {AlsoKnownAs: "term"}

    def entry(self, term) -> Entry:
        others = list(term.also_known_as.all())
        return Entry(
            kind=Kind.GLOSSARY,
            title=term.term,
            url=term.get_absolute_url(),
            summary=term.meaning,
            names=[*names.spoken(term.term), term.expansion, *(o.name for o in others if not o.old)],
            old_names=[other.name for other in others if other.old],
            place="Glossary",
            status=term.status,
            checked_on=term.last_reviewed,
        )


PLAIN_LANGUAGE = Tool(
    name="plain-language",
    title="Say it in plain language",
    url_name="glossary:plain_language",
    summary="Paste a letter or a note: jargon is found and plain words are offered. Nothing is sent.",
    names=["plain English", "jargon checker", "reading age"],
)

register(TermAdapter, PLAIN_LANGUAGE)


def pairs() -> list[search_synonyms.Pair]:
    """Return which words of the glossary find which others."""
    return [
        search_synonyms.Pair(pair.words, pair.others, pair.direction == Direction.BOTH, pair.old)
        for pair in synonyms()
    ]


search_synonyms.register(pairs, edition.number)
