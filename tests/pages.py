"""What a test reads of a page."""

import html


def main_of(answer, status=200) -> str:
    """Return what stands between header and footer, as markup."""
    assert answer.status_code == status
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def plain_main_of(answer, status=200) -> str:
    """Return the same with its characters as a reader sees them."""
    return html.unescape(main_of(answer, status))
