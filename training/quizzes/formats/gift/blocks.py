"""The questions of a GIFT file stand apart by blank lines; lines that begin with // are comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.quizzes.formats.gift.pieces import Piece, hide
from training.quizzes.formats.limits import LONGEST_COMMENT, LONGEST_TAG
from training.quizzes.formats.words import WHITE

_ID = re.compile(rf"\[id:((?:\\\]|[^\]\x00-\x1f\x7f]){{1,{LONGEST_TAG}}})\]")
_TAG = re.compile(rf"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f]){{1,{LONGEST_TAG}}})\]")


@dataclass(frozen=True)
class Block:
    """The lines between two blank ones."""

    body: Piece
    id: str = ""
    tags: tuple[str, ...] = ()
    comment_line: int = 0  # of the id or tag


def blocks_of(text: str) -> Iterator[Block]:
    """Give the blocks of `text`, those that are nothing but comments among them."""
    lines: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip(WHITE):
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield _block(lines, start)
            lines = []


def _block(lines: list[str], start: int) -> Block:
    body, found_id, tags, comment_line = [], "", [], 0
    for number, line in enumerate(lines, start):
        bare = line.strip(WHITE)
        if not bare.startswith("//"):
            body.append(line)
            continue
        body.append("")
        bare = bare[:LONGEST_COMMENT]
        ids = [_unescaped(each) for each in _ID.findall(bare)]
        here = [_unescaped(each) for each in _TAG.findall(bare)]
        found_id = found_id or next(iter(ids), "")
        tags += here
        comment_line = comment_line or (number if ids or here else 0)
    return Block(
        Piece(hide("\n".join(body)), start).strip(), found_id, tuple(dict.fromkeys(tags)), comment_line
    )


def _unescaped(name: str) -> str:
    return " ".join(name.replace("\\]", "]").split())


def comment_of(name: str, value: str) -> str:
    """Return `value` as it stands in a comment: [id:...] or [tag:...]."""
    return f"[{name}:{value.replace(']', chr(92) + ']')}]"
