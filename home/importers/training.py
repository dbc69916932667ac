"""The training: sheets from YAML. Toolkit and modules follow."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from home.importers.reading import Item, read_yaml
from home.importers.sheets import read_sheet
from home.importers.writing import Load, Special, state
from home.models import HomePage
from portal.accounts.roles import TRAINER
from portal.content.models import Tag
from training.enums import Holds
from training.models import ResourceSheetPage, TrainingPageTag, TrainingShelfPage
from training.tree import add_training

SHEETS = "training/sheets/*.yaml"
ORIGINS = ("toolkit",)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One file: the page that it makes, what it was before, and what the file says."""

    page: Any
    before: str | None
    item: Item


def load_training(load: Load) -> None:
    """Load the shelves of the training, then every sheet."""
    training = add_training(HomePage.objects.get(), load.keepers.get(TRAINER))
    shelf = TrainingShelfPage.objects.child_of(training).get(holds=Holds.SHEET)
    for file in sorted(load.folder.glob(SHEETS)):
        if entry := _entry(load, file, shelf):
            _publish(load, entry, shelf)


def _entry(load: Load, file: Path, shelf: TrainingShelfPage) -> Entry | None:
    """Return the page of `file`, new or as it stands, filled with what the file says."""
    item = read_yaml(file, load.name(file), load.mistakes)
    if item is None:
        return None
    slug = item["slug"].text
    if slug != file.stem:
        load.mistakes.add(item["slug"] if slug else item, f"slug is the name of the file: {file.stem}")
        return None
    page = ResourceSheetPage.objects.child_of(shelf).filter(slug=slug).first()
    entry = Entry(page or ResourceSheetPage(slug=slug, live=False), page and state(page), item)
    page = entry.page
    page.body = json.dumps(read_sheet(item["blocks"], load.mistakes))
    if load.fill(page, item, {**load.governed(), **_special(load)}):
        load.govern(page, item, TRAINER)
        load.check(page, item, {"sort": "kind", "orientation": "page"}, unique=False)
    return entry


def _special(load: Load) -> Special:
    """Return what reads the words that are no plain fields of a sheet."""

    def chosen(name: str):
        def read(page, item: Item):
            load.one_of(page._meta.get_field(name), item)
            setattr(page, name, item.text)

        return read

    def origin(page, item: Item):
        if item.text not in ORIGINS:
            load.mistakes.add(item, f"“{item.text}” is not one of: {', '.join(ORIGINS)}")
        page.from_toolkit = item.text == "toolkit"

    def changed(page, item: Item):
        page.changed_on = load.days_ago(item["days_ago"])
        page.change_note = item["note"].text

    def nothing(page, item: Item):
        """Read by another step."""

    def tags(page, item: Item):
        page.tagged_items = [TrainingPageTag(tag=tag) for tag in load.find_all(Tag, item)]

    return {
        "kind": chosen("sort"),
        "page": chosen("orientation"),
        "origin": origin,
        "blocks": nothing,
        "body": nothing,
        "changed": changed,
        "related": nothing,
        "tags": tags,
        "published_days_ago": nothing,
    }


def _publish(load: Load, entry: Entry, shelf: TrainingShelfPage) -> None:
    page = entry.page
    label = str(page._meta.verbose_name_plural)
    load.total[label] += 1
    if load.mistakes or entry.before == state(page):
        return
    load.changed[label] += 1
    if not page.pk:
        shelf.add_child(instance=page)
    page.save_revision(clean=False).publish()
    load.index_later(page)
