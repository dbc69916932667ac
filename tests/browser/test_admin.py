"""Our screens in the admin under axe: the list, the form that adds and the form that changes."""

import pytest

from tests.test_permissions import ADMIN

# Wagtail's own: its box for tags and its rich-text editor carry no name for a screen reader.
WAGTAILS = {".ui-autocomplete-input", ".notranslate"}
TABLES = [f"/admin/snippets/{table.replace('_', '/')}/" for table in ADMIN if table != "accounts_user"]
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
    return [f"{page.url}: {rule} at {target}" for rule, target in nodes if target not in WAGTAILS]


@pytest.mark.parametrize("table", TABLES)
def test_lists_and_forms(open_page, axe, in_the_admin, table):
    found = ours(axe, open_page(table, page=in_the_admin))
    first = in_the_admin.evaluate(FIRST_LINK)
    for path in filter(None, [table + "add/", first]):
        found += ours(axe, open_page(path, page=in_the_admin))
    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/directory/due/",
        "/admin/directory/number-changes/",
        "/admin/reports/copied-numbers/",
        "/admin/reports/directory-health/",
    ],
)
def test_screens_of_our_own(open_page, axe, in_the_admin, path):
    page = open_page(path, page=in_the_admin)
    assert page.locator("h1").count() == 1
    assert ours(axe, page) == []


def test_people_and_the_invitation(open_page, axe, in_the_admin):
    found = ours(axe, open_page("/admin/users/", page=in_the_admin))
    found += ours(axe, open_page("/admin/users/new/", page=in_the_admin))
    assert found == []
    for label in ["E-mail address", "Name", "School", "Role"]:
        assert in_the_admin.get_by_label(label).is_visible()
