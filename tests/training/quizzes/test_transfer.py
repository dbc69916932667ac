"""Import and export in the admin: a look first, then a draft; nobody gets further than their role."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.quizzes import add_quiz, single
from tests.factories.training import shelf
from tests.roles import PEOPLE
from training.enums import Holds
from training.quizzes.formats.reading import read
from training.quizzes.models import BankItem, QuizPage

pytestmark = pytest.mark.django_db

GOOD = "Ring first? {=The front door ~The school nurse}\n\nDays? {#21}\n\nWhich? {~a ~b}"


@pytest.fixture
def editor(signed_in, demo):
    shelf(Holds.QUIZ)
    return signed_in(PEOPLE["p"])


def look(client, content: str | bytes, where: str = "new", title: str = "Early help", name: str = "q.gift"):
    """Return the answer to a file that is chosen."""
    content = content.encode() if isinstance(content, str) else content
    data = {"file": SimpleUploadedFile(name, content), "where": where, "title": title}
    return client.post(reverse("quizzes_import"), data)


def confirm(client, answer):
    return client.post(reverse("quizzes_import"), {"token": answer.context["token"]})


def told(client) -> str:
    """Return the next screen, with what was said of the last one."""
    return client.get(reverse("quizzes_import")).content.decode()


def test_a_look_changes_nothing_and_the_import_makes_a_draft(editor):
    answer = look(editor, GOOD)
    text = answer.content.decode()
    for words in ("Choice of one", "Number", "3 new", "No option is right", "<td>5</td>"):
        assert words in text
    assert not QuizPage.objects.filter(slug="early-help").exists()
    done = confirm(editor, answer)
    page = QuizPage.objects.get(slug="early-help")
    assert (page.live, len(page.items), page.maintainer.email) == (False, 3, PEOPLE["p"])
    assert done.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "3 new, 0 changed" in told(editor)
    confirm(editor, answer)
    assert "imported already" in told(editor)
    assert QuizPage.objects.filter(title="Early help").count() == 1


def test_into_a_quiz_that_is_there_and_into_the_bank(editor):
    page = add_quiz([single()])
    text = "// [id:choice]\nAnother question? {=Ring today ~Wait}"
    answer = look(editor, text, str(page.pk))
    assert "0 new, 1 changed" in answer.content.decode()
    confirm(editor, answer)
    page = QuizPage.objects.get(pk=page.pk)
    assert "Another" not in page.items[0].value["stem"].source, "what is published stays"
    assert "Another" in page.get_latest_revision_as_object().items[0].value["stem"].source
    confirm(editor, look(editor, "// [id:1]\nTrue? {T}", "bank"))
    assert BankItem.objects.get(title="True?").live is False


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"x" * 10 * 1024 * 1024, "q.gift", "larger than 5 MB"),
        (b"x" * 3 * 1024 * 1024, "q.gift", "larger than 2 MB"),
        (b"PK\x03\x04xxx", "q.zip", "zip"),
        (bytes(range(256)), "q.gift", "no text file"),
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "q.xml", "not safe"),
        (b'<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>', "q.xml", "not safe"),
        (b"<quiz><question>", "q.xml", "not complete XML"),
    ],
)
def test_hostile_files_are_refused_in_words(editor, content, name, words):
    answer = look(editor, content, name=name)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "token" not in answer.context
    assert 'role="alert"' in answer.content.decode()


def test_script_in_a_file_is_shown_as_text_and_goes_no_further(editor):
    script = "<script>alert(1)</script>"
    answer = look(editor, f"::{script}N::Read <b>this</b>{script} {{=a{script} ~<u>b</u> ~%{script}%c}}")
    assert script not in answer.content.decode()
    confirm(editor, answer)
    page = QuizPage.objects.get(slug="early-help")
    assert "script" not in str(page.items.get_prep_value())


def test_a_form_without_file_or_title_says_so(editor):
    answer = editor.post(reverse("quizzes_import"), {"where": "new", "title": ""})
    text = answer.content.decode()
    assert "This field is required" in text
    assert "Give the new quiz a title" in text
    assert "not one of the available choices" in look(editor, GOOD, where="99999").content.decode()


def test_nobody_imports_what_another_looked_at(editor, signed_in):
    token = look(editor, GOOD).context["token"]
    other = signed_in(PEOPLE["a"])
    other.post(reverse("quizzes_import"), {"token": token})
    assert "Choose the file again" in told(other)
    assert not QuizPage.objects.filter(slug="early-help").exists()


def test_a_locked_quiz_is_not_changed(editor):
    page = add_quiz([single()])
    answer = look(editor, "// [id:choice]\nAnother? {=a ~b}", str(page.pk))
    QuizPage.objects.filter(pk=page.pk).update(locked=True)
    confirm(editor, answer)
    assert "Another" not in str(QuizPage.objects.get(pk=page.pk).get_latest_revision().content["items"])


def test_export_names_what_is_missing_and_gives_the_files(editor):
    page = add_quiz()
    text = editor.get(reverse("quizzes_export", args=[page.pk])).content.decode()
    assert "GIFT has no ordering" in text
    assert "neither GIFT nor Moodle XML" in text
    for key, ending in (("gift", "txt"), ("moodle-xml", "xml")):
        answer = editor.get(reverse("quizzes_export_file", args=[page.pk, key]))
        assert answer["Content-Disposition"] == f'attachment; filename="{page.slug}.{ending}"'
        assert read(f"a.{ending}", answer.content).counts["choice-single"] == 3


def test_buttons_stand_where_quizzes_are(editor):
    page = add_quiz()
    here = editor.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()
    assert f"{reverse('quizzes_import')}?quiz={page.pk}" in here
    assert reverse("quizzes_export", args=[page.pk]) in here
    listing = editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert reverse("quizzes_import") in listing


@pytest.mark.parametrize("count", [2, 50])
def test_the_form_asks_as_many_questions_with_many_quizzes(editor, count, django_assert_max_num_queries):
    for _ in range(count):
        add_quiz([single()], publish=False)
    editor.get(reverse("quizzes_import"))
    with django_assert_max_num_queries(30):
        editor.get(reverse("quizzes_import"))


@pytest.mark.parametrize("title", ["Early help", "History", "Result"])
def test_a_new_quiz_gets_an_address_of_its_own(editor, title):
    """Not that of a quiz with the same title, and none of our own pages."""
    there = add_quiz([single()], title="Early help", slug="early-help")
    before = there.latest_revision_id
    confirm(editor, look(editor, GOOD, title=title))
    made = QuizPage.objects.get(title=title, live=False)
    assert made.slug not in ("early-help", "history", "result")
    there.refresh_from_db()
    assert there.latest_revision_id == before
