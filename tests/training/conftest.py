"""What the tests of the training start from: its shelves, and a sheet on one of them."""

import json

import pytest
from django.contrib.auth import get_user_model

from home.importers.reading import Mistakes, read_yaml
from home.importers.sheets import read_sheet
from home.models import HomePage
from tests.training.sheets import FILES, raw_of
from training.enums import Holds
from training.models import ResourceSheetPage, TrainingHomePage, TrainingShelfPage
from training.records.models import Assignment, Plan
from training.tree import add_training

READER = "asha.mistry@ravensmoor.example.org"  # whose school keeps copies
LEAD = "declan.roe@ravensmoor.example.org"
ELSEWHERE = "priya.nair@tidewell.example.net"  # a lead too, whose school keeps none
WITHOUT_SCHOOL = "ellen.vance@ambleford.example.org"
TRAINER = "tom.aldous@ambleford.example.org"


def person(email):
    """Return the account of an address."""
    return get_user_model().objects.get(email=email)


@pytest.fixture
def without_plans(demo):
    """Begin without the training plans of the demonstration."""
    Assignment.objects.all().delete()
    Plan.objects.all().delete()


@pytest.fixture
def training(demo) -> TrainingHomePage:
    """The training, with every shelf."""
    return add_training(HomePage.objects.get(), person(TRAINER))


@pytest.fixture
def add_sheet(training):
    """Add a published sheet: `add_sheet("- lines: {id: a, label: A}", slug="a")`; or one of every block."""
    shelf = TrainingShelfPage.objects.get(holds=Holds.SHEET)

    def add(text="", **fields) -> ResourceSheetPage:
        mistakes = Mistakes()
        if text:
            raw, lines = raw_of(text)
        else:
            item = read_yaml(FILES / "every-block.yaml", "every-block.yaml", mistakes)
            raw, lines = read_sheet(item["blocks"], mistakes), mistakes.lines
        assert lines == []
        given = {"title": "Every block", "slug": "tested-sheet", "code": "T1", "standfirst": "One of each."}
        page = ResourceSheetPage(
            **{**given, "maintainer": person(TRAINER), "body": json.dumps(raw), **fields}
        )
        shelf.add_child(instance=page)
        page.save_revision(clean=False).publish()
        return ResourceSheetPage.objects.get(pk=page.pk)

    return add
