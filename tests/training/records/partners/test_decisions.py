"""The school decides about what a partner proposed; nobody else sees it."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from tests.training.records.partners.said import at, block_of, decide, ours, propose, say
from training.models import ResourceSheetPage
from training.records import partners
from training.records.adapting import said
from training.records.models import NoteState, PartnerLink, PartnerNote
from training.records.own_sheets import adapt


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
