"""Make the tree of a sheet from the value of its StreamField: one small function for each kind of block."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from training.sheets.cells import choices_of
from training.sheets.limits import (
    LONGEST_IN_A_BOX,
    MOST_BUTTONS,
    MOST_BUTTONS_IN_A_BOX,
    MOST_LETTERS_IN_A_BOX,
)
from training.sheets.live import TEMPLATE
from training.sheets.tree import (
    Ask,
    Cell,
    Drawing,
    Grid,
    Heading,
    Kind,
    Letter,
    Live,
    Notes,
    Panel,
    Part,
    Prose,
    Row,
    Source,
)


def parts_of(stream) -> tuple[Part, ...]:
    """Return the parts that the blocks of `stream` make, in order."""
    return tuple(part for place, child in enumerate(stream, start=1) for part in _parts(child, place))


def key_of(given: str | None, place: int) -> str:
    """Return the short form of the id of a block or an entry: letters, digits and hyphens.

    An id of Wagtail's is a UUID, of which eight digits are enough within a sheet. A block that was never
    saved has none; its place must do.
    """
    if not given:
        return f"n{place}"
    try:
        return UUID(given).hex[:8]
    except ValueError:
        return re.sub(r"[^A-Za-z0-9-]", "-", given)[:40]


def _parts(child, place: int) -> Iterator[Part]:
    yield from MAKERS[child.block_type](child.value, key_of(child.id, place))


def _keyed(values) -> list[tuple[str, Any]]:
    """Return (key, value) for each entry of a list."""
    return [(key_of(one.id, place), one.value) for place, one in enumerate(values.bound_blocks, start=1)]


def _html(text) -> str:
    return text.source if text else ""


def _kind(cell: str, choices: tuple[str, ...], in_table: bool) -> Kind:
    """Return the kind of a cell. Choices are seen where there is room, so that paper has them too."""
    if cell != "choice":
        return Kind(cell)
    if in_table:
        few = len(choices) <= MOST_BUTTONS_IN_A_BOX and max(map(len, choices), default=0) <= LONGEST_IN_A_BOX
        few = few or len("".join(choices)) <= MOST_LETTERS_IN_A_BOX
    else:
        few = len(choices) <= MOST_BUTTONS
    return Kind.CHOICE if few else Kind.PICK


def _offered(choices: Iterable[str]) -> str:
    """Return the choices of a list as a sentence says them: paper cannot unfold a list."""
    *first, last = choices
    return f"{', '.join(first)} or {last}"


def _described(name: str, label: str, described, start: str = "", in_table: bool = False) -> Cell:
    """Return the cell that a field or a column describes."""
    choices = tuple(choices_of(described["choices"]))
    kind = _kind(described["cell"], choices, in_table)
    help_text = described["help"]
    if kind == Kind.PICK and not in_table:
        help_text = f"{help_text} One of: {_offered(choices)}.".strip()
    return Cell(
        name=name,
        label=label,
        short=described["label"],
        kind=kind,
        help="" if in_table else help_text,
        lines=described["lines"],
        choices=choices,
        start=start.strip(),
    )


def _instructions(value, key: str) -> Iterator[Part]:
    yield Prose(_html(value))


def _heading(value, key: str) -> Iterator[Part]:
    yield Heading(str(value))


def _notes(value, key: str) -> Iterator[Part]:
    yield Notes(_html(value))


def _lines(value, key: str) -> Iterator[Part]:
    label = value["label"]
    yield Ask((Cell(key, label, short=label, help=value["help"], lines=value["lines"]),))


def _fields(value, key: str) -> Iterator[Part]:
    cells = (_described(f"{key}_{name}", one["label"], one) for name, one in _keyed(value["fields"]))
    yield Ask(tuple(cells), value["title"])


def _table(value, key: str) -> Iterator[Part]:
    columns = _keyed(value["columns"])
    heads = [column["label"] for _, column in columns]
    first = [value["row_head"]] if value["row_head"] else []
    rows = [
        _row(value, f"{key}_{row_key}", number, columns, row["head"], list(row["start"]))
        for number, (row_key, row) in enumerate(_keyed(value["rows"]), start=1)
    ]
    for blank in range(1, value["blank_rows"] + 1):
        rows.append(_row(value, f"{key}_blank{blank}", len(rows) + 1, columns, "", []))
    yield Grid(
        value["caption"],
        (*first, *heads),
        tuple(rows),
        _table_help(value, columns),
        tuple(str(one) for one in value["example"]),
        _live(value, key, columns),
    )


def _live(value, key: str, columns) -> Live | None:
    """Return how a row from the directory would look, where the table takes any."""
    if not value["rows_from"]:
        return None
    fills = ("", *(column["fill"] or "" for _, column in columns))
    template = _row(value, f"{key}_{TEMPLATE}", 1, columns, TEMPLATE, [])
    return Live(Source(value["rows_from"]), template, fills)


def _table_help(value, columns) -> str:
    """Return the help of a table, then that of its columns, and what the lists of choices offer."""
    said = [value["help"]]
    for _, column in columns:
        choices = tuple(choices_of(column["choices"]))
        if column["help"]:
            said.append(f"{column['label']}: {column['help']}")
        if choices and _kind(column["cell"], choices, in_table=True) == Kind.PICK:
            said.append(f"{column['label']}: {_offered(choices)}.")
    return " ".join(filter(None, said))


def _row(value, name: str, number: int, columns, head: str, start: list[str]) -> Row:
    """Return a row of a table. Where rows have names, one without a name lets it be written."""
    start = [*start, *[""] * (len(columns) - len(start))]
    called = head or _called(value["caption"], number, columns, start)
    if head and [row["head"] for row in value["rows"]].count(head) > 1:
        called = f"{called}, {start[0] or number}"  # two rows of one name: what stands in the first cell
    entries: list[str | Cell] = []
    if value["row_head"]:
        entries.append(
            head or Cell(f"{name}_name", f"{called}: {value['row_head']}", short=value["row_head"])
        )
    for (key, column), text in zip(columns, start, strict=True):
        label = f"{called}: {column['label']}"
        given = column["cell"] == "given"
        entries.append(text or "" if given else _described(f"{name}_{key}", label, column, text or "", True))
    return Row(tuple(entries), has_head=bool(head))


def _called(caption: str, number: int, columns, start: list[str]) -> str:
    """Return how a row without a name is spoken of: by what stands in its first cell, else by its number."""
    first = " ".join(start[0].split()) if start and start[0] else ""
    return f"{caption}, row {number} ({first[:60]})" if first else f"{caption}, row {number}"


def _rating(value, key: str) -> Iterator[Part]:
    scale = f"1 ({value['low']}) to {value['points']} ({value['high']})"
    numbers = tuple(str(number) for number in range(1, value["points"] + 1))
    times = _keyed(value["times"]) or [("rating", "")]
    notes = _keyed(value["notes"])

    def row(name: str, called: str, head: str | Cell) -> Row:
        rated = (
            Cell(
                f"{name}_{at}",
                f"{called}: {when or 'rating'}, {scale}",
                Kind.SCALE,
                short=when or scale,
                choices=numbers,
            )
            for at, when in times
        )
        noted = (
            Cell(f"{name}_note-{at}", f"{called}: {what}", short=str(what), lines=2) for at, what in notes
        )
        return Row((head, *rated, *noted), has_head=isinstance(head, str))

    rows = [row(f"{key}_{at}", str(said), str(said)) for at, said in _keyed(value["statements"])]
    for blank in range(1, value["blank_statements"] + 1):
        name, called = f"{key}_blank{blank}", f"{value['question']}, own statement {blank}"
        rows.append(row(name, called, Cell(f"{name}_name", called, short="Own statement")))
    heads = ("Statement", *(str(when) or "Rating" for _, when in times), *(str(what) for _, what in notes))
    yield Grid(value["question"], heads, tuple(rows), help=f"{scale}.")


def _scenario(value, key: str) -> Iterator[Part]:
    answers = tuple(
        Cell(f"{key}_{at}", str(prompt), short=str(prompt), lines=value["lines"])
        for at, prompt in _keyed(value["prompts"])
    )
    parts: list[Part] = [Prose(_html(value["text"]))]
    parts += [Ask(answers)] if answers else []
    parts += [Notes(_html(value["trainer_notes"]))] if _html(value["trainer_notes"]) else []
    yield Panel(value["title"], tuple(parts))


def _who_needs_to_know(value, key: str) -> Iterator[Part]:
    roles, purposes = _keyed(value["roles"]), tuple(str(one) for one in value["purposes"])

    def row(name: str, called: str, head: str | Cell, answers: dict[str, str]) -> Row:
        cells = [
            Cell(
                f"{name}_{at}",
                f"{called}: {role}",
                Kind.PICK,
                str(role),
                choices=purposes,
                answer=answers.get(role, ""),
            )
            for at, role in roles
        ]
        if value["reason"]:
            cells.append(Cell(f"{name}_why", f"{called}: why", short="Why", lines=2))
        return Row((head, *cells), has_head=isinstance(head, str))

    rows = [
        row(f"{key}_{at}", fact["fact"], fact["fact"], _answers(fact["answer"]))
        for at, fact in _keyed(value["facts"])
    ]
    for blank in range(1, value["blank_facts"] + 1):
        name, called = f"{key}_blank{blank}", f"{value['caption']}, own example {blank}"
        rows.append(row(name, called, Cell(f"{name}_name", called, short="Own example", lines=2), {}))
    heads = ("What happened", *(str(role) for _, role in roles), *(["Why"] if value["reason"] else []))
    yield Grid(
        value["caption"],
        heads,
        tuple(rows),
        help=f"In each box: {_offered(purposes)}. Leave a box empty for “not at all”.",
    )
    if _html(value["trainer_notes"]):
        yield Notes(_html(value["trainer_notes"]))


def _answers(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in choices_of(text))
    return {role.strip(): purpose.strip() for role, _, purpose in pairs}


def _grid(key: str, caption: str, head: str, columns: list[Cell], named, blanks: int, blank: str) -> Grid:
    """Return a table whose columns the code gives: `named` rows, then `blanks` with a place for the name."""

    def cells(name: str, called: str) -> list[Cell]:
        return [
            replace(cell, name=f"{name}_{cell.name}", label=f"{called}: {cell.short}") for cell in columns
        ]

    rows = [Row((str(said), *cells(f"{key}_{at}", str(said))), has_head=True) for at, said in named]
    for number in range(1, blanks + 1):
        name, called = f"{key}_blank{number}", f"{caption}, {blank} {number}"
        place = Cell(f"{name}_name", f"{called}: {head}", short=head, lines=2)
        rows.append(Row((place, *cells(name, called))))
    return Grid(caption, (head, *(cell.short for cell in columns)), tuple(rows))


def _checklist(value, key: str) -> Iterator[Part]:
    columns = [Cell("done", "", Kind.TICK, "Done")]
    if value["who_and_when"]:
        columns += [Cell("who", "", short="Who"), Cell("when", "", Kind.DATE, "By when")]
    yield _grid(
        key, value["title"], "What", columns, _keyed(value["items"]), value["blank_items"], "own item"
    )


def _action_plan(value, key: str) -> Iterator[Part]:
    columns = [
        Cell("who", "", short="Who"),
        Cell("when", "", Kind.DATE, "By when"),
        Cell("know", "", short="How we shall know", lines=2),
    ]
    yield _grid(key, value["caption"], "Action", columns, [], value["rows"], "row")


def _sign_off(value, key: str) -> Iterator[Part]:
    columns = [Cell("name", "", short="Name or signature"), Cell("date", "", Kind.DATE, "Date")]
    yield _grid(key, value["caption"], "Role", columns, _keyed(value["roles"]), 0, "")


def _review_log(value, key: str) -> Iterator[Part]:
    columns = [
        Cell("who", "", short="By (role)"),
        Cell("on", "", Kind.DATE, "On"),
        Cell("next", "", Kind.DATE, "Next review"),
    ]
    yield _grid(
        key, value["caption"], "What was looked at, and what changed", columns, [], value["rows"], "row"
    )


def _letter(value, key: str) -> Iterator[Part]:
    cells = {
        field["name"]: Cell(
            f"{key}_{at}",
            field["label"],
            Kind(field["cell"]),
            field["label"],
            help=field["help"],
            lines=field["lines"],
        )
        for at, field in _keyed(value["fields"])
    }
    yield Letter(_html(value["text"]), cells)


def _drawing(value, key: str) -> Iterator[Part]:
    words = Cell(key, f"{value['label']}: in words", short="In words", lines=3) if value["words"] else None
    yield Drawing(value["label"], value["height"], words)


def _branch(value, key: str) -> Iterator[Part]:
    paths = list(value["paths"])
    answers = tuple(path["when"] for path in paths)
    yield Ask(
        (
            Cell(
                key,
                value["question"],
                _kind("choice", answers, in_table=False),
                value["question"],
                choices=answers,
            ),
        )
    )
    for path in paths:
        yield Panel(f"If your answer is “{path['when']}”", parts_of(path["blocks"]))


MAKERS: dict[str, Callable[..., Iterator[Part]]] = {
    "instructions": _instructions,
    "heading": _heading,
    "lines": _lines,
    "fields": _fields,
    "table": _table,
    "rating": _rating,
    "scenario": _scenario,
    "who_needs_to_know": _who_needs_to_know,
    "checklist": _checklist,
    "action_plan": _action_plan,
    "branch": _branch,
    "sign_off": _sign_off,
    "letter": _letter,
    "drawing": _drawing,
    "review_log": _review_log,
    "trainer_notes": _notes,
}
