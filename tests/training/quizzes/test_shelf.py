"""The shelf of quizzes: on a new site, on one that has its training already, and what the search may know."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from portal.search.adapters import joined
from portal.search.enums import Kind
from tests.factories.quizzes import add_quiz
from tests.factories.training import shelf
from training.enums import Holds
from training.findable import TrainingPageAdapter, kind_of, texts
from training.models import TrainingHomePage, TrainingShelfPage

pytestmark = pytest.mark.django_db


def test_a_quiz_stands_on_its_shelf(client):
    page = add_quiz(title="Who does what")
    assert page.get_url() == f"/training/quizzes/{page.slug}/"
    assert "Who does what" in client.get("/training/quizzes/").text
    assert client.get(page.get_url()).status_code == 200


def test_a_site_with_its_training_gets_the_shelf_by_migration(client):
    shelf(Holds.QUIZ).delete()
    add_shelf = import_module("training.migrations.0004_shelf_of_quizzes").add_shelf
    add_shelf(apps, None)
    add_shelf(apps, None)
    made = TrainingShelfPage.objects.get(holds=Holds.QUIZ)
    training = TrainingHomePage.objects.get()
    assert made.get_parent().specific == training
    assert training.numchild == training.get_children().count()
    assert made.find_problems() == ([], [], [], [], [])
    assert client.get("/training/quizzes/").status_code == 200
    assert add_quiz().get_url().startswith("/training/quizzes/")


def test_the_search_knows_what_everybody_may_read_and_no_key():
    page = add_quiz(introduction="<p>About partners.</p>")
    assert kind_of(page) == Kind.QUIZ
    assert joined(texts(page)) == "About partners."
    entry = TrainingPageAdapter().entry(page)
    for secret in ("Ring today", "front door", "What you saw", "Because"):
        assert secret not in f"{entry.body} {entry.summary} {entry.title}"


def test_a_module_names_its_quiz(signed_in):
    from tests.factories.training import add_module

    module = add_module(quiz=add_quiz(title="The quiz of this module"))
    edit = reverse("wagtailadmin_pages:edit", args=[module.pk])
    assert "The quiz of this module" in signed_in("ellen.vance@ambleford.example.org").get(edit).text
