"""The quizzes: a file of settings in YAML, and beside it the questions in GIFT.

GIFT says neither what to read nor what a question rests on. The settings say it for each question, by its id,
and which questions also stand in the question bank.
"""

import json
from typing import Any

from directory.models import Service
from home.importers.blocks import id_of, list_of, to_html
from home.importers.questions import Asked, read_questions, whole
from home.importers.reading import Item
from home.importers.writing import Load, state
from hub.models import HubPage
from portal.content.models import GuidanceRecord, Topic
from training.models import ActivityPage, ModulePage, ResourceSheetPage
from training.quizzes.models import BankItem, QuizPage

FILES = "quizzes/*.yaml"
# What a question may lead to, beside a service.
PAGES = [HubPage, ModulePage, ResourceSheetPage, ActivityPage]


def set_questions(load: Load, page: QuizPage, settings: Item, links: bool) -> bool:
    """Set the questions of `page`; what leads to other pages, and the bank, only with `links`.

    Returns False where something is wrong (noted).
    """
    before = len(load.mistakes)
    file = load.folder / "quizzes" / f"{page.slug}.gift"
    questions = read_questions(file, load.name(file), settings, load.mistakes)
    if links:
        for asked in questions:
            _add_links(load, asked)
    right = len(load.mistakes) == before
    blocks = [
        _in_bank(load, page, asked) if links and right and "bank" in asked.settings else asked.block
        for asked in questions
    ]
    page.items = json.dumps(blocks)
    records = {record.pk for record in page.cites.all()}
    records.update(pk for asked in questions for pk in _values(asked.block["value"]["cites"]))
    page.cites = GuidanceRecord.objects.filter(pk__in=records)
    return len(load.mistakes) == before


def band_of(load: Load, row: Item) -> dict:
    """Return what the result says first from a score on."""
    return {"least": whole(row["from"], load.mistakes), "text": to_html(row["text"].text)}


def bank_ids(load: Load) -> list[str]:
    """Return the ids of the questions of the bank that the files hold."""
    return [
        _bank_id(entry["slug"].text, key)
        for entry in load.entries(FILES)
        for key in entry["questions"].words
        if "bank" in entry["questions"][key]
    ]


def _bank_id(slug: str, key: str) -> str:
    return id_of(f"bank/{slug}/{key}")


def _key(asked: Asked) -> str:
    return asked.settings.path.rpartition(".")[2]


def _add_links(load: Load, asked: Asked) -> None:
    """Add what to read, what it rests on and when it is looked at again."""
    value, settings, key = asked.block["value"], asked.settings, _key(asked)
    value["read"] = _reads(load, settings["read"], key)
    cites = [record.pk for record in load.find_all(GuidanceRecord, settings["cites"])]
    value["cites"] = list_of(f"{key}/cites", cites)
    if settings["review_on"].text:
        day = load.day(settings["review_on"])
        value["review_on"] = day and day.isoformat()
    for place, band in enumerate(value.get("bands", [])):
        band["value"]["read"] = _reads(load, settings["bands"].rows[place]["read"], f"{key}/{place}")


def _reads(load: Load, item: Item, name: str) -> list[dict]:
    if item.value not in (None, "") and not isinstance(item.value, list):
        load.mistakes.add(item, "write a list here: [one, two]")
    return list_of(f"{name}/read", [_read(load, row) for row in item.rows])


def _read(load: Load, row: Item) -> dict:
    """Return what a name leads to: a service by its id, or a page by its slug or code."""
    if service := load.known.get(Service, {}).get(row.text.casefold()):
        return {"page": None, "service": service.pk}
    pages = [load.known.get(model, {}).get(row.text.casefold()) for model in PAGES]
    page = next((page for page in pages if page), None)
    if page is None:
        load.mistakes.add(row, f"there is no page and no service “{row.text}”")
    return {"page": page and page.pk, "service": None}


def _in_bank(load: Load, page: QuizPage, asked: Asked) -> dict:
    """Put a question into the bank, kept as its quiz is; return the block that takes it from there."""
    key = _key(asked)
    uuid = _bank_id(page.slug, key)
    question: Any = BankItem.objects.filter(uuid=uuid).first() or BankItem(uuid=uuid)
    before = state(question) if question.pk else None
    question.title = asked.block["value"]["name"]
    question.item = json.dumps([asked.block])
    for name in ("maintainer", "source", "status", "last_reviewed", "next_review"):
        setattr(question, name, getattr(page, name))
    question.topics = [topic for topic in [load.find(Topic, asked.settings["bank"])] if topic]
    question.cites = GuidanceRecord.objects.filter(pk__in=_values(asked.block["value"]["cites"]))
    load.check(question, asked.place, {})
    if not load.mistakes:
        load.publish(question, before)
    return {"type": "from_bank", "value": {"question": question.pk}, "id": asked.block["id"]}


def _values(rows: list[dict]) -> list:
    return [row["value"] for row in rows]
