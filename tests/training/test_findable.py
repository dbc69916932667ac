"""What the search knows of the training: what everybody may read, and nothing that is for trainers."""

import pytest

from portal.search import adapters, outbox
from portal.search.models import SearchDocument
from training.models import TrainingPage

pytestmark = pytest.mark.django_db


def row(page):
    outbox.settle()
    key = adapters.adapter_of(TrainingPage).key(page.pk)
    return SearchDocument.objects.filter(key=key).first()


def test_a_sheet_is_found_by_what_stands_on_it(add_sheet):
    found = row(add_sheet())
    text = f"{found.title} {found.summary} {found.body} {found.names}"
    for words in (
        "Every block",
        "One of each",
        "School nurse",
        "Talks in assembly",
        "T1",
        "Draw who helps you",
    ):
        assert words in text
    for words in ("stigma", "Police first", "Leave ten minutes"):
        assert words not in text
    assert found.kind == "sheet"


@pytest.mark.parametrize(("sort", "kind"), [("letter", "form"), ("form", "form"), ("direct-work", "sheet")])
def test_its_kind_is_the_one_that_readers_know(add_sheet, sort, kind):
    assert row(add_sheet(sort=sort)).kind == kind


def test_what_is_not_open_to_everybody_is_not_found(add_sheet):
    assert row(add_sheet(access="staff")) is None
