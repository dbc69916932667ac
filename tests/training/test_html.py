"""A sheet as HTML: every control has its label, every table its heads, and nothing typed is markup."""

import pytest
from bs4 import BeautifulSoup

from tests.training.sheets import answers_for, every_block, sheet_of
from training.sheets.filled import Filled, begun, read
from training.sheets.html import SERVICES, Look, Mode, html_of, service_list
from training.sheets.tree import Grid
from training.sheets.widths import LEAST, PARTS, shares_of

SHEET = every_block()
ALL = Filled(dict.fromkeys(SHEET.cells(), "x"), {name: f"No: {name}" for name in SHEET.cells()})


def soup_of(mode, filled=None):
    filled = filled or begun(SHEET)
    return BeautifulSoup(str(html_of(SHEET.parts, Look(mode, filled))), "html.parser")


@pytest.mark.parametrize(
    "filled", [begun(SHEET), read(SHEET, answers_for(SHEET)), ALL], ids=["new", "all", "bad"]
)
def test_every_control_has_one_label_and_every_set_a_legend(filled):
    soup = soup_of(Mode.FORM, filled)
    ids = [found["id"] for found in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    controls = soup.find_all(["input", "textarea", "select"])
    assert {control["name"] for control in controls} == set(SHEET.cells())
    for control in controls:
        assert len(soup.find_all("label", attrs={"for": control["id"]})) == 1
        if control.get("type") == "radio":
            assert control.find_parent("fieldset").find("legend").text.strip()
    for found in soup.find_all(attrs={"aria-describedby": True}):
        for part in found["aria-describedby"].split():
            assert soup.find(id=part), part


def test_in_a_table_the_label_names_row_and_column():
    soup = soup_of(Mode.FORM)
    assert soup.find("label", attrs={"for": "cell-partners_1_does"}).text == "Police: What they can do for us"
    radio = soup.find("input", attrs={"name": "partners_2_working"})
    legend = radio.find_parent("fieldset").find("legend")
    assert legend.text == "School nurse: Already working with us?"


def test_answers_stand_in_their_controls():
    answers = answers_for(SHEET)
    soup = soup_of(Mode.FORM, read(SHEET, answers))
    for name, cell in SHEET.cells().items():
        found = soup.find_all(attrs={"name": name})
        if cell.kind in ("choice", "scale"):
            assert [one["value"] for one in found if one.has_attr("checked")] == [answers[name]]
        elif cell.kind == "tick":
            assert found[0].has_attr("checked")
        elif cell.kind == "pick":
            assert found[0].find("option", selected=True)["value"] == answers[name]
        else:
            assert (found[0].text or found[0].get("value")) == answers[name]


@pytest.mark.parametrize("mode", Mode)
def test_every_table_has_a_caption_heads_and_rows_of_one_length(mode):
    tables = soup_of(mode).find_all("table")
    assert len(tables) == sum(isinstance(part, Grid) for part in SHEET.parts)
    for table in tables:
        assert table.find("caption").text.strip()
        heads = table.find("thead").find_all("th", scope="col")
        assert len(table.find_all("col")) == len(heads)
        for row in table.find("tbody").find_all("tr"):
            assert len(row.find_all(["th", "td"])) == len(heads)


@pytest.mark.parametrize("mode", Mode)
def test_nothing_that_is_typed_is_markup(mode):
    hostile = '"><script>alert(1)</script>'
    typed = Filled(dict.fromkeys(SHEET.cells(), hostile))
    soup = soup_of(mode, typed)
    assert not soup.find("script")
    assert str(soup).count("&lt;script&gt;") > 50


def test_text_shows_what_was_typed_and_no_control():
    soup = soup_of(Mode.TEXT, Filled({"principles": "One\nTwo", "meeting_date": "2026-03-05"}))
    assert not soup.find_all(["input", "textarea", "select", "label"])
    assert [found.text for found in soup.find_all(class_="sheet-answer")] == ["One\nTwo", "5 March 2026"]


def test_a_place_of_a_letter_is_a_control_once_and_then_repeats():
    letter = soup_of(Mode.FORM).find(class_="sheet-letter")
    assert len(letter.find_all("input")) == 2
    assert "[Name of parent or carer], thank you." in letter.text
    filled = soup_of(Mode.FORM, Filled({"letter_parent": "Ms Okoro"})).find(class_="sheet-letter")
    assert "Dear Ms Okoro, thank you." in filled.text


def test_services_are_offered_by_one_list():
    assert soup_of(Mode.FORM).find("input", attrs={"name": "partners_1_service"})["list"] == SERVICES
    options = BeautifulSoup(str(service_list(["A & B", '"C"'])), "html.parser").find_all("option")
    assert [option["value"] for option in options] == ["A & B", '"C"']


def test_model_answers_are_shown_where_the_tree_has_them():
    assert "Model answer: action" in soup_of(Mode.TEXT).text
    plain = html_of(SHEET.for_everybody().parts, Look())
    assert "Model answer" not in plain
    assert "stigma" not in plain


@pytest.mark.parametrize("columns", range(1, 9))
def test_the_widths_of_a_table_make_a_whole(columns):
    heads = ", ".join(f"{{id: c{n}, head: {'Long' * n} head {n}}}" for n in range(1, columns + 1))
    sheet = sheet_of(f"- table: {{id: t, caption: T, blank_rows: 1, columns: [{heads}]}}")
    for part in (sheet.parts[0], *(part for part in SHEET.parts if isinstance(part, Grid))):
        assert sum(shares_of(part)) == PARTS
        assert min(shares_of(part)) >= LEAST
