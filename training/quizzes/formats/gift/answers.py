"""What stands between the braces, for each type of question."""

import re
from decimal import Decimal

from training.quizzes.formats import question as q
from training.quizzes.formats.gift.pieces import Piece
from training.quizzes.formats.limits import MOST_OPTIONS
from training.quizzes.formats.numbers import MOST_DIGITS, number_of
from training.quizzes.formats.problems import Problems

_WEIGHT = re.compile(rf"%(-*)([0-9]{{1,2}}\.?[0-9]{{0,{MOST_DIGITS}}})%")
_LIKE_WEIGHT = re.compile(r"%[^%\s]{0,20}%")
_FORMAT = re.compile(rf"\[({'|'.join(q.Format)})\]")


def text_of(piece: Piece, default: q.Format) -> q.Text:
    """Return a text; [html], [moodle], [plain] or [markdown] before it names its format."""
    written = default
    if named := _FORMAT.match(piece.hidden):
        written, piece = q.Format(named[1]), piece.cut(named.end())
    return q.Text(piece.text, written) if piece.text else q.Text()


def choice(piece: Piece, common: dict, default: q.Format, problems: Problems) -> q.Choice:
    """One answer may be chosen where there is a = anywhere, several where there is none."""
    single = "=" in piece.hidden
    options = []
    for each in _split(Piece(piece.hidden.replace("=", "~="), piece.line), "~", problems):
        fraction = q.NONE
        if each.hidden.startswith("="):
            fraction, each = q.ONE, each.cut(1)
        else:
            fraction, each = _weighed(each, q.NONE, problems)
        options.append(_option(each, fraction, default))
    if piece.hidden[0] not in "~=":
        problems.add(piece.line, "The first option has no ~ or = before it, and counts as a wrong one.")
    return q.Choice(**common, single=single, options=tuple(options))


def short_answer(piece: Piece, common: dict, default: q.Format, problems: Problems) -> q.ShortAnswer:
    """The words that are accepted. One alone needs no =."""
    answers = []
    for each in _split(piece, "=", problems):
        fraction, each = _weighed(each, q.ONE, problems)
        option = _option(each, fraction, default)
        answers.append(q.Option(q.Text(option.text.raw, q.Format.PLAIN), fraction, option.feedback))
    if re.match(r">\s*~?\s*\d", piece.hidden):
        problems.add(
            piece.line, "This looks like ordering, which is not read from GIFT: it became a short answer."
        )
    return q.ShortAnswer(**common, answers=tuple(answers))


def numerical(piece: Piece, common: dict, default: q.Format, problems: Problems) -> q.Numerical:
    """Numbers with a tolerance (3:2), ranges (1..5), and ~# for what any other answer is told."""
    right, wrong = piece.cut(1).partition("~")
    answers = []
    for each in _split(right, "=", problems):
        fraction, each = _weighed(each, q.ONE, problems)
        option = _option(each, fraction, default)
        value, tolerance = _value(option.text.raw, each.line, problems)
        answers.append(q.NumericalAnswer(value, tolerance, fraction, option.feedback))
    if wrong is not None:
        ignored, feedback = wrong.partition("#")
        if ignored:
            problems.add(
                wrong.line, f"“{ignored.text[:60]}” is not read: after ~ a number has feedback alone (~#...)."
            )
        answers.append(_any_other(feedback, default))
    return q.Numerical(**common, answers=tuple(answers))


def match(piece: Piece, common: dict, default: q.Format, problems: Problems) -> q.Match:
    """Pairs: =left -> right. Nothing on the left makes a distractor."""
    pairs = []
    for each in _split(piece, "=", problems):
        left, right = each.partition("->")
        if right is None:
            problems.add(each.line, f"“{left.text[:60]}” has no -> in it: write =left -> right.")
        elif "#" in right.hidden:
            problems.add(
                each.line, "In a match there is no feedback for a pair: what follows # stays on the right."
            )
        pairs.append(q.Pair(text_of(left, default), right.text if right else ""))
    return q.Match(**common, pairs=tuple(pairs))


def true_false(piece: Piece, common: dict, default: q.Format, problems: Problems) -> q.TrueFalse:
    """T#said to a wrong answer#said to a right answer."""
    answer, *said = piece.split("#", 2)
    wrong, right = (text_of(each, default) for each in (*said, Piece("", 0), Piece("", 0))[:2])
    if answer.hidden in ("T", "TRUE"):
        return q.TrueFalse(**common, right=True, feedback_true=right, feedback_false=wrong)
    return q.TrueFalse(**common, right=False, feedback_true=wrong, feedback_false=right)


def _option(piece: Piece, fraction: Decimal, default: q.Format) -> q.Option:
    text, feedback = piece.partition("#")
    return q.Option(text_of(text, default), fraction, text_of(feedback, default) if feedback else q.Text())


def _any_other(feedback: Piece | None, default: q.Format) -> q.NumericalAnswer:
    said = text_of(feedback, default) if feedback else q.Text()
    return q.NumericalAnswer(None, q.NONE, q.NONE, said)


def _split(piece: Piece, mark: str, problems: Problems) -> list[Piece]:
    """Return the answers between the marks; nothing stands before the first mark, most of the time."""
    pieces = piece.split(mark, MOST_OPTIONS + 1)
    if not pieces[0]:
        del pieces[0]
    if len(pieces) > MOST_OPTIONS:
        problems.add(pieces[MOST_OPTIONS].line, f"What comes after {MOST_OPTIONS} answers is left out.")
    return pieces[:MOST_OPTIONS]


def _weighed(piece: Piece, otherwise: Decimal, problems: Problems) -> tuple[Decimal, Piece]:
    """Return (fraction, what comes after its %...%)."""
    if weight := _WEIGHT.match(piece.hidden):
        if len(weight[1]) > 1:
            problems.add(piece.line, f"“{weight[0]}” has more than one minus: one is read.")
        fraction = Decimal(weight[2].rstrip(".")) / 100
        return (-fraction if weight[1] else fraction), piece.cut(weight.end())
    if like := _LIKE_WEIGHT.match(piece.hidden):
        problems.add(piece.line, f"“{Piece(like[0], 0).text}” is no share such as %50%: it is read as text.")
    return otherwise, piece


def _value(typed: str, line: int, problems: Problems) -> tuple[Decimal | None, Decimal]:
    """Return (number, tolerance) of 3, 3:2, 1..5 or *."""
    if typed == "*":
        return None, q.NONE
    if typed.find("..") > 0:
        least, _, most = typed.partition("..")
        low, high = number_of(least), number_of(most)
        if low is not None and high is not None:
            return (low + high) / 2, (high - low) / 2
    else:
        number, _, tolerance = typed.partition(":") if typed.find(":") > 0 else (typed, "", "0")
        value, around = number_of(number), number_of(tolerance)
        if value is not None and around is not None:
            return value, around
    problems.add(line, f"“{typed[:60]}” is no number: write 3, 3.5, 3:0.5 or 3..4, with a point.")
    return q.NONE, q.NONE
