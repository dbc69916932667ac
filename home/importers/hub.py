"""The good-practice hub: authors, key learnings, and a folder of Markdown for each kind of page."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from directory.models import Service
from home.importers.blocks import body_blocks, to_html, to_stream
from home.importers.reading import Item, read_page
from home.importers.streams import check_streams, lines, rows, several
from home.importers.writing import Load, Special, columns, state
from home.models import HomePage
from hub.enums import RecommendationStatus
from hub.models import (
    ArticlePage,
    Author,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    HubPage,
    HubPageTag,
    HubSectionPage,
    KeyLearning,
    Kind,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    RelatedPage,
    TopicCall,
    TopicPage,
)
from hub.tree import SHELVES, add_hub
from portal.accounts.roles import PORTAL_EDITOR
from portal.content.models import Tag
from training.models import ModulePage, ResourceSheetPage

MODELS: dict[Kind, type[HubPage]] = {
    Kind.TOPIC: TopicPage,
    Kind.ARTICLE: ArticlePage,
    Kind.BARRIER: BarrierPage,
    Kind.PRACTICE: PracticePage,
    Kind.CASE_STUDY: CaseStudyPage,
    Kind.QUESTION: QuestionPage,
    Kind.BULLETIN: BulletinPage,
    Kind.POLICY: PolicyPage,
    Kind.MEETING: MeetingPage,
    Kind.GOVERNANCE: GovernancePage,
}
FILES = {kind: f"hub/{slug}/*.md" for kind, (slug, _) in SHELVES.items()}
# Where the word of the file is not the name of the field.
LINES = {
    "summary": "summary_points",
    "questions": "questions",
    "partners": "partners",
    "do_now": "do_now",
    "how_to_write": "how_to_write",
    "notice": "notice",
    "try": "try_in_school",
    "steps": "steps",
    "policies": "policies",
    "raise": "how_to_raise",
}
WORDS = {field: word for word, field in LINES.items()}
RESOURCES = {"forms": ("forms", "form"), "training": ("training", "module"), "sheets": ("sheets", "sheet")}


@dataclass(frozen=True)
class Entry:
    """One file: the page that it makes, what it was before, and what the file says."""

    page: Any
    before: str | None
    head: Item
    body: Item


def load_hub(load: Load) -> None:
    """Load authors and learnings, then every page: first that it exists, then what stands on it."""
    _load_authors(load)
    _load_learnings(load)
    hub = add_hub(HomePage.objects.get(), load.keepers.get(PORTAL_EDITOR))
    shelves = {Kind(shelf.holds): shelf for shelf in HubSectionPage.objects.child_of(hub)}
    entries = [entry for kind in FILES for entry in _entries(load, kind, shelves[kind])]
    for entry in entries:
        _load_page(load, entry)


def _load_authors(load: Load) -> None:
    there = {author.slug: author for author in Author.objects.all()}
    for item in load.keyed("hub/authors.yaml"):
        author = there.get(item["slug"].text) or Author()
        before = columns(author) if author.pk else None
        if load.fill(author, item):
            load.check(author, item, {})
        if not load.mistakes:
            load.save(author, before)
        load.remember(author, author.slug)


def _load_learnings(load: Load) -> None:
    for learning, item, before in load.begin(KeyLearning, load.keyed("hub/learnings.yaml")):
        if load.fill(learning, item, load.governed()):
            load.govern(learning, item, PORTAL_EDITOR)
            load.check(learning, item, {})
        if not load.mistakes:
            load.publish(learning, before)
        load.remember(learning, learning.slug)


def _entries(load: Load, kind: Kind, shelf: HubSectionPage) -> list[Entry]:
    """Return the pages of one kind. Those that are new get their place in the tree, unpublished."""
    model, entries = MODELS[kind], []
    there = {page.slug: page for page in model.objects.child_of(shelf)}
    pages = load.known.setdefault(HubPage, {})
    for file in sorted(load.folder.glob(FILES[kind])):
        read = read_page(file, load.name(file), load.mistakes)
        if read is None or not _has_a_slug(load, read[0]):
            continue
        head, body = read
        slug = head["slug"].text
        if slug in pages:
            load.mistakes.add(head["slug"], f"“{slug}” is taken by another page of the hub")
            continue
        page = there.get(slug)
        entry = Entry(page or model(slug=slug, live=False), page and state(page), head, body)
        if page is None:
            _fill(load, entry, links=False)
            if not load.mistakes:
                shelf.add_child(instance=entry.page)
        pages[slug] = entry.page
        entries.append(entry)
    return entries


def _has_a_slug(load: Load, head: Item) -> bool:
    said = isinstance(head.value, dict) and bool(head["slug"].text)
    if not said:
        load.mistakes.add(head, "slug is missing")
    return said


def _load_page(load: Load, entry: Entry) -> None:
    page = entry.page
    _fill(load, entry, links=True)
    label = str(page._meta.verbose_name_plural)
    load.total[label] += 1
    if load.mistakes or entry.before == state(page):
        return
    load.changed[label] += 1
    page.save_revision(clean=False).publish()
    load.index_later(page)


def _fill(load: Load, entry: Entry, links: bool) -> None:
    """Set all that the file says; what leads to other pages of the hub only with `links`."""
    page, head = entry.page, entry.head
    page.body = to_stream(page.slug, body_blocks(load, entry.body, page.slug))
    if load.fill(page, head, {**load.governed(), **_special(load, page, links)}):
        load.govern(page, head, PORTAL_EDITOR)
        load.check(page, head, WORDS, unique=False)
        if links:
            check_streams(load, page, lambda name: _item_of(entry, name))


def _item_of(entry: Entry, field: str) -> Item:
    return entry.body if field == "body" else entry.head[WORDS.get(field, field)]


def _special(load: Load, page: HubPage, links: bool) -> Special:
    """Return what reads the words that are no plain fields of this kind of page."""
    readers: list[tuple[str, str, Callable]] = [
        *((word, field, lines(load, field)) for word, field in LINES.items()),
        *((word, field, several(load, field, kind, _resource)) for word, (field, kind) in RESOURCES.items()),
        ("body", "body", lambda page, item: load.mistakes.add(item, "write the text below the second ---")),
        ("tags", "tags", lambda page, item: _set_tags(load, page, item)),
        ("changed", "changed_on", lambda page, item: _set_changed(load, page, item)),
        ("published_days_ago", "body", lambda page, item: _set_published(load, page, item)),
        ("call", "calls", lambda page, item: _set_calls(load, page, item)),
        ("schools_take_part", "who_is_asked", lambda page, item: _set_part(load, page, item)),
        ("members", "members", several(load, "members", "member", _member)),
        (
            "recommendations",
            "recommendations",
            several(load, "recommendations", "one", _recommendation),
        ),
        ("actions", "actions", several(load, "actions", "action", _action)),
        ("quote", "quote", _set_quote),
        ("in_the_childs_experience", "childs_experience", _set_experience),
        ("met_days_ago", "met_on", lambda page, item: setattr(page, "met_on", load.days_ago(item))),
        ("related", "related_rows", lambda page, item: _set_related(load, page, item if links else None)),
        ("items", "items", several(load, "items", "item", _bulletin_item if links else _heading)),
    ]
    fields = {field.name for field in page._meta.get_fields()}
    return {word: read for word, field, read in readers if field in fields}


def _resource(load: Load, row: Item) -> dict:
    if not row["title"].text:
        load.mistakes.add(row, "title is missing")
    code = row["sheet"].text or row["module"].text
    model = ResourceSheetPage if row["sheet"].text else ModulePage
    page = load.known.get(model, {}).get(code.casefold())  # what is not there yet is named, no more
    return {
        "title": row["title"].text,
        "code": code,
        "note": row["note"].text,
        "page": page and page.pk,
        "document": None,
    }


def _member(load: Load, row: Item) -> dict:
    return {"role": row["role"].text, "organisation": row["organisation"].text}


def _recommendation(load: Load, row: Item) -> dict:
    status = row["status"].text or RecommendationStatus.OPEN.value
    if status not in RecommendationStatus.values:
        known = ", ".join(RecommendationStatus.values)
        load.mistakes.add(row["status"], f"“{status}” is not one of: {known}")
    return {"text": row["text"].text, "answer": row["answer"].text, "status": status}


def _action(load: Load, row: Item) -> dict:
    due = None
    if "due_days" in row:
        try:
            due = load.today + datetime.timedelta(days=int(row["due_days"].text))
        except (ValueError, OverflowError):
            load.mistakes.add(row["due_days"], "write a number of days, with a - for days gone by")
    done = load.flag(row["done"]) if "done" in row else False
    return {"text": row["text"].text, "who": row["who"].text, "due": due and due.isoformat(), "done": done}


def _heading(load: Load, row: Item) -> dict:
    """Return an item of a bulletin before the pages that it leads to exist."""
    return {"heading": row["heading"].text, "text": "", "page": None, "learning": None}


def _bulletin_item(load: Load, row: Item) -> dict:
    page = load.find(HubPage, row["page"]) if row["page"].text else None
    learning = load.find(KeyLearning, row["learning"]) if row["learning"].text else None
    return {
        "heading": row["heading"].text,
        "text": to_html(row["text"].text),
        "page": page and page.pk,
        "learning": learning and learning.pk,
    }


def _set_tags(load: Load, page, item: Item) -> None:
    page.tagged_items = [HubPageTag(tag=tag) for tag in load.find_all(Tag, item)]


def _set_related(load: Load, page, item: Item | None) -> None:
    pages = load.find_all(HubPage, item) if item else []
    page.related_rows = [RelatedPage(page=other, sort_order=number) for number, other in enumerate(pages)]


def _set_changed(load: Load, page, item: Item) -> None:
    page.changed_on = load.days_ago(item["days_ago"])
    page.change_note = item["note"].text


def _set_published(load: Load, page, item: Item) -> None:
    noon = datetime.time(12, tzinfo=timezone.get_current_timezone())
    page.first_published_at = datetime.datetime.combine(load.days_ago(item), noon)


def _set_calls(load: Load, page, item: Item) -> None:
    calls = []
    for number, row in enumerate(rows(load, item)):
        service = load.find(Service, row["service"])
        if service is None and not row["service"].text:
            load.mistakes.add(row, "service is missing")
        calls.append(TopicCall(service=service, why=row["why"].text, sort_order=number))
    page.calls = calls


def _set_part(load: Load, page, item: Item) -> None:
    for word in item.words:
        if word not in {"who_is_asked", "by_whom", "by_when", "how_to_ask"}:
            load.mistakes.add(item[word], f"“{word}” is not known here.")
    page.who_is_asked = item["who_is_asked"].text
    page.by_whom = item["by_whom"].text
    page.by_when = item["by_when"].text
    page.how_to_ask = item["how_to_ask"].text


def _set_experience(page, item: Item) -> None:
    page.childs_experience = item.text


def _set_quote(page, item: Item) -> None:
    page.quote, page.quote_from = item["text"].text, item["who"].text
