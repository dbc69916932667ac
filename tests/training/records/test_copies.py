"""Copies of sheets that people keep: theirs alone, off unless the school wants it, gone by themselves."""

import datetime
import io
import json
import logging

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from wagtail.models import ReferenceIndex

from portal.accounts import privacy
from portal.accounts.models import School
from tests.factories.training import LINES, RATING, add_sheet
from tests.pages import main_of
from tests.traces import tables_with
from tests.training.conftest import ELSEWHERE, LEAD, READER, WITHOUT_SCHOOL, person
from training.records.copies import MOST_OF_A_PERSON
from training.records.models import KeptCopy

pytestmark = pytest.mark.django_db

SECRET = "Nobody-may-find-this-again"
MINE = reverse("training:copies")


def cell_of(page) -> str:
    """Return the name of the first thing to fill in."""
    return next(iter(page.sheet.cells()))


def kept(client, page, text="We ring at nine", **more) -> KeptCopy:
    """Keep a copy as a person would; return it."""
    answer = client.post(f"{page.url}keep/", {cell_of(page): text, **more})
    assert answer.status_code == 302, answer.text
    return KeptCopy.objects.get(public_id=answer["Location"].strip("/").rpartition("/")[2])


def addresses_of(copy) -> list[str]:
    """Return every address of a copy."""
    names = ("copy", "change_copy", "delete_copy")
    files = [reverse("training:copy_file", args=[copy.public_id, sort]) for sort in ("pdf", "docx", "csv")]
    return [reverse(f"training:{name}", args=[copy.public_id]) for name in names] + files


def test_a_copy_is_kept_opened_changed_taken_away_and_deleted(signed_in):
    client, page = signed_in(READER), add_sheet(title="Our plan")
    form = main_of(client.get(f"{page.url}fill/"))
    assert "only when you press “Keep a copy”" in form
    assert f'formaction="{page.url}keep/"' in form
    copy = kept(client, page, "We ring <b>at nine</b>", **{"kept.note": "Before\u202e the  term"})
    assert copy.note == "Before the term"
    view, change, delete, *_ = addresses_of(copy)
    main = main_of(client.get(view))
    assert "We ring &lt;b&gt;at nine&lt;/b&gt;" in main
    assert "No names of children" in main
    main = main_of(client.get(change))
    assert ">We ring &lt;b&gt;at nine&lt;/b&gt;</textarea>" in main
    assert 'value="Before the term"' in main
    assert client.post(change, {cell_of(page): "We ring at ten", "kept.note": ""})["Location"] == view
    assert "We ring at ten" in main_of(client.get(view))
    assert KeptCopy.objects.get().note == ""
    file = client.get(f"{view}copy.docx")
    assert "no-store" in file["Cache-Control"]
    assert "We ring at ten" in Document(io.BytesIO(file.content)).element.xml
    assert client.get(f"{view}copy.pdf").content.startswith(b"%PDF")
    assert client.get(f"{view}copy.exe").status_code == 404
    main_of(client.get(delete))
    assert KeptCopy.objects.exists()
    client.post(delete)
    assert not KeptCopy.objects.exists()
    assert client.get(view).status_code == 404


@pytest.mark.parametrize("email", [None, LEAD, ELSEWHERE, WITHOUT_SCHOOL])
def test_nobody_else_reaches_a_copy(signed_in, email):
    """A colleague, the lead of the school, another school, the administrator, somebody signed out."""
    page = add_sheet(body=[("rating", RATING)])
    own = signed_in(READER)
    first, second = kept(own, page, "2"), kept(own, page, SECRET)
    compare = f"{reverse('training:compare_copies')}?first={first.public_id}&second={second.public_id}"
    client = signed_in(email) if email else Client()
    if not email:
        own.cookies.clear()
    if email:
        assert str(first.public_id) not in main_of(client.get(MINE))
    for address in [*addresses_of(first), compare]:
        for answer in (client.get(address), client.post(address, {cell_of(page): "Mine now"})):
            assert answer.status_code in ({404, 405} if email else {302, 405}), address
            assert "/accounts/login/" in answer.get("Location", "/accounts/login/")
    first.refresh_from_db()
    assert first.answers == {cell_of(page): "2"}


def test_the_parts_of_two_people_cannot_be_compared(signed_in):
    page = add_sheet(body=[("rating", RATING)])
    theirs = kept(signed_in(READER), page, "2")
    School.objects.update(keeps_copies=True)
    mine = kept(signed_in(ELSEWHERE), page, "4")
    client = signed_in(ELSEWHERE)
    address = reverse("training:compare_copies")
    for pair in ((mine, theirs), (theirs, mine)):
        query = f"?first={pair[0].public_id}&second={pair[1].public_id}"
        assert client.get(address + query).status_code == 404
    assert client.get(f"{address}?first={mine.public_id}&second=x").status_code == 404
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("email", [ELSEWHERE, WITHOUT_SCHOOL])
def test_without_the_school_nothing_is_kept(signed_in, email):
    client, page = signed_in(email), add_sheet()
    form = main_of(client.get(f"{page.url}fill/"))
    assert "We keep nothing of what you type" in form
    assert "keep/" not in form
    assert client.post(f"{page.url}keep/", {cell_of(page): SECRET}).status_code == 403
    assert not KeptCopy.objects.exists()


def test_a_new_school_keeps_nothing(demo):
    assert not School(name="New").keeps_copies
    assert list(School.objects.filter(keeps_copies=True).values_list("slug", flat=True)) == [
        "ravensmoor-high"
    ]


def test_whoever_was_signed_out_loses_nothing(client, demo):
    page = add_sheet()
    answer = client.post(f"{page.url}keep/", {cell_of(page): "We ring at nine"})
    main = main_of(answer, 403)
    assert "You are not signed in any more" in main
    assert ">We ring at nine</textarea>" in main
    assert not KeptCopy.objects.exists()


def test_a_form_of_another_site_keeps_nothing(signed_in):
    page = add_sheet()
    asked = signed_in(READER)
    client = Client(enforce_csrf_checks=True)
    client.cookies = asked.cookies
    answer = client.post(f"{page.url}keep/", {cell_of(page): "We ring at nine"})
    assert ">We ring at nine</textarea>" in main_of(answer, 403)
    assert not KeptCopy.objects.exists()
    form = client.get(f"{page.url}fill/").text
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    kept(client, page, csrfmiddlewaretoken=token)
    copy = KeptCopy.objects.get()
    for address in addresses_of(copy)[1:3]:
        assert client.post(address, {}).status_code == 403
    copy.refresh_from_db()
    assert copy.answers


def test_what_is_kept_stands_in_one_table_and_in_no_log(signed_in, caplog, capfd):
    client, page = signed_in(READER), add_sheet()
    caplog.set_level(logging.DEBUG)
    copy = kept(client, page, SECRET, **{"kept.note": SECRET})
    for address in addresses_of(copy):
        client.get(address)
    client.post(addresses_of(copy)[1], {cell_of(page): SECRET * 2})
    client.post(f"{page.url}keep/", {cell_of(page): SECRET * 500})
    assert SECRET not in caplog.text + "".join(capfd.readouterr())
    assert set(tables_with(SECRET)) == {"records_keptcopy"}
    assert SECRET not in str(copy)
    assert not ReferenceIndex.get_references_to(page).filter(base_content_type__app_label="records").exists()


def test_too_much_is_said_and_nothing_is_lost(signed_in, monkeypatch):
    client, page = signed_in(READER), add_sheet()
    answer = client.post(f"{page.url}keep/", {cell_of(page): "x" * 5000, "kept.note": "Before"})
    main = main_of(answer, 400)
    assert "At most 4,000 characters" in main
    assert 'value="Before"' in main
    copy = kept(client, page)
    change = addresses_of(copy)[1]
    main = main_of(client.post(change, {cell_of(page): "x" * 5000}), 400)
    assert f'formaction="{change}"' in main
    monkeypatch.setattr("training.records.copies.MOST_OF_A_PERSON", 1)
    assert "copies already" in main_of(client.post(f"{page.url}keep/", {cell_of(page): "More"}), 400)
    assert MOST_OF_A_PERSON > 1
    assert KeptCopy.objects.count() == 1


def test_a_sheet_that_changed_or_went_loses_no_answer(signed_in):
    client = signed_in(READER)
    page = add_sheet(body=[*LINES, ("lines", {"label": "Until when", "help": "", "lines": 1})])
    first, second = page.sheet.cells()
    copy = kept(client, page, "We ring", **{second: "Easter"})
    page.body = json.dumps(page.body.get_prep_value()[:1])
    page.save()
    view, change, *_ = addresses_of(copy)
    main = main_of(client.get(view))
    assert "No longer on the sheet" in main
    assert "<dt>Until when</dt><dd>Easter</dd>" in main
    assert client.post(change, {first: "We ring twice"})["Location"] == view
    copy.refresh_from_db()
    assert copy.answers == {first: "We ring twice", second: "Easter"}
    page.unpublish()
    main = main_of(client.get(view))
    assert "The sheet is not here any more" in main
    assert "<dd>We ring twice</dd>" in main
    assert client.get(change).status_code == 404
    assert client.get(f"{view}copy.docx").status_code == 404
    page.delete()
    assert "<dd>Easter</dd>" in main_of(client.get(view))
    assert main_of(client.get(MINE))


def test_copies_go_on_their_day(signed_in):
    client, page = signed_in(READER), add_sheet()
    copy = kept(client, page)
    assert copy.kept_until == timezone.localdate() + datetime.timedelta(days=91)
    KeptCopy.objects.update(kept_until=timezone.localdate() + datetime.timedelta(days=1))
    assert client.get(addresses_of(copy)[0]).status_code == 200
    call_command("expire_records", verbosity=0)
    assert KeptCopy.objects.exists()
    KeptCopy.objects.update(kept_until=timezone.localdate())
    assert client.get(addresses_of(copy)[0]).status_code == 404
    call_command("expire_records", verbosity=0)
    assert not KeptCopy.objects.exists()


def test_the_lead_says_whether_and_how_long(signed_in):
    page, keeping = add_sheet(), reverse("training:keeping")
    assert signed_in(READER).get(keeping).status_code == 403
    lead = signed_in(ELSEWHERE)
    assert keeping in main_of(lead.get(MINE))
    main_of(lead.get(keeping))
    assert lead.post(keeping, {"keeps_copies": "on", "copies_kept_days": "7"}).status_code == 200
    lead.post(keeping, {"keeps_copies": "on", "copies_kept_days": "28"})
    assert "after four weeks" in main_of(lead.get(f"{page.url}fill/"))
    copy = kept(lead, page)
    assert copy.kept_until == timezone.localdate() + datetime.timedelta(days=28)
    lead.post(keeping, {"copies_kept_days": "28"})
    assert main_of(lead.get(addresses_of(copy)[0])), "what is there stays until its day"
    assert lead.post(addresses_of(copy)[1], {cell_of(page): "More"}).status_code == 403
    assert School.objects.get(slug="ravensmoor-high").keeps_copies


def test_a_person_takes_their_copies_along_and_can_have_them_erased(signed_in):
    page = add_sheet(title="Our plan")
    kept(signed_in(READER), page, SECRET)
    held = privacy.export_everything(person(READER))["records"]["kept copies"]
    assert held[0]["answers"] == {"What we do": SECRET}
    assert "records" not in str(privacy.export_everything(person(LEAD)).get("records"))
    privacy.erase_everything(person(READER))
    assert not KeptCopy.objects.exists()


def test_ratings_stand_side_by_side(signed_in):
    client, page = signed_in(READER), add_sheet(title="How sure are we?", body=[("rating", RATING)])
    one, two = page.sheet.cells()
    first = kept(client, page, "2", **{"kept.note": "before"})
    assert "Compare the first" not in main_of(client.get(MINE))
    second = kept(client, page, "4", **{two: "3", "kept.note": "after"})
    address = f"?first={first.public_id}&amp;second={second.public_id}"
    assert address in main_of(client.get(MINE))
    for pair in ((first, second), (second, first)):
        query = f"?first={pair[0].public_id}&second={pair[1].public_id}"
        main = main_of(client.get(reverse("training:compare_copies") + query))
        rows = main.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        assert '<td data-head="First">2</td>' in rows[0]
        assert '<td data-head="Second">4</td>' in rows[0]
        assert '<td data-head="Change">+2</td>' in rows[0]
        assert '<td data-head="First">–</td>' in rows[1]
        assert "not rated both times" in rows[1]
        assert "<strong>2.0</strong> the first time and <strong>4.0</strong> the second" in main
        assert 'cx="35"' in rows[0]
        assert 'cx="85"' in rows[0]
        assert "style=" not in main
    assert one != two


def test_other_sheets_are_not_compared(signed_in):
    client = signed_in(READER)
    pages = [add_sheet(), add_sheet(body=[("rating", RATING)]), add_sheet(body=[("rating", RATING)])]
    plain, again, rated, other = (kept(client, page, "2") for page in (pages[0], *pages))
    for pair in ((plain, again), (rated, other)):
        query = f"?first={pair[0].public_id}&second={pair[1].public_id}"
        assert client.get(reverse("training:compare_copies") + query).status_code == 404


@pytest.mark.parametrize("count", [2, 50])
def test_few_questions_whatever_is_kept(signed_in, django_assert_max_num_queries, count):
    client, page, rated = signed_in(READER), add_sheet(), add_sheet(body=[("rating", RATING)])
    for number in range(count):
        kept(client, rated if number % 2 else page, "2")
    client.get(MINE)
    with django_assert_max_num_queries(16):
        main_of(client.get(MINE))
