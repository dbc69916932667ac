"""A portal before its first content: its pages say so, and its first step can be taken by everybody."""

import shutil

import pytest

from home.set_up import keys
from tests import snapshot
from tests.browser import server


@pytest.fixture(scope="module")
def empty_site(site_database, tmp_path_factory):
    """The address of a portal that was migrated and nothing else."""
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    shutil.copy(snapshot.snapshot_file("migrated", snapshot.migrations()), file)
    with server.serve(file) as address:
        yield address


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "path",
    ["first step", "/", "/directory/", "/directory/services/", "/directory/a-z/", "/directory/who-leads/"],
)
def test_axe_finds_nothing(open_page, axe, empty_site, path, width):
    page = open_page("/livez", width)
    answer = page.goto(empty_site + (keys.path_with_key() if path == "first step" else path))
    assert answer.status == 200
    assert axe(page) == []
    assert page.locator("h1").count() == 1
