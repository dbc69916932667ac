"""What a partner may write: hostile words, names, doubles, limits, and who hears of it."""

import csv
import io

from django.core.cache import cache

from tests.pages import main_of
from tests.training.conftest import LEAD, READER, person
from tests.training.records.partners.said import at, block_of, decide, ours, propose, say
from training.records import partners
from training.records.models import OwnSheet, PartnerNote


def test_what_would_break_the_sheet_is_said(client, own, token):
    block = block_of(own, "rating")
    many = "\n".join(f"Statement {number}" for number in range(100))
    main = main_of(propose(client, token, block, statements=many), 400)
    assert "There is a problem" in main
    assert "Statement 99" in main
    ten_thousand = "\n".join("x" for _ in range(10_000))
    assert "There is a problem" in main_of(propose(client, token, block, statements=ten_thousand), 400)
    assert not PartnerNote.objects.exists()


def test_hostile_words(signed_in, client, own, token):
    block = block_of(own)
    for text in ("", " ", "\u202e\u200f", "\x07\ufeff"):
        assert "Write your comment" in main_of(say(client, token, text, block), 400)
    long = main_of(say(client, token, "y" * 2_001), 400)
    assert "Use at most 2,000 characters" in long
    assert "y" * 2_001 in long
    assert (
        say(
            client, token, "a\u202eb\x07c <script>alert(1)</script>", block, **{"say-who": "n\u202eu\nrse"}
        ).status_code
        == 302
    )
    assert propose(client, token, block, label="=HYPERLINK(1)\u202e\x07").status_code == 302
    note, proposal = PartnerNote.objects.all()
    assert (note.text, note.who) == ("abc <script>alert(1)</script>", "nu rse")
    assert proposal.proposed["label"] == "=HYPERLINK(1)"
    lead = signed_in(LEAD)
    for page in (client.get(at(token)), lead.get(ours(own))):
        assert "&lt;script&gt;" in page.text
        assert "<script>alert" not in page.text
    decide(lead, own, proposal, "accepted")
    made = lead.post(ours(own, "own_fill"), {"as": "csv"}).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(made)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_what_looks_like_a_person_is_asked_about_once(client, own, token):
    block = block_of(own)
    main = main_of(say(client, token, "Mrs Haddon rings.", block))
    assert "Have another look" in main
    assert not PartnerNote.objects.exists()
    assert say(client, token, "Mrs Haddon rings.", block, looked="1").status_code == 302
    main = main_of(propose(client, token, block, label="Ring Mrs Haddon"))
    assert "Have another look" in main
    OwnSheet.objects.update(body=[{**block, "value": {**block["value"], "label": "Ring Mrs Haddon"}}])
    own.refresh_from_db()
    assert propose(client, token, own.body[0], help="By nine.").status_code == 302  # the school’s own words


def test_a_double_click_is_one(client, own, token):
    block = block_of(own)
    for _ in range(2):
        say(client, token, "Twice.", block)
        propose(client, token, block, label="Twice")
    assert PartnerNote.objects.count() == 2


def test_limits_keep_the_words(client, own, token, monkeypatch):
    for number in range(10):
        assert say(client, token, f"Remark {number}").status_code == 302
    main = main_of(say(client, token, "One too many"), 429)
    assert "Wait a few minutes" in main
    assert "One too many" in main
    cache.clear()
    monkeypatch.setattr(partners, "MOST_NOTES", 10)
    assert "as much was said" in main_of(say(client, token, "One too many"), 429)
    assert "as much was said" in main_of(propose(client, token, block_of(own), label="Other"), 429)
    assert PartnerNote.objects.count() == 10


def test_one_message_until_somebody_decides(signed_in, client, own, token, mails):
    say(client, token, "One")
    say(client, token, "Two")
    assert len(mails) == 1
    lead = signed_in(LEAD)
    for note in PartnerNote.objects.all():
        decide(lead, own, note, "read")
    say(client, token, "Three")
    assert len(mails) == 2
    assert mails[0].to == [READER]
    person_who_left = person(READER)
    person_who_left.is_active = False
    person_who_left.save()
    decide(signed_in(LEAD), own, PartnerNote.objects.get(text="Three"), "read")
    say(client, token, "Four")
    assert len(mails) == 2
