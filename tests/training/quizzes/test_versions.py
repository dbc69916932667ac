"""Versions: what publishing makes, that nothing changes it, and that it outlives everything around it."""

import datetime
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Revision

from tests.factories.quizzes import add_attempt, add_bank_item, add_quiz, all_right, publish_again, single
from training.quizzes import blocks, guard
from training.quizzes.content import schema
from training.quizzes.content.schema import canonical, content_hash, items_of
from training.quizzes.grading import grade
from training.quizzes.models import BankItem, QuizAttempt, QuizPage, QuizVersion
from training.quizzes.models.versions import NeverChanges
from training.quizzes.regrading import responses_of

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def test_publishing_makes_a_version_of_every_item():
    version = add_quiz(title="Who does what").newest_version
    assert (version.number, version.title) == (1, "Who does what")
    assert version.content_hash == content_hash(version.content)
    sorts = {item["type"] for item in items_of(version.content).values()}
    assert len(sorts) == 10
    assert version.source_revision.object_id == str(version.quiz_id)


def test_a_draft_and_a_publication_for_later_make_none():
    assert add_quiz(publish=False).newest_version is None


def test_everything_right_gets_all_marks():
    version = add_quiz().newest_version
    attempt = add_attempt(version)
    attempt.refresh_from_db()
    assert attempt.percent == 100, {one.item_id: one.fraction for one in attempt.responses.all()}
    assert attempt.max_score == 9
    assert add_attempt(version, {}).score == 0


def test_publishing_again_without_a_change_makes_no_version():
    page = publish_again(add_quiz())
    assert page.versions.count() == 1
    page.title = "Another"
    assert publish_again(page).newest_version.number == 2


def test_the_tick_for_wording_counts_once():
    page = add_quiz()
    page.title, page.meaning_unchanged = "Spelt right", True
    page = publish_again(page)
    assert page.newest_version.meaning_unchanged
    assert not page.meaning_unchanged
    assert not page.get_latest_revision_as_object().meaning_unchanged
    page.title = "Another thing"
    assert not publish_again(page).newest_version.meaning_unchanged


def test_an_explanation_leaves_the_hash_of_its_item_alone_and_an_option_does_not():
    before = items_of(add_quiz([single()]).newest_version.content)["choice"]["hash"]
    told = single(general_feedback="<p>Because of the law.</p>", name="Law")
    assert items_of(add_quiz([told]).newest_version.content)["choice"]["hash"] == before
    other = single()
    other["value"]["options"][1]["value"]["text"] = "<p>Wait a day</p>"
    assert items_of(add_quiz([other]).newest_version.content)["choice"]["hash"] != before


def test_a_publication_that_fails_leaves_the_old_page_and_no_version(monkeypatch):
    page = add_quiz(title="Before")
    page.title = "After"
    monkeypatch.setattr("training.quizzes.publishing.content_hash", lambda content: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_again(page)
    assert QuizPage.objects.get(pk=page.pk).title == "Before"


def test_a_model_refuses_change_and_deletion():
    version = add_quiz().newest_version
    with pytest.raises(NeverChanges):
        version.save()
    with pytest.raises(NeverChanges):
        version.delete()
    add_attempt(version)
    with pytest.raises(ProtectedError):
        QuizVersion.objects.filter(pk=version.pk).delete()


@pytest.mark.parametrize("field", guard.COLUMNS)
def test_the_database_refuses_a_change(field):
    version = add_quiz().newest_version
    new = {"number": 9, "content": {"items": []}, "meaning_unchanged": True}.get(field, "x")
    new = "2020-01-01T00:00Z" if field == "published_at" else new
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        QuizVersion.objects.filter(pk=version.pk).update(**{field: new})
    QuizVersion.objects.filter(pk=version.pk).update(source_revision=None, published_by=None, quiz=None)


def test_the_database_refuses_another_quiz_and_a_deletion_under_attempts():
    version, other = add_quiz().newest_version, add_quiz()
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        QuizVersion.objects.filter(pk=version.pk).update(quiz=other)
    attempt = add_attempt(version)
    delete = "DELETE FROM quizzes_quizversion WHERE id = %s"
    with pytest.raises(DatabaseError, match=guard.DELETION), transaction.atomic():
        connection.cursor().execute(delete, [version.pk])
    attempt.delete()
    connection.cursor().execute(delete, [version.pk])


def test_the_guard_comes_back_after_a_migration():
    """SQLite makes a table anew to change it, and loses its triggers."""
    version = add_quiz().newest_version
    drop = "DROP TRIGGER quizversion_unchanged"
    if connection.vendor == "postgresql":
        drop = "DROP TRIGGER quizversion_guard ON quizzes_quizversion"
    connection.cursor().execute(drop)
    guard.answer_migration(None, "default")
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        QuizVersion.objects.filter(pk=version.pk).update(title="x")


def stored(attempt: QuizAttempt) -> tuple:
    """Return everything that a result rests on, read anew: bytes and marks."""
    attempt = QuizAttempt.objects.get(pk=attempt.pk)
    rows = attempt.responses.order_by("item_id").values_list("item_id", "response", "fraction", "mark")
    return canonical(attempt.version.content), canonical(attempt.layout), list(rows), attempt.score


def change_an_option(page):
    raw = page.items.get_prep_value()
    raw[1]["value"]["options"][0]["value"]["text"] = "<p>Something else</p>"
    return publish_with(page, raw)


def delete_an_item(page):
    return publish_with(page, page.items.get_prep_value()[2:])


def reorder(page):
    return publish_with(page, page.items.get_prep_value()[::-1])


def publish_with(page, raw):
    page.items = raw
    page = publish_again(page)
    assert page.newest_version.number == 2
    return page


def remove_a_type_from_code(page):
    """What a later release may do: a type of block goes, and with it what its blocks held."""
    removed = [types.child_blocks.pop("choice") for types in page_blocks(page)]
    try:
        again = QuizPage.objects.get(pk=page.pk)
        assert "choice" not in {child.block_type for child in again.items}
        publish_again(again)
    finally:
        for types, block in zip(page_blocks(page), removed, strict=True):
            types.child_blocks["choice"] = block


def page_blocks(page):
    return [page._meta.get_field("items").stream_block]


def purge_revisions(page):
    assert Revision.objects.filter(object_id=str(page.pk)).exists()
    Revision.objects.filter(object_id=str(page.pk)).update(created_at="2020-01-01T00:00Z")
    page.title = "Newer"
    publish_again(page)
    call_command("purge_revisions", days=30, verbosity=0)
    assert QuizVersion.objects.get(quiz=page, number=1).source_revision is None


def delete_the_page(page):
    page.delete()
    assert not QuizPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize(
    "disaster",
    [change_an_option, delete_an_item, reorder, remove_a_type_from_code, purge_revisions, delete_the_page],
)
def test_old_attempts_outlive_what_becomes_of_the_quiz(disaster):
    page = add_quiz()
    version = page.newest_version
    all_of_it, some = (
        add_attempt(version),
        add_attempt(version, {"choice": ["choice-3"], "true_false": "true"}),
    )
    before = stored(all_of_it), stored(some)
    disaster(page)
    assert (stored(all_of_it), stored(some)) == before
    for attempt in QuizAttempt.objects.filter(pk__in=[all_of_it.pk, some.pk]):
        marks = grade(attempt.version.read, attempt.layout, responses_of(attempt))
        assert (marks.score, marks.max_score, marks.percent) == (
            attempt.score,
            attempt.max_score,
            attempt.percent,
        )
    call_command("verify_attempts", verbosity=0)


def test_a_question_of_the_bank_keeps_its_id_and_the_wording_of_the_publication():
    question = add_bank_item(single("wording"))
    page = add_quiz([{"type": "from_bank", "id": "row", "value": {"question": question.pk}}])
    (item,) = page.newest_version.content["items"]
    assert item["id"] == str(question.uuid)
    assert item["name"] == "Whom to ring"
    question.item = [single("wording", stem="<p>Another?</p>")]
    question.save()
    assert page.versions.get().content["items"] == [item]
    assert publish_again(page).newest_version.content["items"][0]["stem"] == "<p>Another?</p>"
    question.delete()
    with pytest.raises(ValidationError):
        publish_again(page)
    assert page.versions.count() == 2


@pytest.mark.parametrize("number", sorted(schema.READERS))
def test_every_schema_there_ever_was_is_read_and_marked(number):
    """A file for each: content as it was stored, and an attempt with its marks. Never change one."""
    held = json.loads((FILES / f"schema-{number}.json").read_text())
    assert content_hash(held["content"]) == held["hash"]
    content = schema.read(held["content"])
    marks = grade(content, held["layout"], held["responses"])
    assert {key: [str(part) if part is not None else None for part in mark]
            for key, mark in marks.items.items()} == held["marks"]  # fmt: skip
    assert str(marks.percent) == held["percent"]


def test_a_schema_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="999"):
        schema.read({"schema": 999})


def test_nothing_in_content_is_a_float():
    def walk(value):
        assert not isinstance(value, float)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(each)

    walk(add_quiz().newest_version.content)


def test_right_and_wrong_options_look_alike_by_their_ids_and_order():
    """What tells the pairs of a match apart is a digest of the text that everybody sees."""
    content = add_quiz().newest_version.content
    match = next(item for item in content["items"] if item["type"] == "match")
    assert [choice["id"] for choice in match["choices"]] == sorted(
        choice["id"] for choice in match["choices"]
    )
    assert {pair["choice"] for pair in match["pairs"]} < {choice["id"] for choice in match["choices"]}
    assert all_right(content)["match"]


def test_the_blocks_of_the_bank_and_of_quizzes_are_of_the_same_types():
    assert set(blocks.ItemsBlock().child_blocks) - set(blocks.ItemTypes().child_blocks) == {
        "from_bank",
        "pool",
    }


def test_a_scheduled_quiz_that_is_unsound_stops_no_other(caplog):
    """It is not published, or goes on as it was; whoever looks after the portal reads it in the log."""
    past = timezone.now() - datetime.timedelta(minutes=5)
    question = add_bank_item(single("scheduled"))
    row = {"type": "from_bank", "id": "row", "value": {"question": question.pk}}
    pages = [add_quiz([row], publish=False), add_quiz([row]), add_quiz([single("sound")], publish=False)]
    BankItem.objects.filter(pk=question.pk).update(live=False)
    for page in pages:
        page.go_live_at = past
        page.title += " later"
        page.save_revision(approved_go_live_at=past, clean=False)
    call_command("publish_scheduled", verbosity=0)
    new, there, sound = (QuizPage.objects.get(pk=page.pk) for page in pages)
    assert (new.live, there.live, sound.live) == (False, True, True)
    assert (new.versions.count(), there.versions.count(), sound.versions.count()) == (0, 1, 1)
    assert [line.getMessage().split()[0] for line in caplog.records if "quiz_not" in line.getMessage()] == [
        "quiz_not_published"
    ] * 2


def test_the_tick_of_wording_is_for_one_publication_even_if_it_changes_nothing():
    page = add_quiz([single("one")])
    page.meaning_unchanged, page.standfirst = True, "Another line."
    page = publish_again(page)
    assert not page.meaning_unchanged and page.versions.count() == 1
    page.items = json.dumps([single("one", stem="<p>Quite another question?</p>")])
    assert not publish_again(page).newest_version.meaning_unchanged
