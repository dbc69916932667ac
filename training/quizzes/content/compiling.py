"""From what an editor put together to the content of a version: one small function for each type of item.

Rich text becomes clean HTML with the addresses of today, choosers become titles and addresses: what is
compiled needs nothing of the site any more.
"""

import hashlib
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import nh3
from wagtail.rich_text import expand_db_html

from training.models import ResourceSheetPage
from training.quizzes.checking import lines_of
from training.quizzes.content.schema import SCHEMA, Content, Item, item_hash
from training.quizzes.enums import POOL, ItemType
from training.quizzes.short_answers import number

TAGS = {"p", "br", "b", "strong", "i", "em", "ol", "ul", "li", "a", "img", "sub", "sup", "code", "h3", "h4"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
_PLACES = Decimal("0.0000001")


def compile_quiz(page) -> Content:
    """Return the content of a quiz as it stands: of a published page, a draft or an unsaved form alike."""
    return {
        "schema": SCHEMA,
        "title": page.title,
        "introduction": html(page.introduction),
        "purpose": page.purpose,
        "pass_mark": page.pass_mark,
        "attempts_allowed": page.attempts_allowed,
        "grade_method": page.grade_method,
        "shuffle_items": page.shuffle_items,
        "shuffle_options": page.shuffle_options,
        "one_per_page": page.one_per_page,
        "time_limit": page.time_limit,
        "review": {
            "right_answer": page.shows_right_answer,
            "marks": page.shows_marks,
            "feedback": page.shows_feedback,
            "general_feedback": page.shows_general_feedback,
        },
        "overall_feedback": [
            {"from": band["least"], "text": html(band["text"])}
            for band in sorted(
                (child.value for child in page.overall_feedback), key=lambda band: -band["least"]
            )
        ],
        "items": [_entry(child) for child in page.items if not _is_gone(child)],
    }


def _is_gone(child) -> bool:
    """Return whether `child` names a question that is no longer in the bank."""
    return child.block_type == "from_bank" and child.value["question"] is None


def _entry(child) -> Item:
    if child.block_type == "pool":
        inner = [_entry(one) for one in child.value["items"] if not _is_gone(one)]
        return {
            "id": child.id,
            "type": POOL,
            "name": child.value["name"],
            "draw": min(child.value["draw"], len(inner)),
            "items": inner,
        }
    if child.block_type == "from_bank":
        return compile_bank_item(child.value["question"])
    return compile_item(child.block_type, child.value, child.id)


def compile_bank_item(question) -> Item:
    """Return a question of the bank as an item. It goes by its own id, in whatever quiz it stands."""
    (child,) = question.item
    item = compile_item(child.block_type, child.value, str(question.uuid))
    item["name"] = item["name"] or question.title
    return item


def compile_item(block_type: str, value, item_id: str) -> Item:
    """Return one item."""
    sort = ItemType(block_type.replace("_", "-"))
    item = {
        "id": item_id,
        "type": sort.value,
        "name": value["name"] or "",
        "stem": html(value["stem"]),
        "max_mark": decimal(value["max_mark"]) if "max_mark" in value else "0",
        "general_feedback": html(value["general_feedback"]),
        "read": list(_reads(value["read"])),
        "cites": [_cited(record) for record in value["cites"] if record and record.live],
        "review_on": value["review_on"].isoformat() if value["review_on"] else None,
        **PARTS[sort](value),
    }
    item["hash"] = item_hash(item)
    return item


def html(text) -> str:
    """Return rich text as HTML that a page may show as it is."""
    source = getattr(text, "source", text) or ""
    clean = nh3.clean(expand_db_html(source), tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
    return clean.replace("\x00", "").strip()


def plain(text: str | None) -> str:
    """Return a line of text with single spaces."""
    return " ".join((text or "").replace("\x00", "").split())


def decimal(value: Decimal | str) -> str:
    """Return a number as content has it: "0.5", "1", without zeros at the end."""
    return f"{Decimal(value).normalize():f}"


def fraction(percent: Decimal) -> str:
    """Return a percentage as a fraction of seven places."""
    return decimal((Decimal(percent) / 100).quantize(_PLACES, ROUND_HALF_UP))


def digest(text: str) -> str:
    """Return an id that a text alone gives: it does not tell where the text belongs."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _reads(rows) -> Iterator[dict]:
    for row in rows:
        page, service = row["page"], row["service"]
        if page and page.live:
            is_sheet = page.specific_class is ResourceSheetPage
            yield {"title": page.title, "url": page.get_url() or "", "sort": "sheet" if is_sheet else "page"}
        if service and service.live:
            yield {"title": service.name, "url": service.get_absolute_url(), "sort": "service"}


def _cited(record) -> dict:
    return {"title": record.title, "url": record.get_absolute_url(), "status": record.status}


def _choice(value) -> dict[str, Any]:
    return {
        "single": bool(value["single"]),
        "shuffle": bool(value["shuffle"]),
        "options": [
            {
                "id": child.id,
                "text": html(child.value["text"]),
                "fraction": fraction(child.value["percent"]),
                "feedback": html(child.value["feedback"]),
                "fixed": bool(child.value["fixed"]),
            }
            for child in value["options"].bound_blocks
        ],
    }


def _true_false(value) -> dict[str, Any]:
    return {
        "right": value["right"] == "true",
        "feedback_true": html(value["feedback_true"]),
        "feedback_false": html(value["feedback_false"]),
    }


def _short_answer(value) -> dict[str, Any]:
    return {
        "case_sensitive": bool(value["case_sensitive"]),
        "answers": [
            {
                "id": child.id,
                "text": plain(child.value["text"]),
                "fraction": fraction(child.value["percent"]),
                "feedback": html(child.value["feedback"]),
            }
            for child in value["answers"].bound_blocks
        ],
    }


def _numerical(value) -> dict[str, Any]:
    return {
        "unit": plain(value["unit"]),
        "answers": [
            {
                "id": child.id,
                "value": _number(child.value["value"]),
                "tolerance": _number(child.value["tolerance"] or "0"),
                "fraction": fraction(child.value["percent"]),
                "feedback": html(child.value["feedback"]),
            }
            for child in value["answers"].bound_blocks
        ],
    }


def _number(text: str) -> str:
    if text.strip() == "*":
        return "*"
    found = number(text)
    if found is None:
        raise ValueError(f"“{text}” is no number.")  # the checker refuses it before
    return decimal(found)


def _match(value) -> dict[str, Any]:
    rights = [plain(pair["right"]) for pair in value["pairs"]]
    texts = {digest(text.casefold()): text for text in [*map(plain, value["distractors"]), *rights]}
    return {
        "pairs": [
            {
                "id": child.id,
                "left": html(child.value["left"]),
                "choice": digest(plain(child.value["right"]).casefold()),
            }
            for child in value["pairs"].bound_blocks
        ],
        "choices": [{"id": key, "text": texts[key]} for key in sorted(texts)],
    }


def _ordering(value) -> dict[str, Any]:
    return {"steps": [{"id": child.id, "text": plain(child.value)} for child in value["steps"].bound_blocks]}


def _matrix(value) -> dict[str, Any]:
    columns = [{"id": child.id, "text": plain(child.value)} for child in value["columns"].bound_blocks]
    return {
        "columns": columns,
        "rows": [
            {
                "id": child.id,
                "text": plain(child.value["text"]),
                "right": [
                    column["id"]
                    for column in columns
                    if column["text"] in lines_of(child.value["right"] or "")
                ],
                "feedback": html(child.value["feedback"]),
            }
            for child in value["rows"].bound_blocks
        ],
    }


def _rating(value) -> dict[str, Any]:
    return {
        "low": plain(value["low"]),
        "high": plain(value["high"]),
        "least": 1,
        "most": 5,
        "bands": [
            {"up_to": band["up_to"], "text": html(band["text"]), "read": list(_reads(band["read"]))}
            for band in value["bands"]
        ],
    }


def _free_text(value) -> dict[str, Any]:
    return {"lines": value["lines"], "model_answer": html(value["model_answer"])}


PARTS: dict[ItemType, Callable[[Any], dict[str, Any]]] = {
    ItemType.CHOICE: _choice,
    ItemType.TRUE_FALSE: _true_false,
    ItemType.SHORT_ANSWER: _short_answer,
    ItemType.NUMERICAL: _numerical,
    ItemType.MATCH: _match,
    ItemType.ORDERING: _ordering,
    ItemType.MATRIX: _matrix,
    ItemType.RATING: _rating,
    ItemType.FREE_TEXT: _free_text,
    ItemType.INFORMATION: lambda value: {},
}
