"""Revoking a certificate in the admin: one that is named by its number, and no way to find another."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.roles import PEOPLE
from tests.training.conftest import READER, TRAINER
from tests.training.records.certified import page_of, read_and_issued
from training.records import certificates
from training.records.models import Certificate
from training.records.views.revoke import LOG_ACTION

pytestmark = pytest.mark.django_db

PAGE = reverse("revoke_certificate")
EDITOR, ADMINISTRATOR = PEOPLE["p"], PEOPLE["a"]


def of(certificate) -> str:
    return f"{PAGE}?number={certificate.uuid}"


@pytest.mark.parametrize("email", [EDITOR, ADMINISTRATOR])
def test_it_is_found_by_its_number_and_revoked_for_a_reason(signed_in, client, email):
    certificate = read_and_issued()
    admin = signed_in(email)
    text = admin.get(of(certificate)).text
    for words in ("Asha Mistry", "Signs, version 1", "Valid", "Revoke this certificate"):
        assert words in text
    text = admin.post(of(certificate), {"why": "It was issued by mistake."}, follow=True).text
    assert "its holder reads why" in text
    assert "Revoked on" in text
    assert "Revoke this certificate" not in text
    certificate.refresh_from_db()
    assert certificate.revoked_on == timezone.localdate()
    client.cookies.clear()
    main = page_of(client, certificate)
    assert "Revoked: this certificate does not count" in main
    assert "by mistake" not in main
    assert "issued by mistake" in page_of(signed_in(READER), certificate)


def test_the_address_of_its_page_names_it_too(signed_in):
    certificate = read_and_issued()
    address = f"https://portal.example/certificates/{str(certificate.uuid).upper()}/"
    answer = signed_in(EDITOR).get(PAGE, {"number": f"  {address} "})
    assert answer.context["certificate"] == certificate


def test_the_log_says_who_and_which_and_no_name(signed_in, caplog):
    certificate = read_and_issued()
    signed_in(EDITOR).post(of(certificate), {"why": "Asha Mistry did not read it."})
    entry = ModelLogEntry.objects.get(action=LOG_ACTION)
    assert (entry.label, entry.user.email) == (f"Certificate {certificate.pk}", EDITOR)
    for words in ("Asha", "Mistry", READER):
        assert words not in f"{entry.label} {entry.data} {entry.message}"
        assert words not in caplog.text
    text = signed_in(ADMINISTRATOR).get(reverse("wagtailadmin_reports:site_history")).text
    assert "Certificate revoked" in text
    assert "Asha Mistry" not in text.split("<main")[1]


def test_without_a_reason_or_with_too_long_a_one_it_stands(signed_in):
    certificate, admin = read_and_issued(), signed_in(EDITOR)
    for why in ("", "   ", "x" * 301):
        answer = admin.post(of(certificate), {"why": why})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Certificate.objects.exclude(revoked_on=None).exists()
    assert not ModelLogEntry.objects.filter(action=LOG_ACTION).exists()


def test_the_first_reason_stands(signed_in):
    certificate, admin = read_and_issued(), signed_in(EDITOR)
    admin.post(of(certificate), {"why": "The first."})
    text = admin.post(of(certificate), {"why": "The second."}, follow=True).text
    assert "It was revoked before" in text
    certificate.refresh_from_db()
    assert certificate.why_revoked == "The first."
    assert ModelLogEntry.objects.filter(action=LOG_ACTION).count() == 1


@pytest.mark.parametrize(
    "number", ["", "Asha Mistry", "asha", READER, "1", "%", "' or 1=1", str(uuid.UUID(int=0))]
)
def test_nothing_is_found_by_a_name_or_a_part(signed_in, number):
    certificate, admin = read_and_issued(), signed_in(EDITOR)
    address = f"{PAGE}?number={number}"
    answer = admin.get(PAGE, {"number": number})
    assert answer.context["certificate"] is None
    assert "Signs" not in answer.text
    assert str(certificate.uuid) not in answer.text
    assert admin.post(address, {"why": "x"}).status_code == 404
    answer = admin.get(PAGE, {"number": str(certificate.uuid)[:-1]})
    assert answer.context["certificate"] is None


@pytest.mark.parametrize("email", [None, READER, TRAINER, PEOPLE["l"], PEOPLE["d"]])
def test_nobody_else_sees_or_revokes(signed_in, client, email):
    certificate = read_and_issued()
    other = signed_in(email) if email else client
    for answer in (other.get(of(certificate)), other.post(of(certificate), {"why": "Because."})):
        assert answer.status_code in {302, 403}
        assert "Asha" not in answer.text
    assert not Certificate.objects.exclude(revoked_on=None).exists()


def test_the_menu_offers_it_to_those_who_may(signed_in):
    assert PAGE in signed_in(EDITOR).get("/admin/").text
    assert f'"{PAGE}"' not in signed_in(TRAINER).get("/admin/").text


def test_a_replaced_one_shows_no_name(signed_in):
    old = read_and_issued()
    certificates.supersede(old, "Asha Rao")
    text = signed_in(EDITOR).get(of(old)).text
    assert "Replaced by a corrected copy" in text
    assert "Asha" not in text.split("<main")[1]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_copies_of_it_with_another_name_are_revoked_with_it(signed_in, client, place):
    """They say the same of the same person: whichever somebody showed, none of them counts any more."""
    copies = [read_and_issued()]
    for name in ("Asha Rao", "Asha Mistry-Rao"):
        copies.append(certificates.supersede(copies[-1], name))
    other = Certificate.objects.create(
        person=copies[0].person, name="A", title="Other", hours=1, issued=timezone.localdate(), issuer="Us"
    )
    admin = signed_in(EDITOR)
    assert "all its copies are revoked with it" in admin.get(of(copies[place])).text
    text = admin.post(of(copies[place]), {"why": "It was issued by mistake."}, follow=True).text
    assert "Revoked on" in text
    client.cookies.clear()
    for copy in copies:
        assert "Revoked: this certificate does not count" in page_of(client, copy)
    other.refresh_from_db()
    assert other.is_valid
    # Of one that was never replaced it says so too: nobody learns from it that there was another name.
    assert "all its copies are revoked with it" in signed_in(EDITOR).get(of(other)).text
