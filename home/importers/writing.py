"""Turn items into models: fill, check and publish them, and name the line of what is wrong."""

import datetime
import difflib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import ReferenceIndex

from home.importers.reading import Item, Mistakes, read_yaml
from portal.accounts.models import User
from portal.content.fields import ChoiceListField
from portal.content.models import Reviewed

# What Wagtail and Django keep about a thing, and no file says.
BOOKKEEPING = {
    "id", "pk", "public_id", "sort_order", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by",
    "latest_revision", "live_revision", "maintainer", "last_reviewed", "next_review", "page_ptr",
    "hubpage_ptr", "trainingpage_ptr", "_revisions", "_workflow_states", "revisions", "workflow_states",
    "edited_at", "imported_at", "guidance_changed_on",
}  # fmt: skip
# The same, as far as it says nothing about whether the content is another.
UNTOLD = BOOKKEEPING - {"sort_order", "maintainer", "last_reviewed", "next_review"}
TREE = {"path", "depth", "numchild", "url_path"}  # of a page, until it has its place
REVIEW_WORDS = ("checked_days_ago", "reviewed_days_ago", "review_days")

Special = dict[str, Callable[[Any, Item], Any]]


class Load:
    """One run of the loader: the folder, what is known so far, what is wrong, what was done."""

    def __init__(self, folder: Path, today: datetime.date, say: Callable[[str], None]):
        self.folder = folder
        self.today = today
        self.say = say
        self.mistakes = Mistakes()
        self.known: dict[Any, dict[str, Any]] = {}
        self.keepers: dict[str, Any] = {}  # by role: who owns what names no owner
        self.changed: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self.written_files: list[str] = []
        self.begun: list[Any] = []  # pages that exist and are not filled in yet
        self._published: list[Any] = []

    def name(self, file: Path) -> str:
        """Return how people know `file`: demo/areas.yaml."""
        return str(Path(self.folder.name) / file.relative_to(self.folder))

    def entries(self, pattern: str) -> list[Item]:
        """Return the entries of every file that matches `pattern`: each a dictionary, or in a list."""
        found: list[Item] = []
        for file in sorted(self.folder.glob(pattern)):
            item = read_yaml(file, self.name(file), self.mistakes)
            if item is None:
                continue
            rows = item.rows if isinstance(item.value, list) else [item]
            for row in rows:
                if isinstance(row.value, dict):
                    found.append(row)
                else:
                    self.mistakes.add(row, "an entry is a list of “name: value”")
        return found

    def keyed(self, pattern: str, key: str = "slug") -> list[Item]:
        """Return the entries that have a `key` of their own; note each that lacks it or repeats one."""
        seen: dict[str, Item] = {}
        for item in self.entries(pattern):
            word = item[key].text
            if not word:
                self.mistakes.add(item, f"{key} is missing")
            elif word in seen:
                first = seen[word]
                self.mistakes.add(item[key], f"“{word}” stands in {first.file}, line {first.line} already")
            else:
                seen[word] = item
        return list(seen.values())

    def remember(self, thing: Any, *words: str) -> None:
        """Let other entries name `thing` by any of `words`."""
        names = self.known.setdefault(type(thing), {})
        names.update({word.casefold(): thing for word in words if word})

    def find(self, model: Any, item: Item) -> Any:
        """Return the thing that `item` names, or None, noting it where there is none."""
        if not item.text:
            if item.value is not None and item.value != "":
                self.mistakes.add(item, "write one name here")
            return None
        names = self.known.get(model, {})
        thing = names.get(item.text.casefold())
        if thing is None:
            near = difflib.get_close_matches(item.text, names, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            self.mistakes.add(item, f"there is no {model._meta.verbose_name} “{item.text}”.{hint}")
        # After a mistake nothing is saved any more, and what is not saved cannot be linked to.
        return thing if thing and thing.pk else None

    def find_all(self, model: Any, item: Item) -> list[Any]:
        """Return the things that a list names, each once."""
        if item.value not in (None, "") and not isinstance(item.value, list):
            self.mistakes.add(item, "write a list here: [one, two]")
        found = [self.find(model, row) for row in item.rows]
        return list(dict.fromkeys(thing for thing in found if thing is not None))

    def fill(self, thing: Any, item: Item, special: Special | None = None) -> bool:
        """Set every field of `thing` from `item`; what the file leaves out gets its default.

        `special` names a function for each word that is not simply a field. Returns False where a
        value could not be read (noted): checking the rest would only say so twice.
        """
        before = len(self.mistakes)
        special = special or {}
        fields = own_fields(type(thing))
        words = [*special, *(name for name in fields if name not in special)]
        for key in item.words:
            if key not in words:
                near = difflib.get_close_matches(key, words, n=1)
                hint = f" Did you mean “{near[0]}”?" if near else ""
                self.mistakes.add(item[key], f"“{key}” is not known here.{hint}")
        for name, field in fields.items():
            if name not in special:
                self._set(thing, field, item[name])
        for key, function in special.items():
            if key in item:
                function(thing, item[key])
        return len(self.mistakes) == before

    def _set(self, thing, field, item: Item) -> None:
        if isinstance(field, models.ManyToManyField):
            setattr(thing, field.name, self.find_all(field.related_model, item))
        elif isinstance(field, models.ForeignKey):
            setattr(thing, field.name, self.find(field.related_model, item))
        elif isinstance(field, ChoiceListField):
            setattr(thing, field.attname, self._choices(field, item))
        else:
            setattr(thing, field.attname, self._plain(field, item))

    def _choices(self, field: ChoiceListField, item: Item) -> list[str]:
        if item.value not in (None, "") and not isinstance(item.value, list):
            self.mistakes.add(item, "write a list here: [one, two]")
        for row in item.rows:
            self.one_of(field, row)
        return [row.text for row in item.rows]

    def one_of(self, field, item: Item) -> None:
        """Note it where `item` is not in the closed list of `field`."""
        allowed = [str(key) for key, _ in field.flatchoices if key != ""]
        if item.text not in allowed:
            said = f"“{item.text}”" if item.text else "this"
            self.mistakes.add(item, f"{said} is not one of: {', '.join(allowed)}")

    def _plain(self, field: models.Field, item: Item):
        """Return the value of one field, converted by the field itself."""
        if isinstance(field, models.TextField) and item.rows:
            return "\n".join(row.text for row in item.rows)
        if isinstance(item.value, list | dict):
            self.mistakes.add(item, "write one value here")
            return field.get_default()
        if not item.text:
            # Empty means "not known" where the column can say so, else what the model says.
            return None if field.null and not isinstance(field, models.CharField) else field.get_default()
        if field.choices:
            self.one_of(field, item)
        if isinstance(field, models.BooleanField):
            return self.flag(item)
        try:
            return field.to_python(item.text)
        except (ValidationError, ValueError, OverflowError) as error:
            messages = getattr(error, "messages", None) or [f"“{item.text}” cannot be read here"]
            self.mistakes.add(item, " ".join(messages))
            return field.get_default()

    def flag(self, item: Item) -> bool:
        """Return whether `item` says true."""
        if item.text not in {"true", "false"}:
            self.mistakes.add(item, "write true or false")
        return item.text == "true"

    def days(self, item: Item) -> datetime.timedelta:
        """Return the number of days in `item`; none, after noting it, where it is no such number."""
        if not re.fullmatch(r"[0-9]{1,4}", item.text):
            self.mistakes.add(item, f"“{item.text}” is not a number of days from 0 to 9999")
            return datetime.timedelta()
        return datetime.timedelta(days=int(item.text))

    def rows(self, thing: Any, relation: str, item: Item, special: Special | None = None) -> list:
        """Set the child rows of `thing` from a list, check each, and return them as (row, item)."""
        model = thing._meta.get_field(relation).related_model
        if item.value not in (None, "") and not isinstance(item.value, list):
            self.mistakes.add(item, "write a list here, each entry with a - before it")
        made = []
        for number, row_item in enumerate(item.rows):
            if not isinstance(row_item.value, dict):
                self.mistakes.add(row_item, "an entry is a list of “name: value”")
                continue
            row = model()
            if hasattr(row, "sort_order"):
                row.sort_order = number
            if self.fill(row, row_item, special):
                self.check(row, row_item, {}, unique=False)
            made.append((row, row_item))
        setattr(thing, relation, [row for row, _ in made])
        return made

    def check(self, thing: Any, item: Item, names: dict[str, str], unique: bool = True) -> None:
        """Hold `thing` to its own rules; name the line of each that it breaks.

        `names` leads from a field to the word of the file. Links were looked up, so are right.
        """
        links = [field.name for field in thing._meta.fields if field.remote_field or field.name in TREE]
        try:
            thing.full_clean(exclude=links, validate_unique=unique, validate_constraints=unique)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                word = names.get(field, field)
                if word in item:
                    self.mistakes.add(item[word], messages[0])
                else:
                    self.mistakes.add(item, f"{'' if field == '__all__' else f'{word}: '}{messages[0]}")

    def governed(self) -> Special:
        """Return the words that every governed entry may hold beside its own fields."""

        def owner(thing, item):
            thing.maintainer = self.find(User, item)

        return {"owner": owner, **dict.fromkeys(REVIEW_WORDS, _read_by_govern)}

    def govern(self, thing, item: Item, role: str) -> None:
        """Set the owner, where the entry names none that of `role`, and the two dates of the review."""
        if "owner" not in item:
            thing.maintainer = self.keepers.get(role)
        if thing.maintainer is None and not item["owner"].text:
            self.mistakes.add(item["owner"], "nothing is published without an owner")
        if not isinstance(thing, Reviewed):
            return
        for word in ("checked_days_ago", "reviewed_days_ago"):
            if word in item:
                thing.last_reviewed = self.days_ago(item[word])
        if "review_days" in item:
            if not any(word in item for word in REVIEW_WORDS[:2]):
                thing.last_reviewed = self.today
            thing.next_review = thing.last_reviewed + self.days(item["review_days"])

    def day(self, item: Item) -> datetime.date | None:
        """Return the day that `item` names, or None after noting that it is none."""
        try:
            return datetime.date.fromisoformat(item.text)
        except ValueError:
            self.mistakes.add(item, f"“{item.text}” is not a day: write 2026-09-30")
            return None

    def days_ago(self, item: Item) -> datetime.date:
        """Return the day that lies so many days back."""
        return self.today - self.days(item)

    def begin(self, model: Any, items: list[Item]) -> list[tuple]:
        """Return (thing, item, its state before) for each item: what stands already, or a new thing."""
        there = {
            thing.slug: thing for thing in model.objects.filter(slug__in=[i["slug"].text for i in items])
        }
        told = state if issubclass(model, ClusterableModel) else columns
        for item in items:  # now, for some are saved before they are checked as a whole
            try:
                model._meta.get_field("slug").run_validators(item["slug"].text)
            except ValidationError as error:
                self.mistakes.add(item["slug"], error.messages[0])
        return [
            (there[slug], item, told(there[slug])) if slug in there else (model(slug=slug), item, None)
            for item, slug in ((item, item["slug"].text) for item in items)
        ]

    def publish(self, thing: Any, before: str | None) -> None:
        """Publish `thing` as a new revision, unless it is as it was `before` (see `state`)."""
        label = str(type(thing)._meta.verbose_name_plural)
        self.total[label] += 1
        if before == state(thing):
            return
        self.changed[label] += 1
        # Saved first, so that the revision knows the keys of its rows.
        thing.save()
        thing.save_revision(clean=False).publish()
        self.index_later(thing)

    def save(self, thing: Any, before: dict | None) -> None:
        """Save a thing without revisions, unless its columns are as they were `before`."""
        label = str(type(thing)._meta.verbose_name_plural)
        self.total[label] += 1
        if before != columns(thing):
            self.changed[label] += 1
            thing.save()

    def index_later(self, thing: Any) -> None:
        """Note that what `thing` refers to is to be recorded at the end."""
        self._published.append(thing)

    def index_references(self) -> None:
        """Record what each published thing refers to: once, now that everything exists."""
        for thing in self._published:
            ReferenceIndex.create_or_update_for_object(thing)


def own_fields(model: Any) -> dict[str, Any]:
    """Return the fields that a file may set, by name: no bookkeeping, no parent of a child row."""
    page_fields = set()
    if "page_ptr" in {field.name for field in model._meta.fields}:
        page_fields = {field.name for field in model._meta.get_field("page_ptr").related_model._meta.fields}
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {
        field.name: field
        for field in fields
        if field.name not in BOOKKEEPING
        and (field.name not in page_fields or field.name in {"title", "slug"})
        and not isinstance(field, ParentalKey)
        and not getattr(field, "auto_created", False)
    }


def columns(thing: Any) -> dict:
    """Return the columns of `thing`, to see later whether one changed."""
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def state(thing: Any) -> str:
    """Return the content of `thing` as text: equal texts, equal content."""
    return json.dumps(_told(thing.serializable_data()), default=str, sort_keys=True)


def _told(data):
    """Return `data` without keys of the database, and with lists that have no order sorted."""
    if isinstance(data, dict):
        return {key: _told(value) for key, value in data.items() if key not in UNTOLD}
    if isinstance(data, list):
        told = [_told(value) for value in data]
        ordered = any(isinstance(value, dict) and "sort_order" in value for value in told)
        if not ordered and all(isinstance(value, int | dict) for value in told):
            return sorted(told, key=lambda value: json.dumps(value, default=str, sort_keys=True))
        return told
    if isinstance(data, str) and data.startswith("[{"):
        return _blocks(data)
    return data


def _blocks(text: str) -> str:
    """Return the blocks of a page with their keys in order: PostgreSQL keeps JSON in an order of its own."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _read_by_govern(thing, item: Item) -> None:
    """Do nothing: the dates of a review are read together, by `Load.govern`."""
