"""Files into quizzes and out again: drafts, stable ids, nothing lost without a word; and the two commands."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Picture
from wagtail.images import get_image_model

from tests.factories.quizzes import add_bank_item, add_quiz, block, of_every_type, rows, single
from training.enums import Holds
from training.quizzes import importing
from training.quizzes.content.compiling import compile_quiz
from training.quizzes.exporting import export
from training.quizzes.formats.reading import read
from training.quizzes.models import BankItem, QuizPage

pytestmark = pytest.mark.django_db

EARLY_HELP = """// [id:ring]
::Whom to ring::[html]<p>Whom do you ring first?</p>{
    =The front door#Yes.
    ~The school nurse#Later.
    ####<p>The front door takes all contacts.</p>
}

// [id:days]
::Days::After how many days is it reviewed? {#21:1}

Said in confidence is never passed on. {F#It is, where a child is at risk.}

Which two belong in a note? {~%50%date ~%50%name ~%-100%rumour}

Match. {=MASH -> front door =EWO -> attendance = -> housing}

The team that helps early is called {=early help}.

Write what you would say. {}

Read this first.
"""


def of(text: str, name: str = "quiz.gift"):
    return read(name, text.encode())


def put(text: str = EARLY_HELP, slug: str = "early-help", name: str = "quiz.gift") -> importing.Outcome:
    return importing.into_quiz(of(text, name), slug, "Early help")


@pytest.fixture(autouse=True)
def a_shelf(demo):
    from tests.factories.training import shelf

    return shelf(Holds.QUIZ)


def test_a_new_quiz_is_a_draft_that_can_be_published_as_it_is():
    outcome = put()
    page = QuizPage.objects.get(slug="early-help")
    assert (outcome.new, outcome.changed, page.live, page.title) == (8, 0, False, "Early help")
    assert [child.block_type for child in page.items] == [
        "choice", "numerical", "true_false", "choice", "match", "short_answer", "free_text", "information"
    ]  # fmt: skip
    for child in page.items:
        child.block.clean(child.value)  # the content checker has nothing to say
    ring = page.items[0]
    assert (ring.id, str(ring.value["name"])) == ("ring", "Whom to ring")
    assert ring.value["stem"].source == "<p>Whom do you ring first?</p>"
    assert [option["percent"] for option in ring.value["options"]] == [100, 0]
    assert page.items[4].value["distractors"][0] == "housing"
    page.get_latest_revision().publish()
    assert page.newest_version.content["items"][0]["options"][0]["feedback"] == "<p>Yes.</p>"


def test_importing_the_same_file_again_changes_nothing():
    page = put().page
    before = page.latest_revision_id
    outcome = put()
    assert (outcome.new, outcome.changed, outcome.same) == (0, 0, 8)
    assert QuizPage.objects.get(slug="early-help").latest_revision_id == before


def test_a_changed_file_changes_a_draft_and_keeps_ids():
    page = put().page
    page.get_latest_revision().publish()
    before = compile_quiz(QuizPage.objects.get(pk=page.pk))["items"]
    changed = EARLY_HELP.replace("first?", "first of all?").replace("The school nurse", "A school nurse")
    outcome = put(changed)
    assert (outcome.new, outcome.changed, outcome.same) == (0, 1, 7)
    live = QuizPage.objects.get(pk=page.pk)
    assert compile_quiz(live)["items"] == before, "what is published stays until somebody publishes"
    after = compile_quiz(live.get_latest_revision_as_object())["items"]
    assert [item["id"] for item in after] == [item["id"] for item in before]
    assert [o["id"] for o in after[0]["options"]] == [o["id"] for o in before[0]["options"]]
    assert "A school nurse" in after[0]["options"][1]["text"]


def test_what_the_file_does_not_have_stays():
    page = add_quiz()
    question = "// [id:choice]\nNew words? {=Ring today ~Wait ~Write}"
    outcome = importing.into_quiz(of(question), page.slug)
    assert (outcome.new, outcome.changed) == (0, 1)
    assert any("stay as they are" in problem.message for problem in outcome.report.problems)
    draft = importing.quiz_named(page.slug)
    assert len(draft.items) == len(of_every_type())
    choice = next(child for child in draft.items if child.id == "choice")
    assert [child.id for child in choice.value["options"].bound_blocks] == [
        "choice-1",
        "choice-2",
        "choice-3",
    ]
    assert choice.value["general_feedback"].source == "", "the file says that there is none"


@pytest.mark.parametrize("written_as", ["gift", "moodle-xml"])
def test_a_quiz_comes_back_as_it_went(written_as):
    page = add_quiz(publish=False)
    bank = add_bank_item()
    page.items.append(("from_bank", {"question": bank}))
    page.save_revision(clean=False)
    page = page.get_latest_revision_as_object()
    written = export(page, written_as)
    for words in ("matrix: ", "rating", "pool “A pool”"):
        assert any(words.strip(": ") in line or "who needs to know" in line for line in written.left_out)
    assert any("ordering" in line for line in written.left_out) == (written_as == "gift")
    outcome = importing.look(of(written.text, f"quiz.{'xml' if 'xml' in written_as else 'gift'}"), page.slug)
    said = [problem.message for problem in outcome.report.problems]
    # GIFT has no unit and no model answer: what the quiz has of these stays.
    assert (outcome.new, outcome.changed) == (0, 0), said
    assert any("question of the bank" in message for message in said)


def test_links_to_pages_stay_links_to_pages():
    target = add_quiz()
    stem = f'<p>See <a linktype="page" id="{target.pk}">this</a>.</p>'
    page = add_quiz([block("information", stem=stem, general_feedback="")], publish=False)
    written = export(page, "gift").text
    assert "https\\://" in written or "http\\://" in written, "addresses are whole, for use elsewhere"
    outcome = importing.look(of(written), page.slug)
    assert (outcome.changed, outcome.same) == (0, 1)


def test_what_gift_has_no_words_for_stays_and_xml_changes_it():
    page = add_quiz([single(max_mark="2", shuffle=False)], publish=False)
    gift, xml = export(page, "gift").text, export(page, "moodle-xml").text
    assert importing.look(of(gift), page.slug).changed == 0
    importing.into_quiz(of(xml.replace(">2<", ">3<"), "a.xml"), page.slug)
    assert importing.quiz_named(page.slug).items[0].value["max_mark"] == 3


def test_into_the_bank_and_again():
    outcome = importing.into_bank(of("// [id:ring] [tag:early help]\nRing? {T}\n\nSay. {}"))
    assert (outcome.new, BankItem.objects.filter(title="Ring?", live=False).count()) == (2, 1)
    item = BankItem.objects.get(title="Ring?").get_latest_revision_as_object()
    assert [str(tag) for tag in item.tags.all()] == ["early help"]
    again = importing.into_bank(of("// [id:ring]\nRing now? {F}\n\nSay. {}"))
    assert (again.new, again.changed, again.same) == (0, 1, 1)
    assert BankItem.objects.get(pk=item.pk).get_latest_revision_as_object().title == "Ring now?"


def picture(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Picture.new("RGB", (4, 4), colour).save(made, "PNG")
    return made.getvalue()


def xml_with(*files: tuple[str, bytes]) -> str:
    import base64

    inside = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'
        for name, content in files
    )
    return (
        '<quiz><question type="truefalse"><name><text>Map</text></name><questiontext format="html"><text>'
        '<![CDATA[<p>See <img src="@@PLUGINFILE@@/a.png" alt="A map"> here.</p>]]></text>'
        f'{inside}</questiontext><answer fraction="100"><text>true</text></answer></question></quiz>'
    )


def test_pictures_are_attached_once_and_come_out_again():
    text = xml_with(("a.png", picture()))
    images = get_image_model().objects
    before = images.count()
    page = put(text, "map", "map.xml").page
    assert images.count() == before + 1
    assert '<embed alt="A map" embedtype="image"' in page.items[0].value["stem"].source
    assert "<img" in compile_quiz(page)["items"][0]["stem"]
    put(text, "map", "map.xml")
    assert images.count() == before + 1
    written = export(page, "moodle-xml").text
    (question,) = of(written, "map.xml").questions
    assert question.stem.files[0].content == picture()
    assert "[A map]" in export(page, "gift").text


def test_what_is_no_picture_is_refused_with_a_word():
    text = xml_with(("a.png", b"<svg onload=alert(1)>"), ("b.png", picture("blue")))
    before = get_image_model().objects.count()
    for outcome in (importing.look(of(text, "a.xml"), "map"), put(text, "map", "map.xml")):
        said = " ".join(problem.message for problem in outcome.report.problems)
        assert "“a.png” is left out" in said
        assert "“b.png” is left out" in said
    assert get_image_model().objects.count() == before


def test_what_is_too_much_for_a_quiz_is_named():
    many = "{" + "".join(f"~%{'100' if n == 0 else '0'}%o{n} " for n in range(25)) + "}"
    outcome = put(f"::{'n' * 200}::Which? {many}\n\nWord? {{={'w' * 300}}}")
    said = " ".join(problem.message for problem in outcome.report.problems)
    for words in ("at most 20 answers", "A name has at most 120", "A short answer has at most 200"):
        assert words in said


def test_two_questions_of_one_id_or_of_one_name():
    outcome = put("// [id:a]\nOne? {T}\n\n// [id:a]\nTwo? {T}\n\nSame? {T}\n\nSame? {F}")
    assert outcome.new == 3
    assert any("stood above already" in problem.message for problem in outcome.report.problems)


# --- the commands


def run(*arguments: str) -> tuple[str, str, int]:
    """Return (what stands on the output, on the error output, exit code)."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        code = 1
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue(), err.getvalue(), code


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "early-help.gift"
    path.write_text(EARLY_HELP, "utf-8")
    return path


def test_a_dry_run_reports_and_changes_nothing(file):
    out, _, code = run("import_quiz", str(file), "--dry-run")
    assert code == 0
    assert "   1 match" in out
    assert "Would be imported into the quiz “early-help”: 8 new" in out
    assert not QuizPage.objects.filter(slug="early-help").exists()


def test_json_is_all_that_stands_on_the_output(file):
    out, err, code = run("import_quiz", str(file), "--json")
    made = json.loads(out)
    assert set(made) == {"questions", "counts", "problems"}
    assert made["questions"][0] == {"type": "choice-single", "name": "Whom to ring", "line": 2}
    assert made["counts"]["choice-multiple"] == 1
    assert all(set(problem) == {"line", "message"} for problem in made["problems"])
    assert (code, "Reading" in err) == (0, True)
    assert QuizPage.objects.get(slug="early-help").live is False


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gift", b"x" * 10 * 1024 * 1024),
        ("a.gift", b"\x00\x01\x02"),
        ("a.gift", "Caf\xe9 {T}".encode("cp1252")),
        ("a.xml", b"PK\x03\x04"),
        ("a.xml", b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'),
        ("a.xml", b'<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'),
        ("missing.gift", None),
        ("a.gift", b"Broken {"),
    ],
)
def test_json_comes_out_even_when_the_file_is_refused(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for dry in ([], ["--dry-run"]):
        out, _, code = run("import_quiz", str(path), "--json", *dry)
        made = json.loads(out)
        assert made["questions"] == []
        assert made["problems"][0]["line"] >= 1
        assert code == (0 if content == b"Broken {" and dry else 1)
    assert "passwd" not in out
    out, err, code = run("import_quiz", str(path))
    assert (code, bool(err)) == (1, True)


def test_the_export_command(file):
    run("import_quiz", str(file))
    out, err, code = run("export_quiz", "early-help")
    assert (code, err) == (0, "")
    assert [question.kind for question in of(out).questions] == [q.kind for q in of(EARLY_HELP).questions]
    out, _, _ = run("export_quiz", "early-help", "--format", "moodle-xml")
    assert [question.kind for question in of(out, "a.xml").questions] == [
        q.kind for q in of(EARLY_HELP).questions
    ]
    _, err, code = run("export_quiz", "no-such-quiz")
    assert code == 1
    assert "early-help" in err


@pytest.mark.parametrize("typed, said", [("1,000", "1000"), ("−5", "-5"), ("*", "*")])
@pytest.mark.parametrize("sort", ["gift", "moodle-xml"])
def test_a_number_is_exported_as_the_checker_reads_it(typed, said, sort):
    """Also with a comma or a real minus: else the file would say that any number is right."""
    answers = [{"value": "7", "tolerance": "1,000", "percent": "100", "feedback": ""}]
    answers.append({"value": typed, "tolerance": "0", "percent": "50", "feedback": ""})
    page = add_quiz([block("numerical", "n", answers=rows(*answers, prefix="n"), unit="")])
    (question,) = read(f"q.{'gift' if sort == 'gift' else 'xml'}", export(page, sort).text.encode()).questions
    assert [str(one.value) if one.value is not None else "*" for one in question.answers] == ["7", said]
    assert question.answers[0].tolerance == 1000
