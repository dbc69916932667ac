"""A card of a service on a page: live, honest about what is gone, and read all at once."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.rich_text import RichText

from directory.enums import Availability
from directory.models import Service
from directory.models.services import MERGED
from home.models import HomePage, PlainPage
from portal.accounts.models import User
from portal.content.enums import Visibility
from portal.content.models import Area
from tests.factories.directory import AreaFactory, OrganizationFactory, PhoneFactory, ServiceFactory


@pytest.fixture
def page_with(demo):
    """Publish a page with a card of each service: `page_with(service)`; give its address."""

    def make(*services, area=None, slug="cards"):
        cards = [("service", {"service": service, "area": area}) for service in services]
        page = PlainPage(
            title="Cards",
            slug=slug,
            summary="-",
            body=[("paragraph", RichText("<h2>Before</h2>")), *cards],
            maintainer=User.objects.first(),
        )
        HomePage.objects.get().add_child(instance=page)
        page.save_revision().publish()
        return page.url

    return make


def main_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def test_the_number_is_the_directorys_own_at_every_moment(client, page_with):
    service = ServiceFactory(name="Ring us")
    address = page_with(service)
    assert "01632 960101" in main_of(client, address)
    service.phones.update(number="+441632960199")
    text = main_of(client, address)
    assert "01632 960199" in text
    assert "01632 960101" not in text
    assert "Ring us" in text
    assert "<h2>Before</h2>" in text


def test_the_number_of_an_area(client, page_with):
    service, area = ServiceFactory(), AreaFactory(name="Farshire")
    PhoneFactory(service=service, number="+441632960177", area=area, purpose="professionals")
    text = main_of(client, page_with(service, area=area))
    assert "01632 960177" in text
    assert "for Farshire" in text


def test_a_number_for_staff_never_stands_on_a_card(client, page_with):
    service = ServiceFactory(main_number=None)
    PhoneFactory(service=service, number="+441632960178", purpose="crisis", visibility=Visibility.STAFF)
    assert "960178" not in main_of(client, page_with(service))


def test_a_closed_one_leads_on(client, page_with):
    new = ServiceFactory(name="The new one")
    old = ServiceFactory(name="The old one", availability=Availability.DEFUNCT, replaced_by=new)
    text = main_of(client, page_with(old))
    assert "has closed" in text
    assert "The new one" in text
    assert "01632 960101" not in text


def merge_into(old, new):
    Service.objects.filter(pk=old.pk).update(
        availability=Availability.DEFUNCT, availability_note=MERGED, replaced_by=new
    )


def test_a_merged_one_shows_the_entry_that_it_is_part_of_now(client, page_with):
    first, second, third = (ServiceFactory(name=name) for name in ("Old name", "Newer name", "Kept name"))
    third.phones.update(number="+441632960155")
    address = page_with(first, first, second)
    merge_into(first, second)
    merge_into(second, third)
    text = main_of(client, address)
    assert text.count("01632 960155") >= 3
    assert text.count("Kept name") >= 3
    for words in ("Old name", "Newer name", "has closed"):
        assert words not in text


def test_entries_merged_in_a_circle_end_somewhere(client, page_with):
    one, two = ServiceFactory(name="Hen"), ServiceFactory(name="Egg")
    address = page_with(one, two)
    merge_into(one, two)
    merge_into(two, one)
    assert "has closed" in main_of(client, address)


def test_merged_cards_ask_as_few_questions_as_two(client, page_with):
    organization, areas = OrganizationFactory(), [Area.objects.first()]
    services = [ServiceFactory(organization=organization, areas=areas) for _ in range(50)]
    kept = ServiceFactory(organization=organization, areas=areas)
    addresses = [page_with(*services[:2], slug="few"), page_with(*services, slug="many")]
    for service in services:
        merge_into(service, kept)
    counts = []
    for address in [addresses[0], *addresses]:
        with CaptureQueriesContext(connection) as queries:
            main_of(client, address)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_an_unpublished_and_a_deleted_one_say_so_and_name_nobody(client, page_with):
    hidden = ServiceFactory(name="Hidden away")
    gone = ServiceFactory(name="Gone away")
    address = page_with(hidden, gone)
    Service.objects.filter(pk=hidden.pk).update(live=False)
    Service.objects.get(pk=gone.pk).delete()
    text = main_of(client, address)
    assert text.count("no longer available") == 2
    for word in ("Hidden away", "Gone away", "01632"):
        assert word not in text


def test_many_cards_ask_as_few_questions_as_two(client, page_with):
    organization, areas = OrganizationFactory(), [Area.objects.first()]
    services = [ServiceFactory(organization=organization, areas=areas) for _ in range(50)]
    addresses = [page_with(*services[:2], slug="few"), page_with(*services, slug="many")]
    counts = []
    for address in [addresses[0], *addresses]:
        with CaptureQueriesContext(connection) as queries:
            main_of(client, address)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_the_editor_opens_and_usage_is_known(client, signed_in, page_with):
    service = ServiceFactory()
    page_with(service)
    page = PlainPage.objects.get(slug="cards")
    editor = signed_in("marguerite.osei@ambleford.example.org")
    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert ReferenceIndex.get_references_to(service).filter(object_id=page.pk).exists()


def test_the_editor_of_a_service_is_told_on_how_many_pages_it_stands(signed_in, page_with):
    service = ServiceFactory()
    editor = signed_in("directory.editor@ambleford.example.org")
    address = reverse("wagtailsnippets_directory_service:edit", args=[service.pk])
    assert "No page shows the numbers of this service yet" in editor.get(address).text
    page_with(service, service, slug="one")
    page_with(service, slug="two")
    text = editor.get(address).text
    usage = reverse("wagtailsnippets_directory_service:usage", args=[service.pk])
    assert f'<a href="{usage}">2 pages</a>' in text
    add = editor.get(reverse("wagtailsnippets_directory_service:add"))
    assert "Where the numbers are shown" not in add.text
    # Wagtail names a page only to those who may edit pages.
    assert signed_in("marguerite.osei@ambleford.example.org").get(usage).text.count("Cards") >= 2


def test_text_from_before_is_kept_in_pages_and_versions(demo):
    migration = import_module("home.migrations.0003_cards_on_plain_pages")
    page = PlainPage.objects.get(slug="privacy")
    before = "<p>“Kept” &amp; <b>whole</b></p>"
    assert migration.to_html(migration.to_parts(before)) == before
    assert migration.to_html(migration.to_parts("")) == ""
    with connection.cursor() as cursor:  # as the old column held it
        cursor.execute(
            "UPDATE home_plainpage SET body = %s WHERE page_ptr_id = %s", [json.dumps(before), page.pk]
        )
    version = page.latest_revision
    version.content["body"] = before
    version.save()
    migration._change(apps, lambda body: migration.to_parts(before) if body else body)
    version.refresh_from_db()
    (part,) = version.as_object().body
    assert part.value.source == before


def test_the_demo_shows_cards(client, demo):
    text = main_of(client, "/contact/")
    adviser = Service.objects.get(slug="ambleford-education-safeguarding-adviser")
    assert adviser.name in text
    assert adviser.main_phone.display in text
