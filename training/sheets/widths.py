"""How wide the columns of a table are, by what stands in them: the same on the screen, in PDF and in Word."""

from training.sheets.tree import Cell, Grid, Kind

PARTS = 40  # into which a row is divided: a style sheet has a class for each share
LEAST = 3
ROOM = {Kind.TICK: 3, Kind.DATE: 5, Kind.PICK: 5, Kind.SERVICE: 8, Kind.TEXT: 8}


def shares_of(grid: Grid) -> list[int]:
    """Return for each column of `grid` how many of the 40 parts of a row it takes. Together they are 40."""
    rooms = [max(_room(row.entries[place]) for row in grid.rows) for place in range(len(grid.heads))]
    rooms = [max(room, _longest_word(head) // 2) for room, head in zip(rooms, grid.heads, strict=True)]
    spare = PARTS - LEAST * len(rooms)
    shares = [LEAST + spare * room // sum(rooms) for room in rooms]
    # What is left over goes to those who lost most by rounding, a part each.
    by_loss = sorted(range(len(rooms)), key=lambda place: -(spare * rooms[place] % sum(rooms)))
    for place in by_loss[: PARTS - sum(shares)]:
        shares[place] += 1
    return shares


def _room(entry: str | Cell) -> int:
    if isinstance(entry, str):
        return 6 if len(entry) < 40 else 9
    if entry.kind == Kind.CHOICE:
        return 4 + max(map(len, entry.choices)) // 4
    if entry.kind == Kind.SCALE:
        return 2 * len(entry.choices) + 1
    return ROOM[entry.kind] + 3 * (entry.kind == Kind.TEXT and entry.lines > 1)


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)
