"""One cell as HTML: a control with a real label, or the text that was typed.

The label must be a `label` element, or a `legend` for a set of choices: WeasyPrint takes the name of a field
from it and does not know `aria-label`.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from training.sheets.filled import TICKED, longest, shown
from training.sheets.limits import MOST_LINES
from training.sheets.tree import Cell, Kind
from training.sheets.widths import fit_in_a_line, lines_of

LETTERS_IN_A_LINE = 30  # of a narrow box on the screen: starter text must be seen whole
# Above the control; for ears only, where a table shows it; small below a gap of a letter.
LABELS = {"seen": "sheet-label", "hidden": "sheet-unseen", "below": "sheet-below"}


def control(cell: Cell, value: str, problem: str, label: str, letters: float = 0) -> SafeString:
    """Return `cell` as a control with its label, holding `value`; `problem` says what is wrong with it.

    On paper its column of a table has so many `letters` in a line: every text there has as many lines as it
    needs, as nobody can move what does not fit, and choices stand side by side where they fit.
    """
    if cell.kind in (Kind.CHOICE, Kind.SCALE):
        return _choices(cell, value, problem, label, letters)
    if cell.kind == Kind.TICK:
        return _tick(cell, value, problem, label)
    text = cell.short if label == "seen" else cell.label
    labelled = format_html('<label class="{}" for="{}">{}</label>', LABELS[label], _id(cell), text)
    in_lines = cell.lines > 1 or (label == "hidden" and _needs_lines(cell, on_paper=letters > 0))
    made = (
        _pick(cell, value, problem)
        if cell.kind == Kind.PICK
        else _text(cell, value, problem, in_lines, letters or LETTERS_IN_A_LINE)
    )
    notes = _notes(cell, problem)
    return made + labelled + notes if label == "below" else labelled + notes + made


def _id(cell: Cell) -> str:
    return f"cell-{cell.name}"


def _notes(cell: Cell, problem: str) -> SafeString:
    """Return the help and what is wrong, as the control refers to them."""
    parts = mark_safe("")
    if cell.help:
        parts += format_html('<span class="sheet-help" id="{}-help">{}</span>', _id(cell), cell.help)
    if problem:
        parts += format_html(
            '<span class="sheet-problem" id="{}-problem"><span class="sheet-unseen">Error: </span>{}</span>',
            _id(cell),
            problem,
        )
    return parts


def _described(cell: Cell, problem: str) -> SafeString:
    ids = [f"{_id(cell)}-help"] * bool(cell.help) + [f"{_id(cell)}-problem"] * bool(problem)
    described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else mark_safe("")
    return described + mark_safe(' aria-invalid="true"' if problem else "")


def _needs_lines(cell: Cell, on_paper: bool) -> bool:
    """Return whether a box of a table gets lines: a narrow one must not hide what was typed."""
    return cell.kind == Kind.TEXT or (on_paper and cell.kind == Kind.SERVICE)


def _text(cell: Cell, value: str, problem: str, in_lines: bool, letters: float) -> SafeString:
    """Return room for text: lines, or one."""
    described = _described(cell, problem)
    if in_lines:
        rows = max(cell.lines, min(MOST_LINES, lines_of(cell.start, letters)))
        return format_html(
            '<textarea id="{}" name="{}" rows="{}" maxlength="{}"{}>{}</textarea>',
            _id(cell), cell.name, rows, longest(cell), described, value,
        )  # fmt: skip
    offered = mark_safe(' list="sheet-services"') if cell.kind == Kind.SERVICE else ""
    return format_html(
        '<input type="{}" id="{}" name="{}" value="{}" maxlength="{}" autocomplete="off"{}{}>',
        "date" if cell.kind == Kind.DATE else "text",
        _id(cell), cell.name, value, longest(cell), offered, described,
    )  # fmt: skip


def _tick(cell: Cell, value: str, problem: str, label: str) -> SafeString:
    checked = mark_safe(" checked") if value else ""
    css, text = (LABELS["hidden"], cell.label) if label == "hidden" else ("sheet-ticked", cell.short)
    return format_html(
        '<span class="sheet-option"><input type="checkbox" id="{}" name="{}" value="{}"{}{}>'
        '<label class="{}" for="{}">{}</label></span>{}',
        _id(cell), cell.name, TICKED, checked, _described(cell, problem),
        css, _id(cell), text, _notes(cell, problem),
    )  # fmt: skip


def _pick(cell: Cell, value: str, problem: str) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one, mark_safe(" selected") if one == value else "", one) for one in cell.choices),
    )
    return format_html(
        '<select id="{}" name="{}"{}><option value=""></option>{}</select>',
        _id(cell), cell.name, _described(cell, problem), options,
    )  # fmt: skip


def _choices(cell: Cell, value: str, problem: str, label: str, letters: float) -> SafeString:
    options = format_html_join(
        "",
        '<span class="sheet-option"><input type="radio" id="{}-{}" name="{}" value="{}"{}>'
        '<label for="{}-{}">{}</label></span>',
        (
            (_id(cell), place, cell.name, one, mark_safe(" checked") if one == value else "",
             _id(cell), place, one)
            for place, one in enumerate(cell.choices, start=1)
        ),
    )  # fmt: skip
    return format_html(
        '<fieldset class="sheet-options sheet-options--{}{}"{}><legend class="{}">{}</legend>{}{}</fieldset>',
        cell.kind,
        " sheet-options--line" if letters and fit_in_a_line(cell.choices, letters) else "",
        _described(cell, problem),
        LABELS[label],
        cell.short if label == "seen" else cell.label,
        _notes(cell, problem),
        options,
    )


def typed(cell: Cell, value: str) -> SafeString:
    """Return what was typed into `cell`, or room to write it by hand."""
    if cell.kind == Kind.TICK:
        if value:
            return mark_safe('<span class="sheet-box sheet-box--ticked">yes</span>')
        return mark_safe('<span class="sheet-box"></span>')
    if value:
        of = f" of {cell.choices[-1]}" if cell.kind == Kind.SCALE else ""
        return format_html('<span class="sheet-answer">{}{}</span>', shown(cell, value), of)
    if cell.kind in (Kind.CHOICE, Kind.SCALE):
        one = '<span class="sheet-offer">{}</span>'
        offered = format_html_join(" ", one, ((choice,) for choice in cell.choices))
        return format_html('<span class="sheet-offers">{}</span>', offered)
    return format_html('<span class="sheet-room sheet-room--{}"></span>', cell.lines)
