"""Whoever asks gets all that is held about them; whoever is erased is in no table any more."""

import json

import pytest
from django.apps import apps

from portal.accounts import privacy
from tests.everything import Everything, points_at_people
from tests.traces import tables_with

pytestmark = pytest.mark.django_db

# Who looks after a page or an entry: the tie must be there, and leads to an account without a name.
LOOKS_AFTER = {"maintainer", "assurer"}
# Wagtail's: who made a revision, a picture or a step of a workflow. It leads to an account without a name.
LEDGERS = {
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.Revision.user",
    "wagtailcore.Comment.user",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.CommentReply.user",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
    "quizzes.QuizVersion.published_by",
}
# Who owns or keeps pages and entries: `Everything` is of somebody who reads, so these are named one by one.
EDITORS = {"owner", "maintainer", "locked_by", "assurer"}
EDITORS_OF = LEDGERS | {
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "content.GuidanceChange.by",
}


@pytest.fixture
def everything(demo) -> Everything:
    """Return a person of whom there is one of everything."""
    return Everything()


def rows_of(person) -> dict[str, int]:
    """Return, for each field that points at accounts, how many rows point at `person`."""
    return {
        f"{model._meta.label}.{field.name}": model._base_manager.filter(**{field.name: person}).count()
        for model, field in points_at_people()
    }


def test_there_is_one_of_everything(everything):
    """A table that could hold somebody and holds nobody here would go by untested."""
    missing = [name for name, count in rows_of(everything.person).items() if count == 0]
    assert [
        name for name in missing if name not in EDITORS_OF and name.rsplit(".", 1)[1] not in EDITORS
    ] == [], "Let tests/everything have one"


def test_there_is_a_row_of_each_model_that_is_declared(everything):
    """Also of those that hold a name or an address, and point at nobody."""
    held = {holding.model for holding in privacy.everything_held()}
    assert [model for model in sorted(held) if not apps.get_model(model)._base_manager.exists()] == []


def test_the_export_holds_every_word_that_they_typed(everything):
    held = json.dumps(privacy.export_everything(everything.person), default=str)
    assert [where for where, word in everything.words.items() if word not in held] == []
    assert everything.person.name in held


def test_the_export_tells_what_has_no_words(everything):
    """What they have, made, gave, decided and looked at; who looked at theirs."""
    held = privacy.export_everything(everything.person)["records"]
    assert {
        "training plans that you have",
        "training plans that you made",
        "training plans that you gave",
        "requirements that you set",
        "weekly letters",
        "who looked at your record",
        "whose record you looked at",
        "programmes that name you",
        "sheets of your school",
        "partners whom you asked",
        "what partners said that you decided on",
    } <= set(held)
    assert held["training plans that you have"][0]["reminders"]
    assert held["training plans that you have"][0]["given by"] == everything.person.name
    assert held["what partners said that you decided on"][0]["decided"]
    assert held["CPD log"][0]["about record"] == held["what you did"][0]["number"]


def test_the_export_tells_of_invitations_and_of_every_sign_in(everything):
    held = privacy.export_everything(everything.person)["accounts"]
    assert [one["invited by"] for one in held["invitations"]] == [everything.colleague.name]
    (sent,) = held["invitations that you sent"]
    assert (sent["school"], sent["role"]) == (everything.school.name, "Reader")
    assert "email" not in sent  # that of somebody else
    assert sorted(one["worked"] for one in held["sign_ins"]) == [False, False, True]


def test_nobody_elses_words_are_in_an_export(everything):
    held = json.dumps(privacy.export_everything(everything.colleague), default=str)
    assert not [where for where, word in everything.words.items() if word in held]


def test_an_erased_person_is_in_no_table(everything):
    assert len(tables_with(everything.marker)) > 20
    privacy.erase_everything(everything.person)
    assert tables_with(everything.marker) == []


def test_no_row_points_at_somebody_erased(everything):
    """But who made a revision or keeps an entry: that leads to an account without a name."""
    person = everything.person
    for model, field in points_at_people():
        if (
            model._meta.label == "wagtailcore.Page"
        ):  # the root, which no kind of ours is: those come themselves
            continue
        row, name = model._base_manager.first(), f"{model._meta.label}.{field.name}"
        assert row or name in LEDGERS | {"accounts.User_user_permissions.user"}, name
        if row and field.null and field.name in EDITORS | {"published_by", "by", "asked_by", "decided_by"}:
            model._base_manager.filter(pk=row.pk).update(**{field.name: person})
    privacy.erase_everything(person)
    left = {name for name, count in rows_of(person).items() if count}
    assert {name for name in left - LEDGERS if name.rsplit(".", 1)[1] not in LOOKS_AFTER} == set()
    person.refresh_from_db()
    assert (str(person), person.is_active, person.school, person.job_title) == (
        "Former user",
        False,
        None,
        "",
    )


def test_what_belongs_to_others_stays(everything):
    """The school keeps its plan, its sheet and its programmes; a colleague keeps what they have."""
    privacy.erase_everything(everything.person)
    school = everything.school
    assert school.plans.get().maker is None
    assert school.own_sheets.get().maker is None
    assert sorted(one.facilitator for one in school.programmes.all()) == ["", ""]
    assert everything.colleague.assignments.get().given_by is None
    assert everything.colleague.record_views.get().viewer is None
