"""How wide the columns of a table are, by what stands in them: the same on the screen, in PDF and in Word."""

import math
import re
import textwrap

from training.sheets.tree import Cell, Grid, Kind

PARTS = 40  # into which a row is divided: a style sheet has a class for each share
LEAST = 3
POINTS = 1.7  # parts for each number of a rating, so that they stand on one line
LETTERS = 2.5  # of a word, in one part of a sheet that stands: no word is cut
EDGES = 1.6  # letters that the edges of a box take
SMALL = 2.8  # letters of the small print of boxes in one part
LYING = 1.5  # times as many letters are in one part of a sheet that lies
BUTTON = 3.5  # letters that a button beside a choice takes
DATE = 6  # "15 March 2026"
# What each kind takes of the room that is left over. A tick needs no more than its least.
ROOM = {
    Kind.TICK: 0,
    Kind.SCALE: 1,
    Kind.DATE: 2,
    Kind.CHOICE: 3,
    Kind.PICK: 4,
    Kind.SERVICE: 7,
    Kind.TEXT: 7,
}


def shares_of(grid: Grid) -> list[int]:
    """Return for each column of `grid` how many of the 40 parts of a row it takes. Together they are 40."""
    columns = [[row.entries[place] for row in grid.rows] for place in range(len(grid.heads))]
    rooms = [max(map(_room, column)) for column in columns]
    rooms = rooms if any(rooms) else [1] * len(rooms)
    leasts = _fitting([_least(head, column) for head, column in zip(grid.heads, columns, strict=True)])
    spare = PARTS - sum(leasts)
    shares = [least + spare * room // sum(rooms) for least, room in zip(leasts, rooms, strict=True)]
    # What is left over goes to those who lost most by rounding, a part each.
    by_loss = sorted(range(len(rooms)), key=lambda place: -(spare * rooms[place] % sum(rooms)))
    for place in by_loss[: PARTS - sum(shares)]:
        shares[place] += 1
    return shares


def _room(entry: str | Cell) -> int:
    if isinstance(entry, str):
        return 5 if len(entry) < 40 else 10
    text = entry.kind == Kind.TEXT
    return ROOM[entry.kind] + 3 * (text and entry.lines > 1) + text * min(8, len(entry.start) // 6)


def _least(head: str, column: list[str | Cell]) -> int:
    """Return the parts that a column needs: for its longest word, a date, the numbers of a rating."""
    texts = [head, *(entry if isinstance(entry, str) else entry.start for entry in column)]
    word = max(len(word) for text in texts for word in re.split(r"[\s/-]", text))
    ratings = (one for one in column if isinstance(one, Cell) and one.kind == Kind.SCALE)
    points = max((len(one.choices) for one in ratings), default=0)
    date = DATE if any(isinstance(one, Cell) and one.kind == Kind.DATE for one in column) else 0
    return max(LEAST, date, math.ceil((word + EDGES) / LETTERS), math.ceil(POINTS * points))


def _fitting(leasts: list[int]) -> list[int]:
    """Return `leasts`, made smaller until they fit into a row: the largest first."""
    leasts = list(leasts)
    while sum(leasts) > PARTS:
        leasts[leasts.index(max(leasts))] -= 1
    return leasts


def letters_in(share: int, lying: bool) -> float:
    """Return how many letters a line of a column has, on a sheet that lies or stands."""
    return share * SMALL * (LYING if lying else 1) - EDGES


def lines_of(text: str, letters: float) -> int:
    """Return how many lines `text` takes in a column of so many letters."""
    return sum(max(1, len(textwrap.wrap(line, max(1, int(letters))))) for line in text.split("\n"))


def fit_in_a_line(choices: tuple[str, ...], letters: float) -> bool:
    """Return whether the choices stand side by side in a column of so many letters."""
    return sum(len(one) + BUTTON for one in choices) <= letters
