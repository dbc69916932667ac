"""What a test reads of a page."""

import html
import re


def main_of(answer, status=200) -> str:
    """Return what stands between header and footer, as markup."""
    assert answer.status_code == status
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def plain_main_of(answer, status=200) -> str:
    """Return the same with its characters as a reader sees them."""
    return html.unescape(main_of(answer, status))


def cells_of(text: str, name: str) -> list[str]:
    """Return the cells of the row of a table that `name` heads, as a link or not; each in one line."""
    for row in re.findall(r"<tr>.*?</tr>", text, re.S):
        if f">{name}</a>" in row or f">{name}</th>" in row:
            return [re.sub(r"\s+", " ", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
    raise AssertionError(f"{name} is not there")
