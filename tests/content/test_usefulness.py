"""“Was this page useful?”: asked without a cookie, answered without a name, read by the owner."""

import datetime
import re
import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import signing
from django.test import Client
from django.utils import timezone

from home.models import PlainPage
from portal.accounts.privacy import expire_everything
from portal.content import usefulness, usefulness_report
from portal.content.models import GuidanceRecord, Usefulness
from portal.guarded_forms import SALT

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/useful/"
TRAINER = "tom.aldous@ambleford.example.org"
EDITOR = "marguerite.osei@ambleford.example.org"


@pytest.fixture
def record(demo) -> GuidanceRecord:
    return GuidanceRecord.objects.filter(live=True).first()


@pytest.fixture
def send(client, record):
    """Answer; what is not given is as a person would have it."""

    def send_(thing=None, age=30, address="192.0.2.1", **fields):
        data = {"useful": "yes", "line": "", "opened": signing.dumps(time.time() - age, salt=SALT)}
        path = usefulness.form_address(thing or record)
        return client.post(path, data | fields, REMOTE_ADDR=address)

    return send_


def test_every_governed_page_asks_and_sets_no_cookie(client, record):
    service = "/directory/services/thornmere-front-door/"
    for path in ("/contact/", "/accessibility/", service, record.get_absolute_url()):
        response = client.get(path)
        (yes, no) = re.findall(r'href="(/useful/[^"?]+/)\?answer=(?:yes|no)"', response.text)
        assert yes == no
        assert not response.cookies
        assert client.get(yes).status_code == 200
    assert "/useful/" not in client.get("/directory/thresholds/").text


def test_the_question_costs_no_query(client, record, django_assert_max_num_queries):
    client.get(record.get_absolute_url())
    with django_assert_max_num_queries(0):
        usefulness.form_address(record)


def test_an_answer_is_kept_with_its_day_alone_and_the_reader_led_back(client, send, record):
    response = send(useful="no", line="The hours are missing")
    assert response.status_code == 302
    answer = Usefulness.objects.get()
    assert (answer.thing, answer.useful, answer.line) == (record, False, "The hours are missing")
    assert answer.said_on == timezone.localdate()
    names = {field.name for field in Usefulness._meta.get_fields()}
    assert names == {"id", "content_type", "object_id", "thing", "useful", "line", "said_on"}
    assert f'href="{record.get_absolute_url()}"' in client.get(response["Location"]).text


def test_the_link_chooses_the_answer_and_changes_nothing(client, record):
    page = client.get(usefulness.form_address(record) + "?answer=no").text
    assert re.search(r'value="no"[^>]*checked', page)
    assert not Usefulness.objects.exists()


def test_a_forged_gone_or_unpublished_thing_has_no_form(client, record):
    address = usefulness.form_address(record)
    assert client.get(address.replace("guidancerecord", "portalsettings")).status_code == 404
    assert client.get("/useful/content.guidancerecord-1/").status_code == 404
    assert client.get("/useful/nonsense:x/").status_code == 404
    record.live = False
    record.save(update_fields=["live"])
    assert client.get(address).status_code == 404
    assert client.post(address, {"useful": "yes"}).status_code == 404


def test_a_private_page_has_no_form_for_others(client, demo):
    from wagtail.models import PageViewRestriction

    page = PlainPage.objects.live().first()
    address = usefulness.form_address(page)
    assert client.get(address).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(address).status_code == 404


def test_the_form_needs_the_token(record):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(usefulness.form_address(record), {"useful": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"useful": ""}, "Choose yes or no"),
        ({"useful": "perhaps"}, "not one of the available choices"),
        ({"line": "x" * 201}, "Use at most 200 characters"),
        ({"line": "a\x00b"}, "Null characters"),
        ({"age": 0.5}, "That was very quick"),
        ({"opened": "forged"}, "open for too long"),
    ],
)
def test_a_mistake_is_said_and_no_word_lost(send, fields, said):
    response = send(**({"line": "The words I wrote"} | fields))
    assert response.status_code == 200
    assert said in response.text
    assert not Usefulness.objects.exists()
    if "line" not in fields:
        assert "The words I wrote" in response.text


def test_a_machine_is_thanked_and_forgotten(send):
    assert send(website="https://spam.example").status_code == 302
    assert not Usefulness.objects.exists()


def test_what_looks_like_a_pupil_is_asked_about_once(send):
    line = "It helped with H123456789012"
    first = send(line=line)
    assert "looks like a unique pupil number" in first.text
    assert 'name="looked" value="1"' in first.text
    assert not Usefulness.objects.exists()
    assert send(line=line, looked="1").status_code == 302
    assert Usefulness.objects.get().line == line


def test_the_same_line_twice_is_one_and_yes_counts_each_time(send):
    send(line="Clear"), send(line="Clear"), send(), send()
    assert Usefulness.objects.filter(line="Clear").count() == 1
    assert Usefulness.objects.filter(line="").count() == 2


def test_a_flood_from_one_address_is_refused_and_the_words_stay(send):
    answers = [send(line=f"Line {number}").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2
    assert "One more" in send(line="One more").text
    assert send(line="Elsewhere", address="192.0.2.2").status_code == 302


def test_a_flood_from_everywhere_is_refused(send, record):
    usefulness.take(record, True, "")
    one = Usefulness.objects.get()
    Usefulness.objects.bulk_create(
        Usefulness(content_type=one.content_type, object_id=one.object_id, useful=True)
        for _ in range(usefulness.MOST_A_DAY)
    )
    assert send().status_code == 429


def test_the_most_useful_first_in_one_query(demo, django_assert_num_queries):
    first, second, third = GuidanceRecord.objects.all()[:3]
    for _ in range(3):
        usefulness.take(second, True, "")
    usefulness.take(first, True, "")
    usefulness.take(third, False, "")
    usefulness.most_useful(GuidanceRecord)
    with django_assert_num_queries(1):
        assert usefulness.most_useful(GuidanceRecord) == [(second.pk, 3), (first.pk, 1)]
    Usefulness.objects.update(said_on=timezone.localdate() - datetime.timedelta(days=91))
    assert usefulness.most_useful(GuidanceRecord) == []


def test_kinds_of_a_page_count_for_their_parent(demo):
    from wagtail.models import Page

    page = PlainPage.objects.live().first()
    usefulness.take(page, True, "")
    assert usefulness.most_useful(Page) == [(page.pk, 1)]


def test_lines_go_after_twelve_months_and_counts_stay(demo, record):
    today = timezone.localdate()
    for days in (10, 200, 366):
        usefulness.take(record, True, f"{days} days old")
        Usefulness.objects.filter(line=f"{days} days old").update(
            said_on=today - datetime.timedelta(days=days)
        )
    assert sum(expire_everything(timezone.now() - datetime.timedelta(days=183)).values()) >= 1
    assert sorted(Usefulness.objects.values_list("line", flat=True)) == ["", "10 days old", "200 days old"]


def own(thing, email):
    thing.maintainer = get_user_model().objects.get(email=email)
    thing.save(update_fields=["maintainer"])


def test_owners_read_their_own_and_portal_editors_everything(signed_in, record):
    other = GuidanceRecord.objects.exclude(pk=record.pk).first()
    own(record, TRAINER), own(other, EDITOR)
    usefulness.take(record, False, "Too long for me")
    usefulness.take(other, True, "Just right")
    client = signed_in(TRAINER)
    page = client.get(REPORT).text
    assert record.title in page
    assert other.title not in page
    key = re.search(r"\?page=([\d-]+)\"", page)[1]
    assert "Too long for me" in client.get(f"{REPORT}?page={key}").text
    client = signed_in(EDITOR)
    page = client.get(REPORT).text
    assert page.index(record.title) < page.index(other.title)
    owner = get_user_model().objects.get(email=EDITOR).pk
    page = client.get(f"{REPORT}?owner={owner}").text
    assert other.title in page
    assert record.title not in page
    other_key = f"{key.split('-')[0]}-{other.pk}"
    assert "Just right" in client.get(f"{REPORT}?page={other_key}").text
    assert "Just right" not in signed_in(TRAINER).get(f"{REPORT}?page={other_key}").text
    assert client.get(f"{REPORT}?page=nonsense&owner=x&p=-3").status_code == 200


def test_the_files_are_safe_to_open(signed_in, record):
    own(record, EDITOR)
    usefulness.take(record, True, "=HYPERLINK(1)")
    client = signed_in(EDITOR)
    counts = client.get(f"{REPORT}?download=1").text
    assert counts.startswith("Fictional demonstration data")
    assert ",1,0,1" in counts
    key = re.search(r"\?page=([\d-]+)\"", client.get(REPORT).text)[1]
    assert "'=HYPERLINK(1)" in client.get(f"{REPORT}?page={key}&download=1").text


def test_the_pages_of_the_report_keep_what_was_asked_for(signed_in, record, monkeypatch):
    monkeypatch.setattr(usefulness_report, "PAGE_SIZE", 1)
    own(record, EDITOR)
    for line in ("First line", "Second line"):
        usefulness.take(record, True, line)
    client = signed_in(EDITOR)
    key = re.search(r"\?page=([\d-]+)\"", client.get(REPORT).text)[1]
    first = client.get(REPORT, {"page": key})
    assert "Second line" in first.text and "First line" not in first.text
    onward = BeautifulSoup(first.text, "html.parser").select_one("nav.pagination .next a")["href"]
    assert "First line" in client.get(REPORT + onward).text


def test_the_report_asks_the_same_number_of_questions(signed_in, record, django_assert_max_num_queries):
    client = signed_in(EDITOR)
    client.get(REPORT)
    costs = []
    for many in (2, 20):
        for one in GuidanceRecord.objects.all()[:many]:
            usefulness.take(one, True, "")
        with django_assert_max_num_queries(25) as asked:
            client.get(REPORT)
        costs.append(len(asked))
    assert costs[0] == costs[1]
