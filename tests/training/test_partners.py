"""A partner without an account reads a school's own sheet, comments and proposes; the school decides."""

import csv
import datetime
import io
import json
import logging
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts import privacy
from portal.logs import without_query
from tests.factories.training import add_sheet
from tests.training.conftest import person
from tests.training.test_own_sheets import ELSEWHERE, LEAD, READER, every_block, main_of
from training.models import ResourceSheetPage
from training.records import partners
from training.records.adapting import said
from training.records.models import NoteState, OwnSheet, PartnerLink, PartnerNote
from training.records.own_sheets import adapt

PARTNER = reverse("training:partner")


@pytest.fixture(autouse=True)
def _counted_from_nothing():
    cache.clear()


@pytest.fixture
def own(db) -> OwnSheet:
    """A sheet of every block that the reader's school made its own."""
    page = add_sheet(body=json.dumps(every_block()), title="Our plan", code="R9")
    return adapt(person(READER), ResourceSheetPage.objects.get(pk=page.pk))


@pytest.fixture
def token(own) -> str:
    """The secret of a link to it."""
    return partners.open_link(own, person(READER), "school nursing team", 14)[1]


def at(token, name="", **more) -> str:
    """Return the address of a partner's page."""
    return reverse(f"training:partner{name}", query={"link": token, **more})


@pytest.fixture
def mails(monkeypatch) -> list:
    """The messages that were sent, as if each note were saved for good at once."""
    monkeypatch.setattr(partners.transaction, "on_commit", lambda tell: tell())
    return mail.outbox


def ours(own, name="own_partners", *args) -> str:
    return reverse(f"training:{name}", args=[own.public_id, *args])


def block_of(own, kind="lines") -> dict:
    return next(block for block in own.body if block["type"] == kind)


def say(client, token, text="Ask us first.", block=None, **more):
    about = {"part": block["id"]} if block else {}
    return client.post(at(token, "_comment", **about), {"say-text": text, **more})


def propose(client, token, block, seen="", **changed):
    """Send the form of a part with some fields changed, as the page has it."""
    typed = {f"new-{name or 'text'}": text for name, text in said(block).items()}
    typed |= {f"new-{name}": text for name, text in changed.items()}
    seen = seen or partners.digest_of(block)
    return client.post(at(token, "_propose", part=block["id"]), {**typed, "seen": seen})


def decide(client, own, note, do, version=None):
    own.refresh_from_db()
    version = own.version if version is None else version
    return client.post(ours(own, "decide_note", note.pk), {"do": do, "version": version}, follow=True)


def test_from_the_link_to_the_decision(signed_in, client, own, mails):
    lead = signed_in(LEAD)
    made = main_of(lead.post(ours(own), {"for_whom": "School nursing", "days": "7"}))
    address = re.search(r"<textarea[^>]+>(http[^<]+)<", made)[1]
    token = parse_qs(urlsplit(address).query)["link"][0]
    link = PartnerLink.objects.get()
    assert len(token) > 40
    assert token not in str(PartnerLink.objects.values_list())
    assert link.expires - timezone.now() > datetime.timedelta(days=6, hours=23)
    assert token not in lead.get(ours(own)).text

    client.cookies.clear()
    block = block_of(own)
    page = client.get(address)
    main = main_of(page)
    for words in (
        "Ravensmoor High asks for your view",
        "Our plan",
        "No names of children",
        f"part={block['id']}",
    ):
        assert words in main
    assert "asha" not in page.text.lower()
    assert "School nursing" not in page.text
    assert "Comment or propose" in main
    main_of(client.get(at(token, "_part", part=block["id"])))
    assert say(client, token, "Too long.", block, **{"say-who": "school nurse"}).status_code == 302
    assert propose(client, token, block, label="Who rings us?", why="It is clearer.").status_code == 302
    assert say(client, token, "All of it is good.").status_code == 302
    assert not client.cookies
    back = main_of(client.get(at(token, said="1")))
    assert back.count("Waits for the school") == 3
    assert "Question or label: Who rings us?" in back
    assert len(mails) == 1
    assert mails[0].to == [person(LEAD).email]
    assert "Too long" not in mails[0].body

    lead = signed_in(LEAD)
    assert "3 answers of partners wait for you" in main_of(lead.get(reverse("training:own_sheets")))
    assert "3 answers of partners to decide on" in main_of(lead.get(ours(own, "own_sheet")))
    told = main_of(lead.get(ours(own)))
    for words in ("school nurse", "Who rings us?", said(block)["label"], "It is clearer."):
        assert words in told
    remark, proposal, whole = PartnerNote.objects.all()
    assert "Accepted: the sheet says it now" in decide(lead, own, proposal, "accepted").text
    decide(lead, own, remark, "read")
    decide(lead, own, whole, "read")
    own.refresh_from_db()
    assert said(partners.block_of(own, block["id"]))["label"] == "Who rings us?"
    assert own.version == 2
    assert "Changed: Question: Who rings us?" in main_of(lead.get(ours(own, "own_sheet")))
    assert "of partners" not in main_of(lead.get(reverse("training:own_sheets")))
    client.cookies.clear()
    main = main_of(client.get(address))
    assert main.count("Read by the school") == 2
    assert "Accepted" in main
    assert "Declan" not in main


def over(kind, own, token, signed_in):
    """Bring a link to its end in one of the ways there are."""
    link = PartnerLink.objects.get()
    if kind == "withdrawn":
        signed_in(LEAD).post(ours(own, "own_link", link.public_id))
    elif kind == "expired":
        PartnerLink.objects.update(expires=timezone.now() - datetime.timedelta(seconds=1))
    elif kind == "sheet deleted":
        own.delete()
    return token if kind != "wrong" else "x" * len(token)


ENDS = ("wrong", "withdrawn", "expired", "sheet deleted")


def timeless(answer) -> dict[str, str]:
    """Return the headers of an answer, without what differs between any two: its number and its second."""
    assert "X-Request-ID" in answer.headers and "Expires" in answer.headers
    return {name: text for name, text in answer.headers.items() if name not in ("X-Request-ID", "Expires")}


@pytest.mark.parametrize("kind", ENDS)
def test_a_link_that_is_over_looks_like_one_that_never_was(signed_in, client, own, token, caplog, kind):
    """The same words, status and headers, for whoever is signed out, and nothing is written."""
    block = block_of(own)
    never = client.get(PARTNER)
    token = over(kind, own, token, signed_in)
    client.cookies.clear()
    with caplog.at_level(logging.INFO):
        answers = [
            client.get(at(token)),
            client.get(at(token, "_part", part=block["id"])),
            client.get(at("")),
        ]
        answers += [say(client, token, "Hidden words", block), propose(client, token, block, label="Other")]
    for answer in answers:
        assert answer.status_code == never.status_code == 404
        assert answer.text == never.text
        assert timeless(answer) == timeless(never)
    assert "Our plan" not in never.text
    assert "Ravensmoor" not in never.text.split("<main", 1)[1]
    assert not PartnerNote.objects.exists()
    assert caplog.records  # what is not found is logged, and the secret of it is not
    assert not [one for one in caplog.records if token in without_query(one.getMessage())]


def test_the_secret_goes_nowhere(client, own, token, caplog):
    """Not into a log, a cookie, a referrer, a cache, a search engine or onto paper."""
    block = block_of(own)
    with caplog.at_level(logging.DEBUG):
        answers = [
            client.get(at(token)),
            client.get(at(token, "_part", part=block["id"])),
            client.get(at(token, "_part", part="gone")),
            say(client, token, ""),
            say(client, token, "x", block),
            client.get(at(token, "_comment")),
        ]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer" or answer.status_code == 405
        assert answer.get("X-Robots-Tag") == "noindex" or answer.status_code == 405
        assert "no-store" in answer.get("Cache-Control", "") or answer.status_code == 405
        assert not answer.cookies
        foot = answer.text.partition("<footer")[2]
        assert token not in foot
    assert token not in caplog.text
    assert "http://" not in main_of(client.get(at(token)))


def test_other_schools_and_colleagues_do_not_see_it(signed_in, client, own, token):
    say(client, token, "Hidden words")
    note, link = PartnerNote.objects.get(), PartnerLink.objects.get()
    colleague = person("tom.aldous@ambleford.example.org")
    colleague.school = person(READER).school
    colleague.save()
    rights = {READER: 200, LEAD: 200, ELSEWHERE: 404, colleague.email: 404}
    for email, status in rights.items():
        client = signed_in(email)
        assert client.get(ours(own)).status_code == status, email
        assert client.get(ours(own, "own_link", link.public_id)).status_code == status, email
        if status == 404:
            assert client.post(ours(own), {"for_whom": "x", "days": "7"}).status_code == 404
            assert client.post(ours(own, "own_link", link.public_id)).status_code == 404
            assert decide(client, own, note, "read").status_code == 404
            assert "of partners" not in main_of(client.get(reverse("training:own_sheets")))
    elsewhere = adapt(person(ELSEWHERE), ResourceSheetPage.objects.get(pk=own.origin_id))
    client = signed_in(ELSEWHERE)  # by an own sheet of theirs neither
    assert client.post(ours(elsewhere, "own_link", link.public_id)).status_code == 404
    assert decide(client, elsewhere, note, "read").status_code == 404
    client.cookies.clear()
    assert client.get(ours(own)).status_code == 302
    assert PartnerLink.objects.get().works
    assert PartnerNote.objects.get().state == NoteState.WAITING


def test_two_decide_at_once(signed_in, client, own, token):
    block = block_of(own)
    propose(client, token, block, label="Who rings us?")
    note = PartnerNote.objects.get()
    decide(signed_in(READER), own, note, "declined", version=1)
    for late in ("accepted", "declined"):
        assert "A colleague has decided on this already" in decide(signed_in(LEAD), own, note, late).text
    note.refresh_from_db()
    assert (note.state, note.decided_by) == (NoteState.DECLINED, person(READER))
    own.refresh_from_db()
    assert (own.version, partners.block_of(own, block["id"])) == (1, block)


def test_a_sheet_that_changed_since_it_was_looked_at(signed_in, client, own, token):
    """Neither the colleague's change nor the proposal is lost, and accepting it keeps what else changed."""
    block = block_of(own)
    propose(client, token, block, label="Who rings us?")
    note = PartnerNote.objects.get()
    lead = signed_in(LEAD)
    typed = {**said(block), "help": "Ours.", "version": own.version}
    assert lead.post(ours(own, "edit_own_block", block["id"]), typed).status_code == 302
    late = decide(lead, own, note, "accepted", version=1)
    assert "A colleague changed this sheet meanwhile" in late.text
    note.refresh_from_db()
    assert note.state == NoteState.WAITING
    assert "You changed this since" not in main_of(lead.get(ours(own)))  # another field of it
    decide(lead, own, note, "accepted")
    own.refresh_from_db()
    now = said(partners.block_of(own, block["id"]))
    assert (now["label"], now["help"]) == ("Who rings us?", "Ours.")


def test_a_part_that_the_school_changed_or_took_out(signed_in, client, own, token):
    block = block_of(own)
    propose(client, token, block, label="Who rings us?")
    note = PartnerNote.objects.get()
    lead = signed_in(LEAD)
    lead.post(ours(own, "edit_own_block", block["id"]), {**said(block), "label": "Ours", "version": 1})
    assert "You changed this since the partner saw it" in main_of(lead.get(ours(own)))
    late = main_of(propose(client, token, block, label="Later"), 409)
    assert "The school changed this part while you wrote" in late
    assert "Later" in late
    own.refresh_from_db()
    lead.post(ours(own, "edit_own_sheet"), {"remove": block["id"], "version": own.version})
    assert "not on the sheet any more" in main_of(lead.get(ours(own)))
    assert "That part is not on the sheet any more" in decide(lead, own, note, "accepted").text
    own.refresh_from_db()
    late = main_of(propose(client, token, block, label="Words of mine"), 409)
    assert "That part is not on the sheet any more" in late
    assert "Words of mine" in late
    assert "Remark of mine" in main_of(say(client, token, "Remark of mine", block), 409)
    assert "not on the sheet" in main_of(client.get(at(token, "_part", part=block["id"])), 404)
    decide(lead, own, note, "declined")
    assert "Declined" in main_of(client.get(at(token)))


def test_every_part_can_be_proposed_about_and_accepted(signed_in, client, own, token):
    """Sent as it is, it says that nothing was changed; with its first line changed it comes back so."""
    first = {"instructions": "text", "letter": "text"}
    lead = signed_in(READER)
    for block in own.body:
        cache.clear()
        main_of(client.get(at(token, "_part", part=block["id"])))
        assert "You have changed nothing yet" in main_of(propose(client, token, block), 400), block["type"]
        name = first.get(block["type"]) or next(iter(said(block))) or "text"
        old = said(block)[name if name in said(block) else ""]
        assert propose(client, token, block, **{name: f"{old} more".strip()}).status_code == 302, block[
            "type"
        ]
        note = PartnerNote.objects.get(state=NoteState.WAITING)
        assert "Accepted" in decide(lead, own, note, "accepted").text
        own.refresh_from_db()
        assert f"{old} more".strip() in said(partners.block_of(own, block["id"])).values()
    assert own.version == len(own.body) + 1


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


@pytest.mark.parametrize(
    "query",
    [
        {"link": "%00"},
        {"link": "é" * 300},
        {"link": "x" * 1_900},
        {"link": "' OR 1=1 --"},
        {"link": ""},
    ],
)
def test_nonsense_for_a_secret(client, own, token, query):
    assert client.get(PARTNER, query).status_code in (400, 404)


def test_tampered_names_and_decisions(signed_in, client, own, token):
    block = block_of(own)
    answer = client.post(
        at(token, "_propose", part=block["id"]),
        {"new-body": "x", "new-origin": "x", "seen": partners.digest_of(block), "body": "[]"},
    )
    assert "There is a problem" in main_of(answer, 400)
    assert (
        client.post(at(token, "_comment"), {f"n{number}": "x" for number in range(10_001)}).status_code == 400
    )
    say(client, token, "Fine.")
    note = PartnerNote.objects.get()
    lead = signed_in(LEAD)
    for wrong in ("", "accepted", "declined", "waiting", "x" * 5_000):
        assert decide(lead, own, note, wrong).status_code == 404
    assert decide(lead, own, note, "read", version="٣").status_code == 200
    assert "Choose one of these" in main_of(lead.post(ours(own), {"for_whom": "x", "days": "9000"}), 400)
    assert "Say whom you ask" in main_of(lead.post(ours(own), {"for_whom": "\u202e", "days": "7"}), 400)


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


def test_a_school_has_so_many_links(signed_in, own):
    client = signed_in(READER)
    for _ in range(partners.MOST_LINKS):
        main_of(client.post(ours(own), {"for_whom": "Nurse", "days": "30"}))
    assert "withdraw one first" in main_of(client.post(ours(own), {"for_whom": "Nurse", "days": "30"}), 400)
    link = PartnerLink.objects.first()
    main_of(client.get(ours(own, "own_link", link.public_id)))
    client.post(ours(own, "own_link", link.public_id))
    main_of(client.post(ours(own), {"for_whom": "Nurse", "days": "30"}))


def test_what_came_over_a_link_is_deleted_once_it_is_over(signed_in, client, own, token):
    say(client, token)
    link = PartnerLink.objects.get()
    lead = signed_in(LEAD)
    place = ours(own, "own_link", link.public_id)
    lead.post(place, {"delete": "yes"})  # it works still: it is withdrawn, and nothing goes
    assert PartnerNote.objects.exists()
    assert "1 answer" in main_of(lead.get(ours(own)))
    lead.post(place)
    assert PartnerNote.objects.exists()
    assert "for good" in main_of(lead.get(place))
    lead.post(place, {"delete": "yes"})
    assert not PartnerLink.objects.exists()
    assert not PartnerNote.objects.exists()


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


def test_what_is_held_is_shown_erased_and_ends(signed_in, client, own, token):
    say(client, token)
    decide(signed_in(READER), own, PartnerNote.objects.get(), "read")
    held = privacy.export_everything(person(READER))["records"]
    assert held["partners whom you asked"][0]["whom"] == "school nursing team"
    assert held["what partners said that you decided on"][0]["state"] == "read"
    privacy.erase_everything(person(READER))
    assert "a former colleague" in main_of(signed_in(LEAD).get(ours(own)))
    main_of(client.get(at(token)))  # it is the school’s: the lead withdraws it
    call_command("expire_records", verbosity=0)
    assert PartnerNote.objects.exists()
    PartnerLink.objects.update(expires=timezone.now() - datetime.timedelta(days=184))
    call_command("expire_records", verbosity=0)
    assert not PartnerLink.objects.exists()
    assert not PartnerNote.objects.exists()


@pytest.mark.parametrize("count", [2, 50])
def test_few_questions_whatever_was_said(signed_in, client, own, token, django_assert_max_num_queries, count):
    link = PartnerLink.objects.get()
    block = block_of(own)
    typed = said(block)
    for number in range(count):
        partners.comment(link, block, "nurse", f"Remark {number}")
        partners.propose(link, block, typed | {"label": f"Label {number}"}, "", "")
        partners.open_link(own, person(READER), f"Nurse {number}", 7)
    done = PartnerNote.objects.filter(text__startswith="Remark")
    done.update(state=NoteState.READ, decided=timezone.now(), decided_by=person(LEAD))
    client.get(at(token))
    with django_assert_max_num_queries(5):
        assert main_of(client.get(at(token))).count("Remark ") == count
    with django_assert_max_num_queries(5):
        main_of(client.get(at(token, "_part", part=block["id"])))
    lead = signed_in(READER)
    for place, most in ((ours(own), 14), (ours(own, "own_sheet"), 17), (reverse("training:own_sheets"), 16)):
        lead.get(place)
        with django_assert_max_num_queries(most):
            main_of(lead.get(place))
