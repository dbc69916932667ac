"""What is read of a file, and that no file can do harm."""

import pytest

from portal.search import reader, texts
from tests.search import files

SHEET = "<sst><si><t>Front door</t></si><si><r><t>rich</t></r><r><t> text</t></r></si></sst>"
SLIDE = "<s><p><r><t>A slide</t></r></p></s>"
ODT = "<office><h>Heading</h><p>A <span>whole</span> line</p></office>"
SOUND = {
    "a PDF": (files.pdf("first page", "second page"), "first page\nsecond page"),
    "Word": (files.docx("One line", "Another &amp; more"), "One line\nAnother & more"),
    "Excel": (files.zipped(xl__sharedStrings=SHEET), "Front door\nrich text"),
    "PowerPoint": (files.zipped(ppt__slides__slide1=SLIDE), "A slide"),
    "OpenDocument": (files.zipped(content=ODT), "Heading\nA whole line"),
    "Markdown": (b"# Title\n\nSome  *words*\n", "# Title\nSome *words*"),
    "text of Windows": ("Päivi £5".encode("cp1252"), "Päivi £5"),
    "text with a mark": ("Päivi".encode("utf-8-sig"), "Päivi"),
    "text of two bytes": ("Päivi".encode("utf-16"), "Päivi"),
}
BAD = {
    "with a password": (files.locked(), reader.LOCKED),
    "an endless tree of pages": (files.endless(), reader.DAMAGED),
    "a PDF bomb": (files.bomb(), reader.LARGE),
    "a PDF that is cut off": (files.pdf("a page")[:90], reader.DAMAGED),
    "a PDF without text": (files.pdf(""), reader.EMPTY),
    "a PDF without anything": (b"%PDF-1.7", reader.DAMAGED),
    "a zip bomb": (files.zip_bomb(), reader.LARGE),
    "XML that grows": (files.entities(), reader.DAMAGED),
    "a broken zip": (b"PK\x03\x04 broken", reader.DAMAGED),
    "another zip": (files.zipped(other="<x/>"), reader.UNKNOWN),
    "no XML": (files.zipped(word__document="words"), reader.DAMAGED),
    "a program": (b"MZ\x00\x01", reader.UNKNOWN),
    "an old office file": (b"\xd0\xcf\x11\xe0 more", f"{reader.UNKNOWN}, or {reader.LOCKED}"),
    "nothing": (b"", reader.EMPTY),
    "too many bytes": (b"a" * (reader.MOST_BYTES + 1), reader.LARGE),
}


@pytest.mark.parametrize("name", SOUND)
def test_the_text_of_a_file_is_read(name):
    content, text = SOUND[name]
    assert texts.read_apart(content) == (text, "")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_why_it_cannot_be_read(name):
    content, problem = BAD[name]
    assert texts.read_apart(content) == ("", problem)


def test_of_a_long_pdf_the_first_pages_are_read():
    reading = texts.read_apart(files.pdf(*(f"page {n}" for n in range(10_000))))
    lines = reading.text.splitlines()
    assert (len(lines), lines[-1], reading.problem) == (reader.MOST_PAGES, "page 299", reader.LONG)


def test_of_a_long_text_the_beginning_is_read():
    text, problem = texts.read_apart(b"word " * reader.MOST_CHARACTERS)
    assert (len(text) <= reader.MOST_CHARACTERS, text[:9], problem) == (True, "word word", reader.LONG)


def test_one_broken_page_costs_no_other_its_text():
    good = files.stream(files.written("sound page"))
    text, _ = texts.read_apart(files.drawn([good, files.stream(b"no", b"/Filter /FlateDecode"), good]))
    assert text.splitlines() == ["sound page", "sound page"]


@pytest.fixture
def slow_reader(tmp_path, monkeypatch):
    """Return a function that puts another program in the place of the reader."""

    def replace(body: str) -> None:
        program = tmp_path / "reader.py"
        program.write_text(f"import sys\n{body}\n")
        monkeypatch.setattr(reader, "__file__", str(program))

    return replace


def test_a_reader_that_does_not_end_is_ended(slow_reader, monkeypatch):
    monkeypatch.setattr(texts, "WAIT", 1)
    slow_reader("while True: pass")
    assert texts.read_apart(b"text") == ("", reader.SLOW)


@pytest.mark.parametrize("body", ["sys.exit(1)", "print('no answer')", "import os; os.kill(os.getpid(), 9)"])
def test_a_reader_that_falls_over_harms_nobody(slow_reader, body):
    slow_reader(body)
    assert texts.read_apart(b"text") == ("", reader.LARGE)


def test_the_reader_knows_no_secret(slow_reader, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "xyzzysecret")
    slow_reader("import json, os\nprint(json.dumps([str(dict(os.environ)), '']))")
    assert "xyzzysecret" not in texts.read_apart(b"text").text


def test_the_reader_has_little_memory_and_writes_no_file(slow_reader):
    real = reader.__file__
    slow_reader(
        f"import json, resource\nexec(open({real!r}).read().partition('if __name__')[0])\nrestrain()\n"
        "kinds = resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE\n"
        "print(json.dumps([str([resource.getrlimit(kind)[0] for kind in kinds]), '']))"
    )
    assert texts.read_apart(b"text").text == str([reader.MOST_MEMORY, reader.SECONDS + 5, 0])


def test_what_is_read_before_the_time_is_over_is_kept(monkeypatch):
    def pieces(content):
        yield "as far as this"
        raise reader.TimeUp

    monkeypatch.setattr(reader, "_pieces", pieces)
    assert reader.read(b"") == ("as far as this", reader.SLOW)


def test_bombs_are_small():
    assert len(files.bomb()) < 1_000_000
    assert len(files.zip_bomb()) < 1_000_000
