"""The screen that merges two entries: who gets in, what it offers and what it says."""

import pytest
from django.urls import reverse

from directory.enums import Availability, Criticality
from directory.models import Service
from tests.directory.merge.helpers import EDITOR, fresh
from tests.factories.directory import OrganizationFactory, ServiceFactory

READER = "asha.mistry@ravensmoor.example.org"


class TestScreen:
    @pytest.fixture
    def address(self, kept):
        return reverse("directory_merge", args=[kept.pk])

    def test_the_list_offers_it_to_those_who_publish(self, signed_in, kept, address):
        answer = signed_in(EDITOR).get(
            reverse("wagtailsnippets_directory_service:list"), {"q": "Young Carers"}
        )
        assert address in answer.content.decode()

    def test_readers_do_not_get_in(self, signed_in, address, kept, other):
        client = signed_in(READER)
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, {"with": other.pk}).status_code in {302, 403}
        assert fresh(other).availability == Availability.ACTIVE

    def test_the_likeliest_come_first(self, signed_in, address, kept):
        ServiceFactory(name="Aardvark Young Team")
        ServiceFactory(name="Zebra", organization=kept.organization)
        names = [service.name for service in signed_in(EDITOR).get(address).context["candidates"]]
        assert names[0] == "Zebra"
        assert names[1] == "Aardvark Young Team"
        assert kept.name not in names

    def test_words_narrow_the_choice(self, signed_in, address, other):
        found = signed_in(EDITOR).get(address, {"q": "Carers, Young"}).context["candidates"]
        assert list(found) == [other]
        answer = signed_in(EDITOR).get(address, {"q": "nothing-has-these-words"})
        assert "Try fewer" in answer.content.decode()

    def test_side_by_side(self, signed_in, address, other):
        page = " ".join(signed_in(EDITOR).get(address, {"with": other.pk}).content.decode().split())
        assert 'name="summary" value="kept" checked' in page
        assert "Theirs." in page
        assert 'name="confidentiality"' not in page  # empty in both
        assert "01632 960101" in page
        assert "01632 960202" in page

    @pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "²", "999999"])
    def test_an_entry_that_is_not_there(self, signed_in, address, key):
        client = signed_in(EDITOR)
        assert client.get(address, {"with": key}).status_code == 200
        assert client.post(address, {"with": key}).status_code == 302

    def test_an_entry_that_is_gone_says_why(self, signed_in, address, kept, other):
        Service.objects.filter(pk=other.pk).update(availability=Availability.DEFUNCT)
        for pk, said in ((other.pk, "has closed or was replaced"), (kept.pk, "with itself")):
            assert said in signed_in(EDITOR).get(address, {"with": pk}).content.decode()

    def test_it_merges_and_a_second_click_is_refused(self, signed_in, address, kept, other):
        client = signed_in(EDITOR)
        first = client.post(address, {"with": other.pk, "summary": "other", "email": "kept"}, follow=True)
        assert "is merged into Young Carers" in first.content.decode()
        assert (fresh(kept).summary, fresh(kept).email) == ("Theirs.", "ours@example.org")
        again = client.post(address, {"with": other.pk, "email": "other"}, follow=True)
        assert "there is nothing to merge" in again.content.decode()
        assert fresh(kept).email == "ours@example.org"

    def test_it_says_that_numbers_wait(self, signed_in, address, kept, other):
        Service.objects.filter(pk=kept.pk).update(criticality=Criticality.CORE)
        answer = signed_in(EDITOR).post(address, {"with": other.pk}, follow=True)
        assert "a second person must agree" in answer.content.decode()

    def test_queries_do_not_grow_with_the_choice(
        self, signed_in, address, kept, django_assert_max_num_queries
    ):
        client = signed_in(EDITOR)
        client.get(address)
        provider = OrganizationFactory()
        for _ in range(50):
            ServiceFactory(organization=provider, areas=[], main_number=None)
        with django_assert_max_num_queries(15):
            client.get(address)

    def test_the_second_of_two_people_is_told(self, kept, other, signed_in):
        client = signed_in(EDITOR)
        address = reverse("directory_merge", args=[kept.pk])
        client.post(address, {"with": other.pk})
        answer = client.post(address, {"with": other.pk}, follow=True)
        assert answer.status_code == 200
        assert "has closed or was replaced already" in answer.text
