"""What is to be indexed is noted: undone changes not, and nothing lost in between."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hub.models import ArticlePage
from portal.search import adapters, index, outbox
from portal.search.models import SearchChange, SearchDocument, SearchEdition
from tests.factories.hub import add_page
from tests.search.counts import counted, recounted
from tests.search.rows import indexed, pending, row

pytestmark = pytest.mark.django_db


def test_what_is_rolled_back_is_no_change(article):
    before = row(article).version
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.unpublish()
        assert pending()
        raise ZeroDivisionError
    assert not pending()
    assert row(article).version == before
    # What the savepoint undid is noted anew when it happens again.
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert pending()
    assert row(article) is None


def test_a_change_is_noted_once_a_transaction(article):
    outbox.mark([f"hub.hubpage:{article.pk}"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        outbox.mark([f"hub.hubpage:{article.pk}"])
    assert len(queries) == 0


def test_one_that_fails_waits_and_holds_nothing_up(article, monkeypatch, caplog):
    other = add_page(title="Another")
    adapter = adapters.adapter_of(ArticlePage)
    real = type(adapter).entry

    def entry(self, thing):
        if thing.pk == article.pk:
            raise ValueError("no such thing")
        return real(self, thing)

    outbox.mark([adapter.key(article.pk)])
    with monkeypatch.context() as patch:
        patch.setattr(type(adapter), "entry", entry)
        outbox.settle()
    assert pending() == {adapter.key(article.pk)}
    assert SearchChange.objects.get().attempts == 1
    assert "could not index" in caplog.text
    assert row(other)
    assert row(article)  # settled again, now that it can be
    assert counted() == recounted()


def test_what_a_crash_left_is_done_later(article):
    SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").values_list("pk", flat=True)
    outbox.mark([f"hub.hubpage:{article.pk}"])  # and the program ended here
    assert not SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").exists()
    assert outbox.settle() == 1
    assert row(article)
    assert counted() == recounted()


def test_together_notes_everything_once_at_the_end():
    with outbox.together():
        pages = [add_page() for _ in range(3)]
        assert not pending()
    assert {f"hub.hubpage:{page.pk}" for page in pages} <= pending()


def test_together_with_a_mistake_notes_nothing():
    with pytest.raises(ZeroDivisionError), outbox.together():
        outbox.mark(["tool:glossary"])
        raise ZeroDivisionError
    assert not pending()
    outbox.mark(["tool:glossary"])  # and later changes are noted again
    assert pending() == {"tool:glossary"}


def test_renewing_keeps_the_row_until_it_is_written(article, monkeypatch):
    monkeypatch.setattr(outbox, "settle", lambda keys, said: None)
    outbox.renew([f"hub.hubpage:{article.pk}"])
    assert SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").exists()
    monkeypatch.undo()
    outbox.settle()
    assert counted() == recounted()


def test_every_change_raises_the_edition(article):
    before = index.edition()
    article.unpublish()
    outbox.settle()
    assert index.edition() > before
    assert SearchEdition.objects.count() == 1


def test_compare_names_what_is_missing_extra_and_old(article):
    other = indexed(add_page(title="Another"))
    gone, old = f"hub.hubpage:{article.pk}", f"hub.hubpage:{other.pk}"
    SearchDocument.objects.filter(key=gone).update(key="hub.hubpage:0")
    SearchDocument.objects.filter(key=old).update(title="What it once was")
    found = index.compare()
    assert (found.missing, found.extra, list(found.old)) == ([gone], ["hub.hubpage:0"], [old])
    assert index.compare(thorough=False).keys() == [gone, "hub.hubpage:0"]
    outbox.mark(found.keys())
    assert not index.compare()  # noted: still to be done, and no difference
    outbox.settle()
    assert not index.compare()
    assert row(other).title == "Another"
