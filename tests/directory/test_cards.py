"""Cards and codes: public numbers only, and nothing in a name steers the phone that reads them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from directory.enums import PhonePurpose
from directory.exporters.vcard import _folded, _line, cards
from directory.models import Contact, Organization, Service
from directory.numbers import with_numbers
from directory.qr import svg
from portal.content.enums import Visibility
from portal.content.models import Area
from portal.exported_text import TURNS_TEXT, one_line
from tests.factories.directory import OrganizationFactory, PhoneFactory, ServiceFactory

HOSTILE = [
    "Front door\r\nTEL:999",
    "Front door\nEND:VCARD\nBEGIN:VCARD",
    "Front\u2028TEL:999\u2029door\x85x\x0bTEL:1",
    "\u202eTEL:999\u2066 rood tnorF",
    "a;b,c\\n\\;d:e\\",
    "=cmd|' /C calc'!A0",
    "Help \U0001f469\u200d\U0001f469\u200d\U0001f466 line" * 20,
    "x" * 10_000,
    "\x00\x07\x1b[31mred",
]


def parse(text: str) -> list[list[tuple[str, str]]]:
    """Read a file of vCards as RFC 2426 says: unfold, split at the first colon, undo the escapes."""
    assert text.endswith("\r\n")
    lines = re.sub("\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")
    found, current = [], None
    for line in lines:
        assert not re.search("[\r\n]", line), line
        name, value = line.split(":", 1)
        assert re.fullmatch(r"[A-Za-z0-9.;=-]+", name), name
        if name == "BEGIN":
            assert current is None
            current = []
        elif name == "END":
            found.append(current)
            current = None
        else:
            current.append((name, value))
    assert current is None
    return found


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def values(card, name) -> list[str]:
    """Return the values of a property, whatever its group and its types."""
    return [unescape(v) for n, v in card if n.split(";")[0].split(".")[-1] == name]


def card_of(service):
    return parse(cards(with_numbers(Service.objects.filter(pk=service.pk))))[0]


@given(st.text())
@hypothesis_settings(max_examples=2000, deadline=None)
def test_a_value_comes_back_and_adds_no_line(text):
    line = _line("FN", one_line(text))
    assert "\r" not in line
    assert "\n" not in line
    read = unescape(line.removeprefix("FN:"))
    assert read == one_line(text)
    assert not TURNS_TEXT & set(read)
    assert read.isprintable() or all(c.isprintable() or c.isspace() or ord(c) > 127 for c in read)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=400))
@hypothesis_settings(max_examples=2000, deadline=None)
def test_folding_keeps_every_character_and_no_line_is_long(text):
    parts = _folded(text).encode().split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    whole = [part.decode() for part in parts]  # a character cut in two would not decode
    assert all(part.startswith(" ") for part in whole[1:])
    assert whole[0] + "".join(part[1:] for part in whole[1:]) == text


@given(st.lists(st.text(), min_size=2, max_size=2))
def test_parts_stay_apart(names):
    line = _line("ORG", *[one_line(name) for name in names])
    parts = split_parts(line.removeprefix("ORG:"))
    assert [unescape(part) for part in parts] == [one_line(name) for name in names]


def split_parts(value: str) -> list[str]:
    parts, escaped = [""], False
    for character in value:
        if character == ";" and not escaped:
            parts.append("")
            continue
        parts[-1] += character
        escaped = character == "\\" and not escaped
    return parts


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(client, demo, name):
    if connection.vendor == "postgresql" and (len(name) > 150 or "\x00" in name):
        pytest.skip("PostgreSQL refuses such a name itself")
    organization = OrganizationFactory(name="Trust")
    service = ServiceFactory(organization=organization, email="help@example.org")
    # As an import that does not ask the model would leave it.
    clean = name.replace("\x00", "")
    Service.objects.filter(pk=service.pk).update(name=clean, hours_note=clean, out_of_hours_note=clean)
    Organization.objects.filter(pk=organization.pk).update(name=clean)
    service.phones.update(description=clean)
    answer = client.get(reverse("directory:vcard", args=[service.slug]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{service.slug}.vcf"'
    (card,) = parse(answer.content.decode())
    assert values(card, "FN") == [one_line(clean)]
    assert values(card, "TEL") == ["+441632960101"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert not TURNS_TEXT & set(answer.content.decode())


def test_a_card_is_what_a_phone_needs(demo, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.test/"
    service = Service.objects.get(slug="thornmere-front-door")
    card = card_of(service)
    assert dict(card)["VERSION"] == "3.0"
    assert values(card, "FN") == [service.name]
    assert values(card, "TEL")[0] == service.main_phone.number
    assert values(card, "URL") == ["https://portal.test/directory/services/thornmere-front-door/"]
    assert values(card, "UID") == [f"urn:uuid:{service.public_id}"]
    note = values(card, "NOTE")[0]
    assert f"Checked on {service.last_reviewed:%-d %B %Y}." in note
    assert "do not use for a real child" in note
    away = service.out_of_hours_service
    own = away.phones.get(area__slug="thornmere")
    assert values(card, "TEL") == [service.main_phone.number, own.number]
    assert any(label.startswith(f"Out of hours: {away.name}") for label in values(card, "X-ABLabel"))


def test_nothing_for_staff_leaves_on_a_card_for_anybody(signed_in, demo):
    area = Area.objects.first()
    away = ServiceFactory(areas=[area])
    PhoneFactory(
        service=away, number="+441632960911", visibility=Visibility.DSL, purpose="professionals", area=area
    )
    service = ServiceFactory(areas=[area], out_of_hours_service=away)
    PhoneFactory(
        service=service, number="+441632960912", visibility=Visibility.STAFF, purpose="professionals"
    )
    Contact.objects.create(
        service=service, title="Manager", name="Ann Example", email="ann@example.org",
        phone="+441632960913", visibility=Visibility.PUBLIC,
    )  # fmt: skip
    for person in ("declan.roe@ravensmoor.example.org", "ellen.vance@ambleford.example.org"):
        text = signed_in(person).get(reverse("directory:vcard", args=[service.slug])).content.decode()
        text = text.replace("\r\n ", "")
        assert "+441632960101" in text
        for secret in ("96091", "01632 96091", "Ann", "ann@"):
            assert secret not in text


def test_an_extension_waits(demo):
    service = ServiceFactory(main_number=None)
    PhoneFactory(service=service, extension="12", purpose=PhonePurpose.MAIN)
    card = card_of(service)
    assert values(card, "TEL") == ["+441632960101,12"]
    assert "01632 960101 extension 12" in values(card, "NOTE")[0]


def test_what_has_closed_has_no_card_and_no_link(client, demo):
    slug = "ambleford-careers-and-connexions-desk"
    address = reverse("directory:vcard", args=[slug])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("directory:service", args=[slug])).text
    open_one = client.get(reverse("directory:service", args=["thornmere-front-door"])).text
    assert reverse("directory:vcard", args=["thornmere-front-door"]) in open_one


def test_a_list_in_one_file_holds_what_the_list_shows(client, demo):
    listed = client.get("/directory/services/?area=thornmere&urgency=now")
    answer = client.get("/directory/services/cards.vcf?area=thornmere&urgency=now")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    names = [values(card, "FN")[0] for card in parse(answer.content.decode())]
    shown = [row["service"].name for row in listed.context["rows"]]
    assert names
    assert [name for name in shown if name in names] == names[: len(shown)]
    assert "cards.vcf?" in listed.text


def test_an_empty_list_and_a_long_one_get_words(client, demo, monkeypatch):
    empty = client.get("/directory/services/cards.vcf?q=nothing-like-this")
    assert empty.status_code == 404
    assert "These numbers cannot be saved" in empty.text
    monkeypatch.setattr("directory.views.cards.MOST_CARDS", 3)
    long = client.get("/directory/services/cards.vcf")
    assert long.status_code == 400
    assert "at most 3" in long.text


def test_a_file_asks_a_constant_number_of_questions(client, demo):
    def ask(kind):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/directory/services/cards.vcf?q={kind}")
        assert answer.status_code == 200
        return len(queries), len(parse(answer.content.decode()))

    area = Area.objects.first()
    away = ServiceFactory(areas=[area])
    organization = OrganizationFactory()
    for number in range(52):
        word = "Fewcards" if number < 2 else "Manycards"
        ServiceFactory(
            name=f"{word} {number}", organization=organization, areas=[area], out_of_hours_service=away
        )
    ask("Fewcards")  # the finder keeps what it read of the whole directory
    few, many = ask("Fewcards"), ask("Manycards")
    assert (few[1], many[1]) == (2, 50)
    assert few[0] == many[0] <= 15


def test_a_code_leads_to_the_live_page_and_never_to_the_host_of_a_request(client, demo, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.test"
    address = reverse("directory:qr", args=["thornmere-front-door"])
    answer = client.get(address, headers={"host": "localhost"})
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.text == svg("https://portal.test/directory/services/thornmere-front-door/")
    assert "style" not in answer.text
    assert "max-age=86400" in answer["Cache-Control"]
    assert client.get(reverse("directory:qr", args=["no-such-service"])).status_code == 404


def test_a_mail_link_holds_one_address(client, demo):
    service = ServiceFactory(email="help@example.org")
    hostile = 'help@example.org?bcc=all@example.com&subject="><script>x</script>'
    Service.objects.filter(pk=service.pk).update(email=hostile)
    service.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        service.full_clean()
    assert "email" in refusal.value.message_dict
    page = client.get(service.get_absolute_url()).text
    assert "<script>x" not in page
    assert "mailto:help@example.org?bcc" not in page
    assert 'href="mailto:help@example.org%3Fbcc%3Dall@example.com%26subject' in page


def test_a_number_for_leads_of_the_service_out_of_hours_stays_off_the_page(client, demo):
    area = Area.objects.first()
    away = ServiceFactory(areas=[area])
    secret = PhoneFactory(
        service=away, number="+441632960914", visibility=Visibility.DSL, purpose="professionals", area=area
    )
    service = ServiceFactory(areas=[area], out_of_hours_service=away)
    page = client.get(service.get_absolute_url()).text
    assert away.main_phone.display in page
    assert secret.display not in page
