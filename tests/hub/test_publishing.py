"""Who publishes on which shelf, and what goes live by the clock."""

import datetime
from unittest import mock

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission

from hub.models import ArticlePage, Kind
from hub.proposed import add_draft
from hub.tree import shelf_of
from tests.factories.accounts import UserFactory
from tests.hub.conftest import EDITOR, TRAINER, person


def test_a_trainer_adds_on_every_shelf_and_publishes_on_none(hub):
    may = shelf_of(Kind.ARTICLE).permissions_for_user(person(TRAINER))
    assert may.can_add_subpage() and not may.can_publish_subpage()
    assert shelf_of(Kind.ARTICLE).permissions_for_user(person(EDITOR)).can_publish_subpage()


def test_a_trainer_edits_and_submits_an_own_page_and_nobody_elses(hub, add_article):
    own = add_draft(shelf_of(Kind.ARTICLE), ArticlePage(standfirst="S"), "Our own", person(TRAINER))
    may = own.permissions_for_user(person(TRAINER))
    assert may.can_edit() and may.can_submit_for_moderation() and not may.can_publish()
    assert not add_article().permissions_for_user(person(TRAINER)).can_edit()


def test_a_group_of_one_shelf_reaches_no_other(hub):
    group = Group.objects.create(name="Bulletin team")
    for name in ("add_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        GroupPagePermission.objects.create(group=group, page=shelf_of(Kind.BULLETIN), permission=permission)
    user = UserFactory()
    user.groups.set([group])
    assert shelf_of(Kind.BULLETIN).permissions_for_user(user).can_add_subpage()
    assert shelf_of(Kind.BULLETIN).permissions_for_user(user).can_publish_subpage()
    assert not shelf_of(Kind.ARTICLE).permissions_for_user(user).can_add_subpage()


def test_a_scheduled_page_goes_live_when_its_time_has_come(client, hub):
    page = add_draft(shelf_of(Kind.ARTICLE), ArticlePage(standfirst="S"), "By the clock", person(EDITOR))
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision(clean=False).publish()
    address = ArticlePage.objects.get(pk=page.pk).url
    call_command("publish_scheduled")
    assert client.get(address).status_code == 404
    later = timezone.now() + datetime.timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        call_command("publish_scheduled")
    assert client.get(address).status_code == 200
