"""The layout of TREC: badly formed as it usually is, and refused with the file and line where it is wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.search.evaluation import collections, trec

NEAT = """<?xml version="1.0"?>
<doc>
<docno>1</docno><title>A plain
title</title><author>Somebody</author><bib>Elsewhere</bib>
<text>The text &amp; <p>more</p> of it</text>
</doc>
<doc><docno>2</docno><title></title><text></text></doc>
"""
UNTIDY = """<DOC>
<DOCNO> FT-1 </DOCNO>
<HEADLINE>Fish & chips < salt
<P>First part
<P>Second part
<DOC>
<DOCNO>FT-2
<TEXT>
Only text <F P=102>marked</F>
</DOC>
"""
TOPICS = "<top>\n<num> Number: 001\n<title> fish\n<desc> Description:\nWhich fish?\n</top>\n"


def folder(path: Path, **files: str) -> Path:
    """Write the files; a name tells nothing of what is in it."""
    for name, content in files.items():
        (path / name).write_text(content, encoding="utf-8")
    return path


def test_neat_files_are_read_and_a_readme_is_not_mistaken_for_documents(tmp_path):
    read = collections.read(
        folder(tmp_path, a=NEAT, b=TOPICS, c="1 0 1 1\n\n1 0 2 -1\n", README=f"As in {NEAT}")
    )
    assert read.texts == {"1": ("A plain title", "The text & more of it"), "2": ("", "")}
    assert read.queries == {"1": "fish"}
    assert read.grades == {"1": {"1": 1, "2": 0}}


def test_names_of_files_tell_nothing(tmp_path):
    names = {"cran.all.1400.xml": NEAT, "cran.qry.xml": TOPICS, "cranqrel.trec.txt": "1 0 2 1"}
    assert collections.read(folder(tmp_path, **names)).grades == {"1": {"2": 1}}


def test_half_a_collection_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match=r"there is no cran\*\.qry"):
        collections.read(folder(tmp_path, **{"cran.all.1400": ".I 1\n.T\nx\n"}))


def test_tags_may_be_in_capitals_and_never_closed_and_files_may_be_many(tmp_path):
    (tmp_path / "below").mkdir()
    folder(tmp_path / "below", one=NEAT)
    read = collections.read(folder(tmp_path, two=UNTIDY, three=TOPICS, four="1\t0\tFT-1\t2"))
    assert read.texts["FT-1"] == ("Fish & chips < salt", "First part Second part")
    assert read.texts["FT-2"] == ("", "Only text marked")
    assert "1" in read.texts
    assert read.grades == {"1": {"FT-1": 2}}


def test_a_topic_without_a_title_asks_by_its_description(tmp_path):
    topic = "<top><num>7</num><desc> Description: Which fish?</desc><narr>Any.</narr></top>"
    assert collections.read(folder(tmp_path, a=NEAT, b=topic, c="7 0 1 1")).queries == {"7": "Which fish?"}


@pytest.mark.parametrize(
    ("judged", "queries"),
    [("1 0 1 1\n4 0 2 1", {"1": "a", "4": "b"}), ("1 0 1 1\n2 0 2 1", {"1": "a", "2": "b"})],
    ids=["by-number", "by-place"],
)
def test_judgements_name_topics_by_number_or_as_cranfield_does_by_place(tmp_path, judged, queries):
    topics = "<xml><top><num> 1</num><title>a</title></top><top><num>4</num><title>b</title></top></xml>"
    assert collections.read(folder(tmp_path, a=NEAT, b=topics, c=judged)).queries == queries


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": "<doc>\n<docno>1</docno>\n</doc>\n<doc>\n<title>x"}, "a, line 4: there is no <docno>"),
        ({"a": NEAT, "b": NEAT}, "b, line 2: 1 is there twice"),
        ({"a": NEAT, "b": "\n<top>\n<title>x</top>"}, "b, line 2: there is no <num>"),
        ({"a": NEAT, "b": "<top><num>1</top>"}, "b, line 1: a topic without <title>"),
        ({"a": NEAT, "b": TOPICS, "c": "1 0 1 1\n1 0 1"}, "c, line 2: 4 columns"),
        ({"a": NEAT, "b": TOPICS, "c": "1 0 1 1\n1 0 1 yes"}, "c, line 2: 4 columns"),
        ({"a": NEAT, "b": TOPICS}, "no judgements"),
        ({"a": NEAT, "c": "1 0 1 1"}, "no topics"),
        ({"a": NEAT, "b": TOPICS, "c": "9 0 1 1"}, "of other topics: 9"),
    ],
    ids=["docno", "twice", "num", "title", "columns", "grade", "no-judgements", "no-topics", "other-topics"],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_file_and_the_line(tmp_path, files, said):
    with pytest.raises(CommandError, match=said):
        call_command("search_eval", trec=str(folder(tmp_path, **files)))


@pytest.mark.django_db
def test_the_command_prints_ours_and_bm25s_side_by_side(tmp_path):
    out = StringIO()
    call_command("search_eval", trec=str(folder(tmp_path, a=UNTIDY, b=TOPICS, c="1 0 FT-1 1")), stdout=out)
    assert [line.split()[:3] for line in out.getvalue().splitlines()[1:]] == [
        ["ours", "1", "1.000"],
        ["bm25s", "1", "1.000"],
    ]


words = st.text("abcdefgh ", max_size=30).map(lambda text: " ".join(text.split()))


@given(st.dictionaries(st.integers(1, 999).map(str), st.tuples(words, words), min_size=1), st.data())
def test_whatever_was_written_is_read_again(tmp_path_factory, texts, data):
    path = tmp_path_factory.mktemp("trec")
    for number, (key, (title, body)) in enumerate(texts.items()):
        tag = data.draw(st.sampled_from([str.lower, str.upper]))
        end = data.draw(st.sampled_from(["", "\n", "</title>"]))
        document = f"<doc><docno>{key}</docno><title>{title}{end}<text>{body}</text></doc>"
        document = document.replace("doc", tag("doc")).replace("text", tag("text"))
        # Several in a file, now and then.
        with (path / str(number // 3)).open("a", encoding="utf-8") as file:
            file.write(document)
    folder(path, t=TOPICS, q=f"1 0 {next(iter(texts))} 1")
    assert collections.read(path).texts == texts


PARTS = ["<doc>", "<docno>", "<top>", "<num>", "</", "<", ">", "&#", "1 0 1 1", "\n", "x", "\0"]


@given(st.lists(st.sampled_from(PARTS)))
def test_nothing_that_a_file_may_hold_is_worse_than_a_refusal(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("trec")
    (path / "a").write_bytes("".join(parts).encode() + b"\xff")
    try:
        assert trec.read(path) is None
    except trec.WrongError as problem:
        assert str(path) in str(problem)
