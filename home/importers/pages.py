"""Pages: Markdown with details above it, and the portal's own settings."""

from typing import Any

from wagtail.models import Site

from home.importers.blocks import body_blocks, list_of, to_html, to_stream
from home.importers.reading import Item, read_page
from home.importers.writing import Load, Special, state
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from hub.models import HubPage
from portal.accounts.roles import PORTAL_EDITOR
from portal.content.models import Area, PortalSettings

SPECIAL_PAGES = {"home": HomePage, "accessibility": AccessibilityStatementPage}
PLAIN_BLOCKS = {"paragraph", "service"}
PROSE = ["non_accessible", "alternatives", "contact", "enforcement"]
PREPARATION = {"prepared": "prepared_on", "reviewed": "last_reviewed", "tested": "tested_on"}


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
        return {
            "summary": lambda page, item: setattr(page, "search_description", item.text),
            "ways_in": lambda page, item: _set_ways_in(load, page, item),
        }
    if isinstance(page, PlainPage):
        page.body = _body(load, page.slug, body)
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


def _body(load: Load, slug: str, body: Item) -> str:
    """Return the text of a plain page: paragraphs and service cards, nothing else."""
    blocks = body_blocks(load, body, slug)
    for kind, _ in blocks:
        if kind not in PLAIN_BLOCKS:
            load.mistakes.add(body, "a plain page holds text and service cards only")
    return to_stream(slug, blocks)


def _set_ways_in(load: Load, home: HomePage, item: Item) -> None:
    """Set what each kind of reader comes for: links to pages of the hub, or to addresses."""
    readers = []
    for number, row in enumerate(item.rows):
        ways = [_way(load, way) for way in row["ways"].rows]
        if not ways:
            load.mistakes.add(row, "ways is missing")
        readers.append(
            ("reader", {"reader": row["reader"].text, "ways": list_of(f"home/ways/{number}", ways)})
        )
    home.ways_in = to_stream("home/ways_in", readers)


def _way(load: Load, way: Item) -> dict:
    page = load.find(HubPage, way["page"])
    return {"text": way["text"].text, "page": page and page.pk, "address": way["address"].text}


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
