"""A school makes a sheet its own: plain text, no script; the origin and the changes stay in sight."""

import io
import json

import pytest
from django.urls import reverse
from docx import Document

from portal.accounts import privacy
from tests.factories.training import add_sheet
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from tests.training.sheets import every_stored_block
from training.models import ResourceSheetPage
from training.records.adapting import FIELDS, NEW, mistakes_in, new_block, said, written
from training.records.models import OwnSheet
from training.records.own_sheets import adapt
from training.records.plain_text import to_html, to_text


def item(text, name=""):
    return {"type": "item", "value": text, "id": name or text}


TABLE = {
    "type": "table",
    "id": "t",
    "value": {
        "caption": "Partners",
        "help": "",
        "row_head": "Who",
        "columns": [
            item({"label": "Does", "cell": "text", "lines": 1, "choices": "", "help": ""}, "does"),
            item({"label": "When", "cell": "text", "lines": 1, "choices": "", "help": ""}, "when"),
        ],
        "rows": [item({"head": "Nurse", "start": [item("Weighs"), item("Mondays")]}, "nurse")],
        "blank_rows": 1,
        "example": [item("Police"), item("Talks"), item("Yearly")],
    },
}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One two\n\nthree"),
        ("<h3>A</h3><ul><li>b &lt; c</li><li>d</li></ul><p>e</p>", "## A\n\n- b < c\n- d\n\ne"),
    ],
)
def test_rich_text_becomes_plain_and_comes_back(html, text):
    assert to_text(html) == text
    assert to_text(to_html(text)) == text


def test_nothing_that_is_typed_is_taken_for_html():
    assert to_html("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_a_block_that_nobody_changes_stays_as_it_is():
    blocks = every_stored_block()
    assert {block["type"] for block in blocks} == set(FIELDS)
    for block in blocks:
        assert written(block, said(block)) == block, block["type"]


def test_every_new_block_is_right():
    for kind in NEW:
        assert mistakes_in([new_block(kind)]) == []


def test_entries_keep_what_they_are():
    typed = {**said(TABLE), "rows": "Police\nNurse", "columns": "When\nDoes\nWhy"}
    value = written(TABLE, typed)["value"]
    assert [row["value"]["head"] for row in value["rows"]] == ["Police", "Nurse"]
    nurse = value["rows"][1]
    assert nurse["id"] == "nurse"
    assert [cell["value"] for cell in nurse["value"]["start"]] == ["Mondays", "Weighs", ""]
    assert [cell["value"] for cell in value["example"]] == ["Police", "Yearly", "Talks", ""]
    assert [column["id"] for column in value["columns"]][:2] == ["when", "does"]
    assert mistakes_in([{**TABLE, "value": value}]) == []


def test_a_reworded_entry_is_the_same_entry():
    value = written(TABLE, {**said(TABLE), "columns": "Does what\nWhen"})["value"]
    assert [column["id"] for column in value["columns"]] == ["does", "when"]
    assert value["rows"][0]["value"]["start"] == TABLE["value"]["rows"][0]["value"]["start"]


def test_nothing_for_trainers_is_copied():
    text = str(every_stored_block())
    for secret in ("Listen for", "Model answer"):
        assert secret not in text
    assert "'answer': '" in text
    assert "'answer': ''" in text


def adapted(client, page) -> OwnSheet:
    """Return the own version that a press of the button makes."""
    main_of(client.get(f"{page.url}adapt/"))
    answer = client.post(f"{page.url}adapt/")
    assert answer.status_code == 302
    return OwnSheet.objects.get(public_id=answer["Location"].split("/")[3])


def address(own, name="own_sheet", *args) -> str:
    return reverse(f"training:{name}", args=[own.public_id, *args])


def press(client, own, **asked):
    """Press a button of the list of blocks, as the page has it now."""
    own.refresh_from_db()
    answer = client.post(address(own, "edit_own_sheet"), {"version": own.version, **asked})
    own.refresh_from_db()
    return answer


@pytest.fixture
def page(db) -> ResourceSheetPage:
    """A sheet of every block."""
    added = add_sheet(body=json.dumps(every_stored_block()), title="Our plan", code="R9")
    return ResourceSheetPage.objects.get(pk=added.pk)


def test_a_sheet_is_adapted_changed_and_printed(signed_in, page):
    client = signed_in(READER)
    assert f'href="{page.url}adapt/"' in main_of(client.get(page.url))
    own = adapted(client, page)
    main = main_of(client.get(address(own)))
    assert "Nothing has been changed yet" in main
    assert f'href="{page.url}"' in main
    first, second, *_, last = (block["id"] for block in own.body)
    press(client, own, about="yes", title="Plan of Ravensmoor", standfirst="For us.")
    assert own.title == "Plan of Ravensmoor"
    press(client, own, down=first)
    assert [block["id"] for block in own.body][:2] == [second, first]
    press(client, own, up=first)
    press(client, own, remove=last)
    assert last not in str([block["id"] for block in own.body])
    answer = press(client, own, add="lines", after=first)
    new = own.body[1]["id"]
    assert answer["Location"].endswith(f"#block-{new}")
    edit = address(own, "edit_own_block", new)
    main_of(client.get(edit))
    typed = {"label": "Who <b>rings</b>?", "help": "", "lines": "2", "version": own.version}
    assert client.post(edit, typed)["Location"].endswith(f"#block-{new}")
    main = main_of(client.get(address(own)))
    assert "Who &lt;b&gt;rings&lt;/b&gt;?" in main
    assert "Added: Question: Who" in main
    assert "Taken out: " in main
    file = client.get(address(own, "own_blank", "docx"))
    xml = Document(io.BytesIO(file.content)).element.xml
    assert "Plan of Ravensmoor" in xml
    assert "Ravensmoor High’s own version of “R9 Our plan”." in xml
    assert "no-store" in file["Cache-Control"]
    assert client.get(address(own, "own_blank", "pdf")).content.startswith(b"%PDF")
    assert client.get(address(own, "own_blank", "exe")).status_code == 404
    client.post(address(own, "delete_own_sheet"))
    assert not OwnSheet.objects.exists()


def test_every_block_can_be_opened_and_saved(signed_in, page):
    client = signed_in(READER)
    own = adapted(client, page)
    before = own.body
    for block in before:
        edit = address(own, "edit_own_block", block["id"])
        main_of(client.get(edit))
        own.refresh_from_db()
        typed = {name or "text": text for name, text in said(block).items()}
        assert client.post(edit, {**typed, "version": own.version}).status_code == 302, block["type"]
    own.refresh_from_db()
    assert own.body == before


def test_what_is_wrong_is_said_and_nothing_is_lost(signed_in, page):
    client = signed_in(READER)
    own = adapted(client, page)
    rating = next(block for block in own.body if block["type"] == "rating")
    edit = address(own, "edit_own_block", rating["id"])
    typed = said(rating)
    long = "x" * 401
    main = main_of(client.post(edit, {**typed, "statements": long, "version": own.version}), 400)
    assert "There is a problem" in main
    assert long in main
    many = "\n".join(f"Row {number}" for number in range(500))
    assert "There is a problem" in main_of(
        client.post(edit, {**typed, "statements": many, "version": "1"}), 400
    )
    own.refresh_from_db()
    assert own.version == 1
    for asked in (
        {"up": "nothing"},
        {"add": "nonsense"},
        {"remove": "x"},
        {"version": "٣"},
        {"version": "9" * 50},
    ):
        assert client.post(address(own, "edit_own_sheet"), {"version": "1", **asked}).status_code == 302
    assert client.get(address(own, "edit_own_block", "no-such-block")).status_code == 404


def test_two_colleagues_at_once_lose_nothing(signed_in, page):
    client = signed_in(READER)
    own = adapted(client, page)
    first, second, *_ = (block["id"] for block in own.body)
    press(client, own, remove=first)
    late = client.post(address(own, "edit_own_sheet"), {"version": "1", "remove": second}, follow=True)
    assert "A colleague changed this sheet meanwhile" in late.text
    own.refresh_from_db()
    assert second in [block["id"] for block in own.body]


def test_who_sees_and_changes_it(signed_in, client, page):
    own = adapted(signed_in(READER), page)
    block = own.body[0]["id"]
    reading = [address(own), address(own, "own_blank", "docx")]
    changing = [address(own, "edit_own_sheet"), address(own, "edit_own_block", block)]
    changing.append(address(own, "delete_own_sheet"))
    colleague = person("tom.aldous@ambleford.example.org")
    colleague.school = person(READER).school
    colleague.save()
    rights = {READER: (200, 200), LEAD: (200, 200), colleague.email: (200, 404), ELSEWHERE: (404, 404)}
    for email, (sees, changes) in rights.items():
        client = signed_in(email)
        assert ("Our plan" in main_of(client.get(reverse("training:own_sheets")))) == (sees == 200)
        assert [client.get(one).status_code for one in reading] == [sees] * 2
        assert [client.get(one).status_code for one in changing] == [changes] * 3
        if changes == 404:
            assert [client.post(one).status_code for one in changing] == [404] * 3
    client.cookies.clear()
    assert {client.get(one).status_code for one in [*reading, *changing]} == {302}
    assert signed_in("ellen.vance@ambleford.example.org").post(f"{page.url}adapt/").status_code == 403


def test_a_sheet_that_is_not_open_is_not_copied(signed_in, page):
    client = signed_in(READER)
    page.access = "dsl"
    page.save()
    assert client.post(f"{page.url}adapt/").status_code == 302
    page.unpublish()
    assert client.post(f"{page.url}adapt/").status_code == 404
    assert not OwnSheet.objects.exists()


def test_what_became_of_the_origin_is_said(signed_in, page):
    client = signed_in(READER)
    own = adapted(client, page)
    assert "app-banner--due" not in main_of(client.get(address(own)))
    page.status = "superseded"
    page.save()
    assert "is superseded now" in main_of(client.get(address(own)))
    page.status, page.change_note = "current", "New numbers."
    page.body = [("heading", "Another")]
    page.save()
    main = main_of(client.get(address(own)))
    assert "has changed since. New numbers." in main
    page.unpublish()
    assert "is not published any more" in main_of(client.get(address(own)))
    page.delete()
    assert "“R9 Our plan”" in main_of(client.get(address(own)))


def test_the_maker_is_forgotten_and_the_sheet_stays(signed_in, page):
    own = adapted(signed_in(READER), page)
    assert privacy.export_everything(person(READER))["records"]["sheets of your school"] == ["Our plan"]
    privacy.erase_everything(person(READER))
    assert OwnSheet.objects.get() == own
    assert "a former colleague" in main_of(signed_in(LEAD).get(reverse("training:own_sheets")))


@pytest.mark.parametrize("count", [2, 50])
def test_few_questions_whatever_there_is(signed_in, django_assert_max_num_queries, page, count):
    client = signed_in(READER)
    own, *_ = (adapt(person(READER), page) for _ in range(count))
    for place in (reverse("training:own_sheets"), address(own)):
        client.get(place)
        with django_assert_max_num_queries(16):
            main_of(client.get(place))
