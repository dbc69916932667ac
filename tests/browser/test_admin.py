"""Our screens in the admin under axe: the list, the form that adds and the form that changes."""

import re
import sqlite3

import pytest
from django.utils import timezone

from tests.permission_matrix import ADMIN

# Wagtail's own: its box for tags and its rich-text editor carry no name for a screen reader, and its
# message has too little contrast while it fades in.
WAGTAILS = {".ui-autocomplete-input", ".notranslate", ".success"}
TABLES = [f"/admin/snippets/{table.replace('_', '/')}/" for table in ADMIN if table != "accounts_user"]
OLD, NEW = "01632 960101 (main number)", "01632 960999 (main number)"
FIRST_LINK = """[...document.querySelectorAll('main a')]
    .map(link => link.getAttribute('href') || '')
    .find(href => href.includes('/edit/') || href.includes('/inspect/'))"""


@pytest.fixture
def in_the_admin(open_page, sign_in):
    """A page of an Administrator, both steps done."""
    page = open_page("/livez")
    sign_in(page, "ellen.vance@ambleford.example.org")
    return page


def ours(axe, page) -> list[str]:
    """Return what breaks WCAG on `page` and is not Wagtail's to mend."""
    violations = axe.run(page).response["violations"]
    nodes = [(violation["id"], node["target"][0]) for violation in violations for node in violation["nodes"]]
    return [f"{page.url}: {rule} at {target}" for rule, target in nodes if not is_wagtails(rule, target)]


def is_wagtails(rule: str, target: str) -> bool:
    """Return whether a fault is Wagtail's own: its rich-text editors, among them those inside of blocks."""
    in_a_block = rule == "aria-input-field-name" and target.startswith('div[aria-describedby="placeholder-')
    return in_a_block or target in WAGTAILS


@pytest.mark.parametrize("table", TABLES)
def test_lists_and_forms(open_page, axe, in_the_admin, table):
    found = ours(axe, open_page(table, page=in_the_admin))
    first = in_the_admin.evaluate(FIRST_LINK)
    for path in filter(None, [table + "add/", first]):
        found += ours(axe, open_page(path, page=in_the_admin))
    assert found == []


@pytest.fixture
def waiting_number(site_database):
    """A new number of the first service that waits for a second person, and one that was declined."""
    now = str(timezone.now())
    columns = "service_id, before, after, asked_at, decided_at, agreed, note"
    with sqlite3.connect(site_database) as database:
        for decision in ([None, None, ""], [now, 0, "A garage answers"]):
            database.execute(
                f"INSERT INTO directory_numberchange ({columns}) VALUES (1, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [OLD, NEW, now, *decision],
            )
    yield
    with sqlite3.connect(site_database) as database:
        database.execute("DELETE FROM directory_numberchange")


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/directory/due/",
        "/admin/directory/number-changes/",
        "/admin/directory/merge/1/",
        "/admin/directory/merge/1/?with=6",
        "/admin/bulk/directory/service/checked-today/?id=1&id=6",
        "/admin/bulk/directory/service/checked-today/?id=all",
        "/admin/snippets/directory/service/?freshness=overdue",
        "/admin/reports/copied-numbers/",
        "/admin/reports/directory-health/",
    ],
)
@pytest.mark.usefixtures("waiting_number")
def test_screens_of_our_own(open_page, axe, sign_in, path, width):
    page = open_page("/livez", width)
    sign_in(page, "ellen.vance@ambleford.example.org")
    open_page(path, page=page)
    assert page.locator("h1").count() == 1
    assert ours(axe, page) == []


@pytest.mark.parametrize("width", [375, 1280])
def test_an_undo_after_a_mistake(open_page, axe, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "directory.editor@ambleford.example.org")
    open_page("/admin/directory/due/", page=page)
    line = page.locator("#due-lines > li").first
    name = line.locator("a").first.inner_text()
    line.get_by_role("button", name="Checked today").click()
    undo = page.get_by_role("button", name=re.compile(rf"Undo.*{re.escape(name)}"))
    undo.wait_for()
    assert ours(axe, page) == []
    undo.press("Enter")
    page.get_by_text("Taken back").wait_for()
    assert page.locator("#due-lines > li").first.locator("a").first.inner_text() == name


def test_people_and_the_invitation(open_page, axe, in_the_admin):
    found = ours(axe, open_page("/admin/users/", page=in_the_admin))
    found += ours(axe, open_page("/admin/users/new/", page=in_the_admin))
    assert found == []
    for label in ["E-mail address", "Name", "School", "Role"]:
        assert in_the_admin.get_by_label(label).is_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_questions_of_a_file_are_looked_at_first(open_page, axe, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "ellen.vance@ambleford.example.org")
    open_page("/admin/quizzes/import/", page=page)
    assert ours(axe, page) == []
    file = {"name": "a.gift", "mimeType": "text/plain", "buffer": b"True? {T}\n\nWhich? {~a ~b}"}
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Where the questions go").select_option("bank")
    page.get_by_role("button", name="Look at the file").press("Enter")
    page.get_by_role("heading", name="What “a.gift” holds").wait_for()
    assert page.get_by_text("No option is right").is_visible()
    assert page.get_by_role("button", name="Import as a draft").is_visible()
    assert ours(axe, page) == []
