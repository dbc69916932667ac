"""A programme on paper: a first page, then each of its items, each told as a sheet.

So the print view and the Word file are made by what makes every sheet (`training/sheets/`).
"""

from dataclasses import dataclass
from typing import cast

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from training.models import ActivityPage, ModulePage, ResourceSheetPage
from training.programme.items import Item, Items
from training.sheets.tree import Grid, Part, Prose, Row, Sheet


@dataclass(frozen=True)
class Details:
    """What was typed about a programme."""

    name: str = ""
    dates: str = ""
    facilitator: str = ""

    @property
    def title(self) -> str:
        """Return its name, or what it is."""
        return self.name or "Programme"


def papers_of(items: Items, details: Details) -> list[Sheet]:
    """Return the first page, and a paper for each item that can be read, in their order."""
    return [first_page(items, details), *(_paper(item) for item in items.there)]


def first_page(items: Items, details: Details) -> Sheet:
    """Return the page with name, dates, facilitator, the time it takes, and the list of items."""
    facts = [("Dates", details.dates), ("Facilitator", details.facilitator), ("Time in all", items.time)]
    rows = [Row((str(place), *_told(item))) for place, item in enumerate(items, start=1)]
    parts: list[Part] = [
        Prose(_lines(f"{head}: {text}" for head, text in facts if text)),
        Grid("In this order", ("No.", "What", "Kind", "Minutes"), tuple(rows)),
    ]
    return Sheet(title=details.title, code="", parts=tuple(parts), warn_names=False)


def _told(item: Item) -> tuple[str, str, str]:
    if item.page is None:
        return item.title or "No longer here", "Gone", ""
    return item.label, item.page.kind, str(item.minutes or "")


def _paper(item: Item) -> Sheet:
    page = cast("ActivityPage | ModulePage | ResourceSheetPage", item.page)
    if isinstance(page, ResourceSheetPage):
        return page.sheet
    html = _activity(page) if isinstance(page, ActivityPage) else _module(page, item.url)
    return Sheet(
        title=page.title,
        code=getattr(page, "code", "") or getattr(page, "number", ""),
        standfirst=page.standfirst,
        parts=(Prose(html),),
        warn_names=False,
        credit=page.credit,
    )


def _activity(page: ActivityPage) -> SafeString:
    facts = [f"{page.minutes} minutes", page.get_delivery_display(), page.group_size]
    return _joined(
        _lines([". ".join(filter(None, facts))]),
        _lines([f"For: {page.audience_text}"] if page.audience_text else []),
        _lines([f"What for: {page.purpose}"] if page.purpose else []),
        mark_safe(page.description),  # rich text, cleaned when it was written
        _list("What you need", page.materials),
        _steps(page),
        _list("In short", page.summary_points),
    )


def _steps(page: ActivityPage) -> SafeString:
    """Return the steps, their numbers written out: Word would count on from the list before."""
    steps = [
        _joined(
            format_html("<p><b>{}.</b> {}</p>", place, step.value["text"]),
            _list("", step.value["questions"]),
        )
        for place, step in enumerate(page.steps, start=1)
    ]
    return _joined(mark_safe("<h3>Step by step</h3>"), *steps) if steps else mark_safe("")


def _module(page: ModulePage, url: str) -> SafeString:
    facts = [f"{page.minutes} minutes", f"For {page.audience_text}" * bool(page.audience_text)]
    return _joined(
        _lines([". ".join(filter(None, facts))]),
        _list("Afterwards you can", page.outcomes),
        _lines([f"To read: {url}"] if url else []),
        _lines([f"To think about: {page.reflective_question}"] if page.reflective_question else []),
        _lines([f"Find it in the directory: {page.task}"] if page.task else []),
    )


def _list(title: str, lines) -> SafeString:
    lines = [str(getattr(line, "value", line)) for line in lines]
    if not lines:
        return mark_safe("")
    head = format_html("<h3>{}</h3>", title) if title else ""
    return format_html(
        "{}<ul>{}</ul>", head, format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    )


def _lines(lines) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


def _joined(*pieces: SafeString) -> SafeString:
    return mark_safe("".join(pieces))
