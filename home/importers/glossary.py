"""The glossary, and the phrases of the page for plain language."""

from glossary import names
from glossary.enums import Direction
from glossary.models import AlsoKnownAs, GlossaryTerm, Phrase, TermPage
from home.importers.reading import Item
from home.importers.writing import Load, Special, columns
from hub.models import HubPage
from portal.accounts.roles import PORTAL_EDITOR

FILE = "glossary.yaml"
PHRASES = "plain-language.yaml"


def load_glossary(load: Load) -> None:
    """Load glossary.yaml, once the hub is there: each term after the one that it sends the reader to."""
    items = load.keyed(FILE)
    owners = _owners(load, items)
    if not load.mistakes:
        _forget_moved_names({item["slug"].text for item in items}, owners)
    for term, item, before in load.begin(GlossaryTerm, _in_order(load, items)):
        if load.fill(term, item, {**load.governed(), **_special(load)}):
            load.govern(term, item, PORTAL_EDITOR)
            _set_names(load, term, item)
            load.check(term, item, {})
        if not load.mistakes:
            load.publish(term, before)
        load.remember(term, term.slug)


def _special(load: Load) -> Special:
    """Return what reads the words that are no plain fields. Names are read together, by `_set_names`."""

    def pages(term, item: Item):
        found = load.find_all(HubPage, item)
        term.pages = [TermPage(page_id=page.pk, sort_order=number) for number, page in enumerate(found)]

    def later(term, item: Item):
        pass

    return {"pages": pages, "formerly": later, "also_known_as": later}


def _owners(load: Load, items: list[Item]) -> dict[str, str]:
    """Return the slug of the term that each name in the file leads to, noting each that leads to two."""
    slugs = [item["slug"].text for item in items]
    others = names.owners_in(GlossaryTerm.objects.exclude(slug__in=slugs))
    owners: dict[str, Item] = {}
    for item in items:
        for name in _names(item):
            for word in {names.key(part) for part in [name.text, *names.spoken(name.text)]}:
                first = owners.setdefault(word, item)
                if first is not item:
                    load.mistakes.add(
                        name,
                        f"“{name.text}” leads to “{first['slug'].text}” ({first.file}, line {first.line})",
                    )
                elif word in others:
                    load.mistakes.add(name, f"“{name.text}” leads to the entry “{others[word]}” already")
    return {word: item["slug"].text for word, item in owners.items()}


def _names(item: Item) -> list[Item]:
    """Return the places where a name of this entry stands."""
    aliases = [row["name"] for row in item["also_known_as"].rows]
    return [name for name in [item["term"], *item["formerly"].rows, *aliases] if name.text]


def _forget_moved_names(slugs: set[str], owners: dict[str, str]) -> None:
    """Delete names that the file gives to another of its terms now: until then each would be there twice."""
    rows = AlsoKnownAs.objects.filter(term__slug__in=slugs).values_list("pk", "name", "term__slug")
    moved = [pk for pk, name, slug in rows if owners.get(names.key(name), slug) != slug]
    AlsoKnownAs.objects.filter(pk__in=moved).delete()


def _in_order(load: Load, items: list[Item]) -> list[Item]:
    """Return the entries so that each stands after the one it names in `see`, noting those in a circle."""
    waiting = {item["slug"].text: item for item in items}
    ordered: list[Item] = []
    while ready := [item for item in waiting.values() if item["see"].text not in waiting]:
        ordered += ready
        waiting = {slug: item for slug, item in waiting.items() if item not in ready}
    for item in waiting.values():
        load.mistakes.add(item["see"], f"“{item['slug'].text}” and this lead to each other in a circle")
    return ordered


def _set_names(load: Load, term: GlossaryTerm, item: Item) -> None:
    """Set the other names of `term`; those of `formerly` are old ones that lead one way."""
    rows = [row for row, _ in load.rows(term, "also_known_as", item["also_known_as"])]
    known = {names.key(row.name) for row in rows}
    if item["formerly"].value not in (None, "") and not isinstance(item["formerly"].value, list):
        load.mistakes.add(item["formerly"], "write a list here: [one, two]")
    for name in item["formerly"].rows:
        if names.key(name.text) not in known:
            row = AlsoKnownAs(name=name.text, direction=Direction.ONE_WAY, old=True, sort_order=len(rows))
            load.check(row, name, {}, unique=False)
            rows.append(row)
    term.also_known_as = rows


def load_phrases(load: Load) -> None:
    """Load plain-language.yaml. A phrase is known by its words."""
    there = {names.key(phrase.phrase): phrase for phrase in Phrase.objects.all()}
    for item in load.keyed(PHRASES, "phrase"):
        phrase = there.get(names.key(item["phrase"].text)) or Phrase()
        before = columns(phrase) if phrase.pk else None
        if load.fill(phrase, item):
            load.check(phrase, item, {})
        if not load.mistakes:
            load.save(phrase, before)
