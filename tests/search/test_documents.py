"""Uploaded documents are found by title and text, as far as everybody may open them."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from hub.models import PolicyPage
from portal.search import document_report, index, outbox, reader, sync, texts
from portal.search.find import find
from portal.search.models import DocumentText, SearchChange, SearchDocument, SearchTerm
from tests.factories.hub import add_page
from tests.search import files

pytestmark = pytest.mark.django_db
EDITOR = "marguerite.osei@ambleford.example.org"
ADMINISTRATOR = "ellen.vance@ambleford.example.org"
TITLE, TEXT = "xyzzytitle", "xyzzytext"


def upload(content: bytes | None = None, name="plan.pdf", title=TITLE, **fields) -> Document:
    """Return a new document, its text read and indexed as the worker would."""
    content = files.pdf(f"Ask about {TEXT} and more") if content is None else content
    file = ContentFile(content, name=name)
    document = Document.objects.create(title=title, file=file, file_size=len(content), **fields)
    sync.catch_up()
    return document


def private(parent: Collection | None = None, name="Closed") -> Collection:
    collection = (parent or Collection.get_first_root_node()).add_child(name=name)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def open_collection(name="Open", parent: Collection | None = None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(name=name)


def keys(query: str) -> list[str]:
    return [result.document.key for result in find(query).results]


def key(document: Document) -> str:
    return f"wagtaildocs.document:{document.pk}"


def assert_nowhere() -> None:
    """Assert that no row and no word of the search knows the document, from the first moment and later."""
    assert not SearchDocument.objects.filter(title=TITLE).exists()
    sync.catch_up()
    assert not SearchChange.objects.exists()
    assert keys(TITLE) == keys(TEXT) == []
    assert not SearchTerm.objects.filter(text__startswith="xyzzy").exists()
    assert not DocumentText.objects.filter(text__contains=TEXT).exists()
    assert not index.compare()


def test_a_document_is_found_by_title_and_text(client):
    document = upload()
    assert keys(TITLE) == keys(TEXT) == [key(document)]
    page = client.get("/search/", {"q": TEXT}).content.decode()
    assert f'href="{document.url}"' in page
    assert f"<mark>{TEXT}</mark>" in page
    assert ">Document</p>" in page
    assert f"PDF, {len(files.pdf(f'Ask about {TEXT} and more'))}\xa0bytes" in page
    assert client.get(document.url).status_code == 200


def test_an_upload_is_found_by_its_title_before_anything_is_read(monkeypatch):
    def refuse(content):
        raise AssertionError("the file was read in a request")

    monkeypatch.setattr(texts, "read_apart", refuse)
    document = Document.objects.create(title=TITLE, file=ContentFile(files.pdf(TEXT), name="a.pdf"))
    outbox.settle()
    assert keys(TITLE) == [key(document)]
    assert keys(TEXT) == []


def test_a_file_that_cannot_be_read_is_found_by_its_title():
    document = upload(files.locked())
    assert keys(TITLE) == [key(document)]
    assert keys("lockedword") == []
    assert not index.compare()


def test_a_file_is_read_once_however_often_it_is_indexed(monkeypatch):
    document = upload()
    twin = upload(title="Its twin", name="other.pdf")
    monkeypatch.setattr(texts, "read_apart", None)
    sync.rebuild()
    assert set(keys(TEXT)) == {key(document), key(twin)}
    assert DocumentText.objects.filter(text__contains=TEXT).count() == 1


def test_a_new_file_takes_the_place_of_the_old_one():
    document = upload()
    document.file = ContentFile(files.pdf("plughword"), name="new.pdf")
    document.file_hash = ""
    document.save()
    sync.catch_up()
    assert keys("plughword") == [key(document)]
    assert keys(TEXT) == []
    assert not DocumentText.objects.filter(text__contains=TEXT).exists()


def test_a_file_that_is_missing_is_found_by_its_title_and_tried_again():
    document = upload()
    document.refresh_from_db()
    content = files.pdf(TEXT)
    DocumentText.objects.all().delete()
    document.file.storage.delete(document.file.name)
    sync.catch_up()
    assert DocumentText.objects.get(file_hash=document.file_hash).problem == texts.MISSING
    document.file.storage.save(document.file.name, ContentFile(content))
    sync.check()
    assert keys(TEXT) == [key(document)]


def test_a_document_of_a_private_collection_is_nowhere():
    upload(collection=private())
    assert_nowhere()


def test_a_document_below_a_private_collection_is_nowhere():
    upload(collection=open_collection(parent=private()))
    assert_nowhere()


def test_a_deleted_document_is_nowhere():
    upload().delete()
    assert_nowhere()


def test_a_document_that_is_moved_to_a_private_collection_is_nowhere():
    document = upload()
    document.collection = private()
    document.save()
    assert_nowhere()


def test_a_collection_that_is_closed_takes_its_documents_along():
    collection = open_collection()
    upload(collection=open_collection("Below", collection))
    assert keys(TEXT)
    wall = CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert_nowhere()
    wall.delete()
    sync.catch_up()
    assert keys(TEXT)


def test_documents_that_an_editor_moves_together_are_nowhere(signed_in):
    documents = [upload(), upload(files.pdf(f"Also {TEXT}"), title=f"{TITLE} two")]
    collection = private()
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    chosen = "&".join(f"id={document.pk}" for document in documents)
    answer = signed_in(ADMINISTRATOR).post(f"{address}?{chosen}", {"collection": collection.pk})
    assert answer.status_code == 302
    assert set(Document.objects.filter(title__startswith=TITLE).values_list("collection", flat=True)) == {
        collection.pk
    }
    assert_nowhere()


def test_a_collection_that_an_editor_moves_below_a_private_one_is_nowhere(signed_in):
    collection, wall = open_collection("Plans"), private()
    upload(collection=collection)
    get_user_model().objects.filter(email=ADMINISTRATOR).update(is_superuser=True)  # no role may do it
    address = reverse("wagtailadmin_collections:edit", args=[collection.pk])
    answer = signed_in(ADMINISTRATOR).post(address, {"name": "Plans", "parent": wall.pk})
    assert answer.status_code == 302
    assert Collection.objects.get(pk=collection.pk).get_parent() == wall
    assert_nowhere()


def offered(client) -> str:
    page = client.get("/search/", {"q": TEXT}).content.decode()
    return page.partition("On the page")[2][:200]


def test_the_page_that_offers_a_document_stands_beside_it(client):
    document = upload()
    assert offered(client) == ""
    page = add_page(PolicyPage, title="The plan of ours", document=document)
    outbox.settle()
    assert f'href="{page.url}">The plan of ours</a>' in offered(client)
    add_page(PolicyPage, title="Another", document=document)
    outbox.settle()
    assert offered(client) == ""


def test_a_page_in_draft_that_offers_a_document_is_not_named(client):
    add_page(PolicyPage, title="Not yet", document=upload(), live=False)
    outbox.settle()
    assert offered(client) == ""


def test_as_many_queries_for_fifty_documents_as_for_two(client):
    def queries(word: str) -> int:
        client.get("/search/", {"q": word})
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/search/", {"q": word}).status_code == 200
        return len(counted)

    def fill(word: str, many: int) -> None:
        for number in range(many):
            content = f"{word} {number}".encode()
            file = ContentFile(content, name=f"{word}{number}.txt")
            document = Document.objects.create(title=f"Plan {number}", file=file, file_size=9)
            add_page(PolicyPage, title=f"Page {number}", document=document)
        sync.catch_up()

    fill("plughfew", 2)
    fill("plughmany", 50)
    assert find("plughmany").counts["kind"] == {"document": 50}
    assert queries("plughmany") == queries("plughfew")


def test_indexing_asks_as_much_for_fifty_documents_as_for_two():
    def entries(many: int) -> int:
        from portal.search import adapters

        documents = [
            Document.objects.create(title=f"Plan {n}", file="a.txt", file_hash=str(n)) for n in range(many)
        ]
        with CaptureQueriesContext(connection) as counted:
            assert len(adapters.entries_of([key(document) for document in documents])) == many
        return len(counted)

    assert entries(2) == entries(50) == 1


def test_the_report_says_what_cannot_be_read(signed_in):
    upload(title="Sound")
    upload(files.locked(), title="Locked")
    upload(files.pdf(*["word"] * 301), title="Long")
    upload(files.pdf("secret"), title="Closed", collection=private())
    Document.objects.create(title="New", file=ContentFile(files.pdf("new"), name="new.pdf"), file_hash="1")
    said = {row.document.title: row.state for row in document_report.rows(list(Document.objects.all()))}
    assert said["Sound"] == document_report.FOUND
    assert said["Locked"] == f"Found by its title; its text could not be read because {reader.LOCKED}"
    assert said["Long"] == f"Found by its title and part of its text, because {reader.LONG}"
    assert said["Closed"] == document_report.PRIVATE
    assert said["New"] == document_report.WAITING
    page = signed_in(EDITOR).get("/admin/reports/documents/").content.decode()
    assert all(f"{state}." in page for state in said.values())


def test_the_report_asks_as_much_for_fifty_documents_as_for_two():
    def queries(many: int) -> int:
        documents = [Document.objects.create(title="A", file="a.txt", file_hash=str(n)) for n in range(many)]
        with CaptureQueriesContext(connection) as counted:
            document_report.rows(documents)
        return len(counted)

    assert queries(2) == queries(50) == 2


def test_a_document_of_the_demonstration_is_found_by_a_word_inside(demo):
    found = [result.document for result in find("fact opinion kept apart").results]
    documents = [each.title for each in found if each.kind == "document"]
    assert "Ambleford information-sharing agreement" in documents
