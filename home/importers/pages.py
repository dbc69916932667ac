"""Pages: Markdown with details above it, and the portal's own settings."""

import dataclasses
import json
import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import nh3
from markdown_it import MarkdownIt
from wagtail.models import Site

from directory.models import Service
from home.importers.reading import Item, read_page
from home.importers.writing import Load, Special, state
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from portal.accounts.roles import PORTAL_EDITOR
from portal.content.models import Area, PortalSettings

SPECIAL_PAGES = {"home": HomePage, "accessibility": AccessibilityStatementPage}
PROSE_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "a", "b", "i", "br"}
PROSE = ["non_accessible", "alternatives", "contact", "enforcement"]
PREPARATION = {"prepared": "prepared_on", "reviewed": "last_reviewed", "tested": "tested_on"}

CARD = re.compile(r"\[card: *(?P<service>[\w-]+)(?: +for +(?P<area>[\w-]+))?\]")
BLOCK_ENDS = re.compile(r"(</?(?:h2|h3|p|ul|ol|li)>)\n")

_markdown = MarkdownIt("commonmark", {"html": False})


def to_html(markdown: str) -> str:
    """Return `markdown` as the rich text that an editor could have written: nothing else passes."""
    html = _markdown.render(markdown)
    for name, ours in {"strong": "b", "em": "i", "h1": "h2"}.items():
        html = html.replace(f"<{name}>", f"<{ours}>").replace(f"</{name}>", f"</{ours}>")
    clean = nh3.clean(html, tags=PROSE_TAGS, attributes={"a": {"href"}}, link_rel=None)
    return BLOCK_ENDS.sub(r"\1", clean).replace("\n", " ").strip()


def load_pages(load: Load) -> None:
    """Load pages/*.md below the home page."""
    home = HomePage.objects.get()
    for file in sorted(load.folder.glob("pages/*.md"), key=lambda file: (file.stem != "home", file.name)):
        read = read_page(file, load.name(file), load.mistakes)
        if read is None:
            continue
        head, body = read
        if not isinstance(head.value, dict) or not head["slug"].text:
            load.mistakes.add(head, "slug is missing")
            continue
        _load_page(load, home, head, body)


def _load_page(load: Load, home: HomePage, head: Item, body: Item) -> None:
    model = SPECIAL_PAGES.get(head["slug"].text, PlainPage)
    page = home if model is HomePage else model.objects.filter(slug=head["slug"].text).first()
    before = state(page) if page else None
    # The home page of a bare `migrate` has no owner: it has not been published by anyone yet.
    page = page or model(slug=head["slug"].text)
    if load.fill(page, head, {**load.governed(), **_special(load, page, body)}):
        load.govern(page, head, PORTAL_EDITOR)
        load.check(page, head, {"compliance": "compliance_status"}, unique=page.pk is not None)
    if load.mistakes:
        return
    label = "pages"
    load.total[label] += 1
    if before == state(page):
        return
    load.changed[label] += 1
    if page.pk is None:
        home.add_child(instance=page)
    page.save_revision(clean=False).publish()
    load.index_later(page)


def _special(load: Load, page: Any, body: Item) -> Special:
    """Return what reads the words of a page that are no plain fields, and set its text."""
    if isinstance(page, HomePage):
        if body.text:
            load.mistakes.add(body, "the home page has no text of its own: give headline and standfirst")
        return {"summary": lambda page, item: setattr(page, "search_description", item.text)}
    if isinstance(page, PlainPage):
        page.body = json.dumps(_blocks(load, page.slug, body))
        return {"body": _not_a_detail(load)}
    page.scope = to_html(body.text)
    return {
        "scope": _not_a_detail(load),
        "summary": lambda page, item: setattr(page, "search_description", item.text),
        **{name: _prose(name) for name in PROSE},
        "compliance_status": lambda page, item: _set_compliance(load, page, item),
        "compliance": lambda page, item: load.mistakes.add(item, "write “compliance_status” here"),
        "prepared_on": lambda page, item: load.mistakes.add(item, "write it below “preparation”"),
        "tested_on": lambda page, item: load.mistakes.add(item, "write it below “preparation”"),
        "preparation": lambda page, item: _set_preparation(load, page, item),
    }


def _blocks(load: Load, slug: str, body: Item) -> list[dict]:
    """Return the text of a page in parts: a card for each line such as [card: a20], text between."""
    parts: list[tuple[str, Any]] = [("paragraph", "")]
    for line in body.text.splitlines():
        if card := CARD.fullmatch(line.strip()):
            parts += [("service", _card(load, body, card)), ("paragraph", "")]
        else:
            parts[-1] = ("paragraph", f"{parts[-1][1]}{line}\n")
    told = [(kind, to_html(value) if kind == "paragraph" else value) for kind, value in parts]
    # The same id at each load: else every load would make a new version of the page.
    return [
        {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{slug}/{number}"))}
        for number, (kind, value) in enumerate(told)
        if value
    ]


def _card(load: Load, body: Item, card: re.Match) -> dict:
    service = load.find(Service, dataclasses.replace(body, value=card["service"]))
    area = load.find(Area, dataclasses.replace(body, value=card["area"]))
    return {"service": service and service.pk, "area": area and area.pk}


def _not_a_detail(load: Load):
    return lambda page, item: load.mistakes.add(item, "write the text below the second ---")


def _prose(name: str):
    return lambda page, item: setattr(page, name, to_html(item.text))


def _set_compliance(load: Load, page: AccessibilityStatementPage, item: Item) -> None:
    load.one_of(AccessibilityStatementPage._meta.get_field("compliance"), item)
    page.compliance = item.text


def _set_preparation(load: Load, page: AccessibilityStatementPage, item: Item) -> None:
    """Set how and when the statement was prepared."""
    page.preparation = to_html(item["how"].text)
    for word, field in PREPARATION.items():
        day = load.day(item[word])
        # A test cannot lie in the future, whatever the clock of this machine says.
        setattr(page, field, min(day, load.today) if day else None)


def set_portal(load: Load) -> None:
    """Name the portal of the demonstration, and whose it is."""
    site = Site.objects.get(is_default_site=True)
    settings = PortalSettings.for_site(site)
    settings.name = "Bridge"
    settings.strapline = "for schools in Ambleford and Thornmere"
    settings.publisher = "Ambleford Safeguarding Children Partnership"
    settings.contact_email = "directory.editor@ambleford.example.org"
    settings.home_authority = Area.objects.filter(slug="ambleford").first()
    settings.save()
