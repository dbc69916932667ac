"""What many requests get: kept files are served, others are made one at a time and for each their share."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.training.conftest import LEAD
from training import blanks, making
from training.sheets import pdf, turns
from training.sheets.filled import Filled
from training.sheets.tree import Sheet
from training.views.sheets import made_file

pytestmark = pytest.mark.django_db
SMALL = "- lines: {id: a, label: What we do, lines: 2}"
SAID = "Many files are being made just now"


@contextmanager
def held_by_another(sort):
    """Let another thread have the turn: to oneself it is given twice."""
    begun, done = threading.Event(), threading.Event()

    def hold():
        with turns.turn(sort):
            begun.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.fixture
def made(monkeypatch):
    """The titles of the sheets that were laid out, in order; none really is."""
    titles = []

    def make(sheet):
        titles.append(sheet.title)
        return b"%PDF-"

    monkeypatch.setitem(blanks.MAKERS, "pdf", make)
    monkeypatch.setitem(blanks.MAKERS, "docx", make)
    return titles


def test_one_blank_file_asked_for_a_thousand_times_is_made_once(client, add_sheet, made):
    page = add_sheet(SMALL)
    assert {client.get(f"{page.url}blank.pdf").status_code for _ in range(1000)} == {200}
    assert made == [page.title]


def test_a_school_gets_120_different_blank_files_in_a_minute(client, add_sheet, made):
    page = add_sheet(SMALL)
    for number in range(60):
        page.title = f"Sheet {number}"
        page.save()
        for sort in ("pdf", "docx"):
            assert client.get(f"{page.url}blank.{sort}").status_code == 200
    assert len(made) == 120


def test_whoever_asks_for_more_new_ones_is_told_to_come_back_and_gets_what_is_kept(
    client, add_sheet, made, monkeypatch
):
    monkeypatch.setattr("training.views.sheets.BLANK_A_MINUTE", 1)
    page = add_sheet(SMALL)
    assert client.get(f"{page.url}blank.pdf").status_code == 200
    answer = client.get(f"{page.url}blank.docx")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert SAID in answer.text and f'href="{page.url}"' in answer.text
    assert client.get(f"{page.url}blank.pdf").status_code == 200
    assert client.get(f"{page.url}blank.docx", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_completed_files_have_a_limit_for_each_address_and_nothing_typed_is_lost(
    client, add_sheet, monkeypatch
):
    monkeypatch.setattr("training.views.sheets.filled_pdf", lambda sheet, filled: b"%PDF-")
    page, typed = add_sheet(SMALL), {"a": "We ring before nine", "as": "pdf"}
    got = [client.post(f"{page.url}fill/", typed).status_code for _ in range(making.COMPLETED_A_MINUTE)]
    assert set(got) == {200}
    answer = client.post(f"{page.url}fill/", typed)
    assert answer.status_code == 429 and answer["Retry-After"] == "30"
    assert SAID in answer.text and ">We ring before nine</textarea>" in answer.text
    assert client.post(f"{page.url}fill/", {**typed, "as": "page"}).status_code == 200
    assert client.get(f"{page.url}blank.docx").status_code == 200
    assert client.post(f"{page.url}fill/", typed, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_the_word_file_of_a_programme_counts_too(client, add_sheet, monkeypatch):
    page = add_sheet(SMALL)
    address = f"{reverse('training:programme_page')}?items={page.pk}"
    assert client.post(address, {"name": "Autumn", "as": "docx"}).status_code == 200
    monkeypatch.setattr(making, "may_make", lambda request: False)
    answer = client.post(address, {"name": "Autumn", "as": "docx"})
    assert answer.status_code == 429 and answer["Retry-After"] == "30"
    assert "Wait a minute" in answer.text and 'value="Autumn"' in answer.text
    assert client.post(address, {"name": "Autumn", "as": "print"}).status_code == 200


@pytest.mark.parametrize("sort", ["pdf", "docx"])
def test_whoever_waits_too_long_is_told_to_come_back(client, add_sheet, monkeypatch, sort):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    page = add_sheet(SMALL)
    with held_by_another(sort):
        blank = client.get(f"{page.url}blank.{sort}")
        completed = client.post(f"{page.url}fill/", {"a": "We ring", "as": sort})
    for answer in (blank, completed):
        assert answer.status_code == 503 and answer["Retry-After"] == "30" and SAID in answer.text
    assert ">We ring</textarea>" in completed.text
    assert client.post(f"{page.url}fill/", {"a": "We ring", "as": sort}).status_code == 200


def test_whoever_is_signed_in_and_waits_too_long_gets_a_clear_answer_too(add_sheet, signed_in, monkeypatch):
    from tests.training.conftest import person
    from training.records.own_sheets import adapt

    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    own = adapt(person(LEAD), add_sheet(SMALL))
    with held_by_another("pdf"):
        answer = signed_in(LEAD).get(reverse("training:own_blank", args=[own.public_id, "pdf"]))
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and SAID in answer.text


def test_a_file_that_fails_gives_its_place_back():
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn("pdf"):
            raise ZeroDivisionError


def together(number, work):
    """Run `work` in so many threads at once; return what they gave."""
    gave = []
    threads = [threading.Thread(target=lambda: gave.append(work())) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave


def test_twenty_who_ask_at_the_same_moment_share_one(monkeypatch):
    count = []

    def make(sheet):
        count.append(1)
        time.sleep(0.2)
        return b"%PDF-"

    monkeypatch.setitem(blanks.MAKERS, "pdf", make)
    sheet = Sheet(title="One", code="", standfirst="", parts=())
    assert together(20, lambda: blanks.blank_file(sheet, "pdf")) == [b"%PDF-"] * 20
    assert len(count) == 1


def test_completed_ones_are_made_one_at_a_time(monkeypatch):
    at_work, most = [], []

    def make(*args):
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.02)
        at_work.pop()
        return b"%PDF-"

    monkeypatch.setattr(pdf, "_drawn", make)
    sheet = Sheet(title="One", code="", standfirst="", parts=())
    assert len(together(10, lambda: made_file(sheet, Filled(), "pdf"))) == 10
    assert max(most) == 1


def test_without_a_kept_one_it_is_made_anew(made):
    sheet = Sheet(title="One", code="", standfirst="", parts=())
    blanks.blank_file(sheet, "pdf")
    cache.clear()
    blanks.blank_file(sheet, "pdf")
    assert made == ["One", "One"]


def test_everything_is_drawn_inside_its_turn(monkeypatch):
    """Sheets, certificates and logs alike: what draws them is never at work twice."""
    sheet = Sheet(title="One", code="", standfirst="", parts=())
    seen, draw = [], pdf._drawn
    monkeypatch.setattr(
        pdf, "_drawn", lambda *args: seen.append(turns._TURNS["pdf"]._is_owned()) or draw(*args)
    )
    assert blanks.blank_file(sheet, "pdf").startswith(b"%PDF")
    assert made_file(sheet, Filled(), "pdf").startswith(b"%PDF")
    assert pdf.pdf_of("<p>A certificate</p>").startswith(b"%PDF")
    assert seen == [True] * 3


def test_ones_own_files_wait_and_count_too(signed_in, monkeypatch):
    client = signed_in(LEAD)
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    address = reverse("records:cpd_file", args=["pdf"])
    with held_by_another("pdf"):
        assert client.get(address).status_code == 503
    assert client.get(address).status_code == 200
    monkeypatch.setattr(making, "may_make", lambda request: False)
    assert client.get(address).status_code == 503
