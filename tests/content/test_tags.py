"""Tags: their pages, joining two, and the field that refuses an unknown one."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler

from directory.models import Service, ServiceTag
from portal.content.forms import ModeratedTagField, TagForm
from portal.content.models import Tag
from portal.content.tags import merge


@pytest.fixture
def old(db):
    return Tag.objects.create(name="Test old", slug="test-old")


@pytest.fixture
def new(db):
    return Tag.objects.create(name="Test new", slug="test-new")


class TestPage:
    def test_lists_what_is_live_and_listed(self, client, service, new):
        service("Running", [new])
        service("Draft", [new], live=False)
        service("Gone", [new], availability="defunct")
        text = client.get(new.get_absolute_url()).text
        assert "Running" in text
        assert "Draft" not in text
        assert "Gone" not in text
        assert "1 item" in text

    def test_empty_tag_says_so(self, client, new):
        assert "Nothing has this tag" in client.get(new.get_absolute_url()).text

    def test_unknown_tag_is_404(self, client, db):
        assert client.get("/tags/no-such-tag/").status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999", "2'"])
    def test_absurd_pages_are_answered(self, client, service, new, page):
        service("Running", [new])
        assert client.get(new.get_absolute_url(), {"page": page}).status_code == 200

    def test_fifty_stand_on_a_page(self, client, service, new):
        for number in range(51):
            service(f"Number {number:02}", [new])
        first = client.get(new.get_absolute_url())
        assert first.text.count("app-rows__title") == 50
        assert client.get(new.get_absolute_url(), {"page": 2}).text.count("app-rows__title") == 1

    def test_queries_do_not_grow(self, client, service, new, django_assert_max_num_queries):
        for number in range(50):
            service(f"Number {number:02}", [new])
        client.get(new.get_absolute_url())
        with django_assert_max_num_queries(8):
            client.get(new.get_absolute_url())


class TestMerge:
    def test_moves_everything_once(self, service, old, new):
        only_old, both = service("Only old", [old]), service("Both", [old, new])
        merge(old, new)
        assert set(only_old.tagged_items.values_list("tag", flat=True)) == {new.pk}
        assert list(ServiceTag.objects.filter(content_object=both).values_list("tag", flat=True)) == [new.pk]

    def test_old_address_leads_to_the_new_one_for_good(self, client, old, new):
        merge(old, new)
        response = client.get(old.get_absolute_url())
        assert (response.status_code, response.url) == (301, new.get_absolute_url())

    def test_earlier_merges_follow(self, client, old, new):
        eldest = Tag.objects.create(name="Test eldest", slug="test-eldest")
        merge(eldest, old)
        merge(old, new)
        assert client.get(eldest.get_absolute_url()).url == new.get_absolute_url()

    def test_not_into_itself_nor_into_a_merged_one(self, old, new):
        with pytest.raises(ValueError, match="cannot be merged"):
            merge(old, old)
        merge(old, new)
        with pytest.raises(ValueError, match="cannot be merged"):
            merge(new, old)

    def test_draft_from_before_the_merge_publishes_the_new_tag(self, service, old, new):
        draft = service("Draft", [old, new]).save_revision()
        merge(old, new)
        draft.publish()
        tagged = ServiceTag.objects.filter(content_object__name="Draft")
        assert list(tagged.values_list("tag", flat=True)) == [new.pk]


class TestField:
    def test_knows_tags_whatever_their_capitals(self, new):
        assert ModeratedTagField().clean("TEST NEW,") == ["Test new"]

    def test_refuses_an_unknown_tag_by_name(self, new):
        with pytest.raises(ValidationError, match="“invented”"):
            ModeratedTagField().clean("Test new, invented")

    def test_takes_the_successor_of_a_merged_tag(self, old, new):
        merge(old, new)
        assert ModeratedTagField().clean("Test old, Test new") == ["Test new"]

    def test_stands_in_the_form_of_a_service(self, db):
        form = get_edit_handler(Service).get_form_class()
        assert isinstance(form.base_fields["tags"], ModeratedTagField)


class TestAdmin:
    def form(self, tag, **data):
        class Form(TagForm):
            class Meta:
                model = Tag
                fields = ["name", "merged_into"]

        return Form({"name": tag.name, **data}, instance=tag)

    def test_choosing_a_successor_merges(self, service, old, new):
        tagged = service("Only old", [old])
        form = self.form(old, merged_into=new.pk)
        assert form.is_valid(), form.errors
        form.save()
        assert set(tagged.tagged_items.values_list("tag", flat=True)) == {new.pk}

    def test_renaming_keeps_the_address(self, old):
        form = self.form(old, name="Renamed")
        assert form.is_valid()
        assert form.save().slug == "test-old"

    def test_a_name_in_other_capitals_is_refused(self, old, new):
        form = self.form(old, name="TEST NEW")
        assert not form.is_valid()
        assert "already" in str(form.errors["name"])

    def test_a_merged_tag_is_no_successor(self, old, new):
        merge(old, new)
        assert not self.form(new, merged_into=old.pk).is_valid()


def test_address_of_a_tag(new):
    assert new.get_absolute_url() == reverse("content:tag", args=["test-new"]) == "/tags/test-new/"
