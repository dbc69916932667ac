"""The training: sheets and quizzes from YAML, then units, sections, activities and modules from Markdown."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from directory.models import Service
from home.importers.blocks import body_blocks, list_of, to_html, to_stream
from home.importers.quizzes import FILES as QUIZ_FILES
from home.importers.quizzes import band_of, set_questions
from home.importers.reading import Item, read_page, read_yaml
from home.importers.sheets import read_sheet
from home.importers.streams import check_streams, lines, rows, several
from home.importers.writing import Load, Special, state
from home.models import HomePage
from hub.models import HubPage
from portal.accounts.roles import TRAINER
from portal.content.models import Tag
from training.enums import Holds
from training.models import (
    ActivityPage,
    ActivitySheet,
    ModulePage,
    ModuleSheet,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingPageTag,
    TrainingShelfPage,
)
from training.quizzes.models import QuizPage
from training.quizzes.publishing import make_version
from training.tree import add_training

# Where each kind stands. A unit and a section are folders with a file of that name in it.
FILES = {
    ResourceSheetPage: "training/sheets/*.yaml",
    ToolkitPage: "training/toolkit/*/unit.md",
    ToolkitSectionPage: "training/toolkit/*/*/section.md",
    ActivityPage: "training/toolkit/*/*/*.md",
    QuizPage: QUIZ_FILES,
    ModulePage: "training/modules/*.md",
}
# Where the word of the file is not the name of the field.
WORDS = {
    "sort": "kind",
    "orientation": "page",
    "summary_points": "summary",
    "task": "directory_task",
    "items": "questions",
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """One file: the page that it makes, what it was before, and what the file says."""

    page: Any
    before: str | None
    head: Item
    body: Item | None = None


def begin_training(load: Load) -> None:
    """Let every page exist: those of the hub lead to sheets, and these lead to pages of the hub."""
    training = add_training(HomePage.objects.get(), load.keepers.get(TRAINER))
    shelves = {Holds(shelf.holds): shelf for shelf in TrainingShelfPage.objects.child_of(training)}
    shelf_of = {
        ResourceSheetPage: shelves[Holds.SHEET],
        ToolkitPage: shelves[Holds.UNIT],
        ModulePage: shelves[Holds.MODULE],
        QuizPage: shelves[Holds.QUIZ],
    }
    load.begun = [
        entry
        for model in FILES
        for file in _files(load, model)
        if (entry := _entry(load, file, model, shelf_of.get(model) or _above(load, file, model)))
    ]


def load_training(load: Load) -> None:
    """Write what stands on each page that `begin_training` found."""
    # The quizzes last: what a version says of other pages holds for those that are published.
    for entry in sorted(load.begun, key=lambda entry: isinstance(entry.page, QuizPage)):
        _fill(load, entry, links=True)
        _publish(load, entry)


def _files(load: Load, model) -> list[Path]:
    """Return the files of a kind; an activity is each file of a section but its own."""
    found = sorted(load.folder.glob(FILES[model]))
    return [file for file in found if model is not ActivityPage or file.name != "section.md"]


def slug_of(file: Path) -> str:
    """Return the slug that a file's page has: a unit or section has that of its folder."""
    return file.parent.name if file.name in ("unit.md", "section.md") else file.stem


def _above(load: Load, file: Path, model):
    """Return the page above that of `file`: the unit of a section, the section of an activity."""
    if model is ToolkitSectionPage:
        return load.known.get(ToolkitPage, {}).get(file.parent.parent.name)
    return load.known.get(ToolkitSectionPage, {}).get(file.parent.name)


def _entry(load: Load, file: Path, model, parent) -> Entry | None:
    """Return the page of `file`. One that is new gets its place in the tree, unpublished."""
    name = load.name(file)
    body = None
    if file.suffix == ".md":
        head, body = read_page(file, name, load.mistakes) or (None, None)
    else:
        head = read_yaml(file, name, load.mistakes)
    if head is None or not isinstance(head.value, dict):
        return None
    slug = head["slug"].text
    if slug != slug_of(file):
        load.mistakes.add(head["slug"] if slug else head, f"slug is the name of the file: {slug_of(file)}")
        return None
    if parent is None or not parent.pk:
        if not load.mistakes:
            load.mistakes.add(head, "there is no file of the unit or section above it")
        return None
    there = model.objects.child_of(parent).filter(slug=slug).first()
    entry = Entry(there or model(slug=slug, live=False), there and state(there), head, body)
    if there is None:
        _fill(load, entry, links=False)
        if not load.mistakes:
            parent.add_child(instance=entry.page)
    load.remember(entry.page, slug, getattr(entry.page, "code", ""))
    return entry


def _fill(load: Load, entry: Entry, links: bool) -> None:
    """Set all that the file says; what leads to other pages only with `links`."""
    page, head = entry.page, entry.head
    if isinstance(page, ResourceSheetPage):
        page.body = json.dumps(read_sheet(head["blocks"], load.mistakes))
    elif entry.body is not None and any(field.name == "body" for field in page._meta.fields):
        page.body = to_stream(page.slug, _text(load, entry.body, page.slug))
    if not load.fill(page, head, {**load.governed(), **_special(load, page, links)}):
        return
    load.govern(page, head, TRAINER)
    if isinstance(page, QuizPage) and not set_questions(load, page, head["questions"], links):
        return
    load.check(page, head, WORDS, unique=False)
    if isinstance(page, ResourceSheetPage) or (isinstance(page, QuizPage) and load.mistakes):
        return  # their blocks are checked already, with their lines
    if links:
        check_streams(load, page, lambda name: _item_of(entry, name))


def _item_of(entry: Entry, field: str) -> Item:
    if field == "body" and entry.body is not None:
        return entry.body
    return entry.head[WORDS.get(field, field)]


def _text(load: Load, body: Item, slug: str) -> list:
    blocks = body_blocks(load, body, slug)
    if any(kind == "learning" for kind, _ in blocks):
        load.mistakes.add(body, "[learning: ...] is known in the hub alone")
    return blocks


def _publish(load: Load, entry: Entry) -> None:
    page = entry.page
    label = str(page._meta.verbose_name_plural)
    load.total[label] += 1
    if load.mistakes:
        return
    if entry.before == state(page):
        if isinstance(page, QuizPage):  # of which a question of the bank may have changed
            make_version(page, page.live_revision)
        return
    load.changed[label] += 1
    page.save_revision(clean=False).publish()
    load.index_later(page)


def _special(load: Load, page, links: bool) -> Special:
    """Return what reads the words that are no plain fields of this kind of page."""
    readers: list[tuple[str, str, Callable]] = [
        ("kind", "sort", _chosen(load, "sort")),
        ("page", "orientation", _chosen(load, "orientation")),
        ("blocks", "warn_names", _nothing),
        ("body", "body", _nothing),
        ("origin", "from_toolkit", lambda page, item: _set_origin(load, page, item)),
        ("changed", "changed_on", lambda page, item: _set_changed(load, page, item)),
        ("tags", "tags", lambda page, item: _set_tags(load, page, item)),
        ("related", "standfirst", lambda page, item: _set_related(load, page, item if links else None)),
        ("published_days_ago", "standfirst", _nothing),
        ("impact_measures", "impact_measures", lines(load, "impact_measures")),
        ("links_to_units", "links_to_units", lines(load, "links_to_units")),
        ("outcomes", "outcomes", lines(load, "outcomes")),
        ("materials", "materials", lines(load, "materials")),
        ("summary", "summary_points", lines(load, "summary_points")),
        ("steps", "steps", several(load, "steps", "step", _step)),
        ("links", "links", several(load, "links", "link", _link if links else _named)),
        ("references", "references", several(load, "references", "reference", _link if links else _named)),
        ("possible_uses", "possible_uses", several(load, "possible_uses", "use", _use if links else _idea)),
        ("description", "description", _markdown("description")),
        ("facilitator_notes", "facilitator_notes", _markdown("facilitator_notes")),
        ("sheets", "sheet_rows", lambda page, item: _set_sheets(load, page, item)),
        ("directory_task", "task", lambda page, item: _set_task(load, page, item)),
        ("questions", "grade_method", _nothing),
        ("items", "grade_method", _nothing),
        ("introduction", "introduction", _markdown("introduction")),
        ("overall_feedback", "overall_feedback", several(load, "overall_feedback", "band", band_of)),
    ]
    fields = {field.name for field in page._meta.get_fields()}
    return {word: read for word, field, read in readers if field in fields}


def _nothing(page, item: Item) -> None:
    """Do nothing: the word is read elsewhere, or will be."""


def _chosen(load: Load, name: str) -> Callable:
    def read(page, item: Item):
        load.one_of(page._meta.get_field(name), item)
        setattr(page, name, item.text)

    return read


def _markdown(name: str) -> Callable:
    def read(page, item: Item):
        setattr(page, name, to_html(item.text).replace("h2>", "h3>"))

    return read


def _set_origin(load: Load, page, item: Item) -> None:
    if item.text != "toolkit":
        load.mistakes.add(item, f"“{item.text}” is not one of: toolkit")
    page.from_toolkit = item.text == "toolkit"


def _set_changed(load: Load, page, item: Item) -> None:
    page.changed_on = load.days_ago(item["days_ago"])
    page.change_note = item["note"].text


def _set_related(load: Load, page, item: Item | None) -> None:
    """Set what a sheet goes with: other sheets, and pages of the hub. Other kinds say it in `links`."""
    if item is None or not isinstance(page, ResourceSheetPage):
        return
    known = load.known.get(ResourceSheetPage, {})
    found = [
        load.find(ResourceSheetPage if row.text.casefold() in known else HubPage, row) for row in item.rows
    ]
    links = [
        (
            "link",
            {
                "title": " ".join(filter(None, [getattr(one, "code", ""), one.title])),
                "page": one.pk,
                "url": "",
            },
        )
        for one in found
        if one
    ]
    page.goes_with = to_stream(f"{page.slug}/goes_with", links)


def _set_tags(load: Load, page, item: Item) -> None:
    page.tagged_items = [TrainingPageTag(tag=tag) for tag in load.find_all(Tag, item)]


def _set_sheets(load: Load, page, item: Item) -> None:
    row = ActivitySheet if isinstance(page, ActivityPage) else ModuleSheet
    sheets = load.find_all(ResourceSheetPage, item)
    page.sheet_rows = [row(sheet=sheet, sort_order=place) for place, sheet in enumerate(sheets)]


def _set_task(load: Load, page, item: Item) -> None:
    page.task, page.task_answer = item["task"].text, item["answer"].text
    page.task_service = load.find(Service, item["service"])


def _step(load: Load, row: Item) -> dict:
    questions = [question.text for question in rows(load, row["questions"])]
    return {"text": row["text"].text, "questions": list_of(f"step/{row['text'].text}", questions)}


def _named(load: Load, row: Item) -> dict:
    return {"title": row["title"].text, "page": None, "url": row["url"].text}


def _link(load: Load, row: Item) -> dict:
    page = load.find(HubPage, row["page"]) if row["page"].text else None
    return {**_named(load, row), "page": page and page.pk}


def _idea(load: Load, row: Item) -> dict:
    return {"use": row["use"].text, "activities": []}


def _use(load: Load, row: Item) -> dict:
    activities = [page.pk for page in load.find_all(ActivityPage, row["activities"])]
    return {"use": row["use"].text, "activities": list_of(f"use/{row['use'].text}", activities)}
