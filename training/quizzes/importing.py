"""Questions of a file into a quiz or the question bank: always as a draft, and twice gives the same once.

A question is known by its id (Moodle's idnumber), else by its name. What a quiz has and the file has not
stays where it is.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from training.enums import Holds
from training.models import TrainingShelfPage
from training.quizzes.blocks import MOST_ITEMS
from training.quizzes.formats.question import Problem, Question, Report
from training.quizzes.models import BankItem, QuizPage
from training.quizzes.pictures import Library
from training.quizzes.to_blocks import Block, Blocks, bank_uuid, block_id

STANDFIRST = "Questions from a file. Say here in a line what a reader gets."


class ImportingError(Exception):
    """Nothing was imported: why, in words."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file. `page`: the quiz, None for the bank."""

    report: Report
    page: QuizPage | None = None
    new: int = 0
    changed: int = 0
    same: int = 0


def quiz_named(slug: str) -> QuizPage | None:
    """Return the quiz at an address, as its newest draft has it."""
    page = QuizPage.objects.filter(slug=slug).first()
    return page and page.get_latest_revision_as_object()


def look(report: Report, slug: str = "", bank: bool = False, user=None) -> Outcome:
    """Say what an import would do, and change nothing."""
    if bank:
        return _into_bank(report, user, writes=False)
    page = quiz_named(slug)
    items = page.items.get_prep_value() if page else []
    return _merged(report, items, slug, Library(user, writes=False))[0]


@transaction.atomic
def into_quiz(report: Report, slug: str, title: str = "", user=None) -> Outcome:
    """Import into the quiz at `slug`, as a draft of it; a new quiz, where there is none."""
    page = quiz_named(slug)
    items = page.items.get_prep_value() if page else []
    outcome, merged = _merged(report, items, slug, Library(user))
    if not (outcome.new or outcome.changed or outcome.same):
        raise ImportingError("The file has no question that a quiz can have.")
    if page is None:
        page = _new_quiz(slug, title or slug.replace("-", " ").capitalize(), merged, user)
    elif outcome.new or outcome.changed:
        page.items = json.dumps(merged)
        page.save_revision(user=user, log_action=True, clean=False)
    return replace(outcome, page=page)


def _new_quiz(slug: str, title: str, items: list[Block], user) -> QuizPage:
    shelf = TrainingShelfPage.objects.filter(holds=Holds.QUIZ).first()
    if shelf is None:
        raise ImportingError("There is no shelf for quizzes yet: make one below the training.")
    if slug != slugify(slug) or not slug:
        raise ImportingError(f"“{slug}” is no address: use small letters, digits and hyphens.")
    if Page.objects.child_of(shelf).filter(slug=slug).exists():
        raise ImportingError(f"Another page has the address “{slug}”.")
    page = QuizPage(
        title=title[:255],
        slug=slug,
        standfirst=STANDFIRST,
        items=json.dumps(items),
        live=False,
        has_unpublished_changes=True,
        maintainer=user or shelf.maintainer,
        owner=user,
    )
    shelf.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def into_bank(report: Report, user=None) -> Outcome:
    """Import into the question bank: each question as a draft."""
    with transaction.atomic():
        return _into_bank(report, user, writes=True)


def _into_bank(report: Report, user, writes: bool) -> Outcome:
    blocks = Blocks(Library(user, writes), report.says_all)
    counts: Counter = Counter()
    seen: set[UUID] = set()
    for question in report.questions:
        if question.kind == "category":
            continue
        uuid = bank_uuid(question)
        if uuid in seen:
            blocks.left_out.append(
                (question.line, "The same id or name stood above already: this is left out.")
            )
            continue
        seen.add(uuid)
        kept = BankItem.objects.filter(uuid=uuid).first()
        item = (
            kept.get_latest_revision_as_object() if kept else BankItem(uuid=uuid, live=False, maintainer=user)
        )
        old = next(iter(item.item.get_prep_value()), None) if kept else None
        block = blocks.block(question, old["id"] if old else str(uuid), old)
        changed = block != old or item.title != question.name[:120]
        counts["new" if kept is None else "changed" if changed else "same"] += 1
        if writes and changed:
            _save_bank_item(item, block, question, user)
    report = _with(report, [*blocks.left_out, *_not_kept(report.questions, in_bank=True)])
    return Outcome(report, None, counts["new"], counts["changed"], counts["same"])


def _save_bank_item(item: BankItem, block: Block, question: Question, user) -> None:
    item.item = json.dumps([block])
    item.title = question.name[:120]
    if item.pk is None:
        item.save()
    if question.tags:
        item.tags.add(*question.tags)
    item.save_revision(user=user, log_action=True, clean=False)


def _merged(report: Report, items: list[Block], quiz: str, library: Library) -> tuple[Outcome, list[Block]]:
    """Return (what happens, the blocks of the quiz with the questions of the file in them)."""
    items = json.loads(json.dumps(items, default=str))
    places = dict(_places(items))
    blocks = Blocks(library, report.says_all)
    counts: Counter = Counter()
    named: Counter = Counter()
    seen: set[str] = set()
    for question in report.questions:
        if question.kind == "category":
            continue
        key = question.id
        if key not in places:
            key = block_id(question, quiz, named[question.id or question.name])
        named[question.id or question.name] += 1
        if key in seen:
            blocks.left_out.append((question.line, f"The id “{key}” stood above already: this is left out."))
            continue
        seen.add(key)
        if key not in places:
            if len(items) >= MOST_ITEMS:
                blocks.left_out.append(
                    (question.line, f"A quiz has at most {MOST_ITEMS} questions: left out.")
                )
                continue
            items.append(blocks.block(question, key))
            counts["new"] += 1
            continue
        where, place = places[key]
        if where[place]["type"] == "from_bank":
            blocks.left_out.append((question.line, "This is a question of the bank: change it there."))
            continue
        block = blocks.block(question, key, where[place])
        counts["changed" if block != where[place] else "same"] += 1
        where[place] = block
    left = len(places) - len(seen & set(places))
    said = [*blocks.left_out, *_not_kept(report.questions, in_bank=False)]
    if left:
        said.append((1, f"{left} questions of the quiz are not in the file: they stay as they are."))
    return Outcome(_with(report, said), None, counts["new"], counts["changed"], counts["same"]), items


def _places(items: list[Block]):
    """Give (id, (list, place in it)) of every question, those of pools among them."""
    banked = {str(pk): str(uuid) for pk, uuid in BankItem.objects.values_list("pk", "uuid")} if items else {}
    for place, block in enumerate(items):
        if block["type"] == "pool":
            yield from _places(block["value"]["items"])
        elif block["type"] == "from_bank":
            yield banked.get(str(block["value"]["question"]), block["id"]), (items, place)
        else:
            yield block["id"], (items, place)


def _not_kept(questions: tuple[Question, ...], in_bank: bool) -> list[tuple[int, str]]:
    """Return in a line each what neither quiz nor bank has a place for."""
    categories = [question for question in questions if question.kind == "category"]
    said = []
    if categories:
        said.append((categories[0].line, "Categories are not kept: a quiz has none."))
    tagged = next((question for question in questions if question.tags), None)
    if tagged and not in_bank:
        said.append((tagged.line, "Tags of questions are kept in the question bank alone."))
    return said


def _with(report: Report, more: list[tuple[int, str]]) -> Report:
    """Return `report` with more that its author should know."""
    problems = {*report.problems, *(Problem(line, message) for line, message in more)}
    return replace(report, problems=tuple(sorted(problems)))
