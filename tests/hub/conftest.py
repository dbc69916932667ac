"""What the tests of the hub start from: its first page with every shelf, and pages to put on them."""

import itertools

import pytest
from django.contrib.auth import get_user_model

from home.models import HomePage
from hub.models import ArticlePage, HubHomePage, Kind
from hub.proposed import add_draft
from hub.tree import add_hub, shelf_of
from hub.workflow import ensure_workflow
from portal.content.models import GuidanceRecord

READER = "asha.mistry@ravensmoor.example.org"
LEAD = "declan.roe@ravensmoor.example.org"
TRAINER = "tom.aldous@ambleford.example.org"
DIRECTORY_EDITOR = "directory.editor@ambleford.example.org"
EDITOR = "marguerite.osei@ambleford.example.org"


def main_of(answer) -> str:
    """Return what stands between header and footer, without markup that hides from readers."""
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def person(email):
    """Return the account of an address."""
    return get_user_model().objects.get(email=email)


@pytest.fixture
def hub(demo) -> HubHomePage:
    """The hub, with every shelf and its workflow."""
    hub = add_hub(HomePage.objects.get(), person(EDITOR))
    ensure_workflow(hub)
    return hub


@pytest.fixture
def add_article(hub):
    """Add a published article: `add_article(comments="open", access="staff")`."""
    numbers = itertools.count(1)

    def add(title="", **fields):
        title = title or f"Tested practice {next(numbers)}"
        page = ArticlePage(**({"standfirst": "What a reader gets."} | fields))
        add_draft(shelf_of(Kind.ARTICLE), page, title, person(EDITOR))
        page.get_latest_revision().publish()
        return ArticlePage.objects.get(pk=page.pk)

    return add


@pytest.fixture
def superseded(demo) -> GuidanceRecord:
    """A record of the register that another has replaced."""
    new = GuidanceRecord.objects.create(
        title="New rule", slug="new-rule", issuer="-", kind="statute", summary="-"
    )
    return GuidanceRecord.objects.create(
        title="Old rule",
        slug="old-rule",
        issuer="-",
        kind="statute",
        summary="-",
        status="superseded",
        replaced_by=new,
    )
