"""A GIFT file taken apart by the rules of Moodle. Where it bends them, a comment says why.

Lines keep the empty space at their beginning, which lists in Markdown need; Moodle drops it.
"""

from collections.abc import Callable
from typing import Any

from training.quizzes.formats import checks
from training.quizzes.formats import question as q
from training.quizzes.formats.gift import answers
from training.quizzes.formats.gift.blocks import Block, blocks_of
from training.quizzes.formats.gift.pieces import Piece
from training.quizzes.formats.limits import MOST_QUESTIONS
from training.quizzes.formats.problems import Problems
from training.quizzes.formats.words import lines_end_plainly, name_of, only_text

CATEGORY = "$CATEGORY:"
GAP = "_____"


def read(text: str) -> q.Report:
    """Return the questions of a GIFT file, and what is wrong with them."""
    problems = Problems()
    text, strange = only_text(lines_end_plainly(text))
    if strange is not None:
        line = text.count("\n", 0, strange) + 1
        problems.add(
            line, "A character here is not text. It shows as \ufffd: put the right one in its place."
        )
    questions: list[q.Question] = []
    for block in blocks_of(text):
        if len(questions) == MOST_QUESTIONS:
            problems.add(
                block.body.line, f"From here on nothing is read: a file has {MOST_QUESTIONS} questions."
            )
            break
        if (question := _question(block, problems)) is not None:
            checks.check(question, problems)
            questions.append(question)
    return q.Report(tuple(questions), problems.all(), says_all=False)


def _question(block: Block, problems: Problems) -> q.Question | None:
    """Return the question of `block`; None where there is none, or none that could be told."""
    body = block.body
    if not body:
        if block.comment_line:
            problems.add(
                block.comment_line, "This id or tag belongs to no question: leave no blank line after it."
            )
        return None
    if body.hidden.startswith(CATEGORY):
        return _category(body, block, problems)
    name, rest = _name(body)
    found = _braces(rest, problems)
    if found is None:
        return None
    stem_piece, inside = found
    stem = answers.text_of(stem_piece, q.Format.MOODLE)
    # Answers take the format of the text; where there is no text, of what is written before it.
    default = _format(stem_piece)
    common: dict[str, Any] = {
        "name": name_of(name, stem),
        "stem": stem,
        "id": block.id,
        "tags": block.tags,
        "line": body.line,
    }
    if inside is None:
        return q.Description(**common)
    inside, said = _general_feedback(inside)
    if said is not None:
        common["general_feedback"] = answers.text_of(said, default)
    return _answered(inside, common, default, problems)


def _category(body: Piece, block: Block, problems: Problems) -> q.Category:
    name = body.cut(len(CATEGORY))
    first, more = name.partition("\n")
    if more:
        problems.add(
            more.line,
            "Leave a blank line after the category: what follows it here is not read as a question.",
        )
    return q.Category(" ".join(first.text.split()), id=block.id, tags=block.tags, line=body.line)


def _name(body: Piece) -> tuple[str, Piece]:
    """Return (what stands between :: and ::, the rest)."""
    if not body.hidden.startswith("::"):
        return "", body
    name, rest = body.cut(2).partition("::")
    return (name.text, rest) if rest is not None else ("", name)


def _braces(piece: Piece, problems: Problems) -> tuple[Piece, Piece | None] | None:
    """Return (text, what stands in the first braces or None); None where a brace is missing."""
    text = piece.hidden
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return piece, None
    if start < 0 or end < start:
        missing = "{ is missing" if start < 0 else "} comes before {" if end >= 0 else "} is missing"
        problems.add(
            piece.cut(max(start, end)).line,
            f"A {missing}, so this is not read: “{piece.cut(0, 60).text}”. "
            "Write \\{ and \\} for braces in a text.",
        )
        return None
    # A gap is left where words follow the answers: this is a question with a word missing.
    gap = "" if text.endswith("}") else GAP
    stem = Piece(text[:start] + gap + text[end + 1 :], piece.line).strip()
    if "{" in stem.hidden or "}" in stem.hidden:
        problems.add(
            piece.cut(end + 1).line,
            "Braces after the first ones are read as text: write \\{ and \\} in a text, "
            "and leave a blank line between questions.",
        )
    return stem, piece.cut(start + 1, end)


def _format(stem: Piece) -> q.Format:
    return answers.text_of(Piece(stem.hidden[:12] + "x", stem.line), q.Format.MOODLE).format


def _general_feedback(inside: Piece) -> tuple[Piece, Piece | None]:
    at = inside.hidden.rfind("####")
    return (inside, None) if at < 0 else (inside.cut(0, at), inside.cut(at + 4))


def _answered(inside: Piece, common: dict, default: q.Format, problems: Problems) -> q.Question:
    """Return the question whose type the answers tell, in Moodle's order."""
    text = inside.hidden
    if not text:
        return q.Essay(**common)
    maker: Callable = answers.short_answer
    if text[0] == "#":
        maker = answers.numerical
    elif "~" in text:
        maker = answers.choice
    elif "=" in text and "->" in text:
        maker = answers.match
    elif text.partition("#")[0].rstrip() in ("T", "TRUE", "F", "FALSE"):
        maker = answers.true_false
    return maker(inside, common, default, problems)
