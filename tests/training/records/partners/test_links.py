"""A link to a partner: its secret, its end, and what is kept with it."""

import datetime
import logging

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.accounts import privacy
from portal.logs import without_query
from tests.pages import main_of
from tests.training.conftest import LEAD, READER, person
from tests.training.records.partners.said import PARTNER, at, block_of, decide, ours, propose, say
from training.records import partners
from training.records.models import PartnerLink, PartnerNote


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
