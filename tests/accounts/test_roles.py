"""The six roles hold what is declared, and nothing else."""

import sys
from types import ModuleType

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.accounts import roles

pytestmark = pytest.mark.django_db


def held() -> set:
    """Return every row that gives a role something."""
    return {
        *Group.permissions.through.objects.values_list("pk", "group_id", "permission_id"),
        *GroupPagePermission.objects.values_list("pk", "group_id", "page_id", "permission_id"),
        *GroupCollectionPermission.objects.values_list("pk", "group_id", "collection_id", "permission_id"),
    }


def test_running_it_again_changes_nothing():
    roles.sync_roles()
    before = held()
    assert before
    roles.sync_roles()
    assert held() == before


def test_every_role_exists_and_wagtails_own_groups_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) >= set(roles.ROLES)
    assert not Group.objects.filter(name__in=roles.WAGTAIL_GROUPS).exists()


def test_a_permission_that_is_no_longer_declared_is_taken_away():
    reader = Group.objects.get(name=roles.READER)
    reader.permissions.add(Permission.objects.get(codename="change_user"))
    page_permission = GroupPagePermission.objects.filter(group__name=roles.TRAINER).first()
    GroupPagePermission.objects.create(
        group=reader, page=page_permission.page, permission=page_permission.permission
    )
    roles.sync_roles()
    assert not reader.permissions.exists()
    assert not GroupPagePermission.objects.filter(group=reader).exists()


@pytest.mark.parametrize("role", roles.ROLES)
def test_only_administrators_see_people_and_only_four_roles_enter_the_admin(role):
    group = Group.objects.get(name=role)
    people = group.permissions.filter(content_type__app_label="accounts", content_type__model="user")
    assert people.exists() == (role == roles.ADMINISTRATOR)
    assert group.permissions.filter(codename="access_admin").exists() == (role in roles.ADMIN_ROLES)
    assert not group.permissions.filter(content_type__app_label="auth").exists()


def test_who_may_do_what_with_pages():
    def may(role):
        rows = GroupPagePermission.objects.filter(group__name=role)
        return set(rows.values_list("permission__codename", flat=True))

    assert may(roles.TRAINER) == {"add_page"}
    assert may(roles.PORTAL_EDITOR) == {"add_page", "change_page", "publish_page"}
    assert may(roles.READER) == may(roles.SCHOOL_LEAD) == may(roles.DIRECTORY_EDITOR) == set()


@pytest.mark.parametrize("given", [{"Reader": ["accounts.view_user"]}, {"Caretaker": ["content.add_tag"]}])
def test_a_wrong_declaration_is_refused(monkeypatch, given):
    module = ModuleType("portal.accounts.permissions")
    module.ROLE_PERMISSIONS = given
    monkeypatch.setitem(sys.modules, "portal.accounts.permissions", module)
    monkeypatch.setattr(roles, "find_spec", lambda name: name == module.__name__)
    with pytest.raises(ValueError, match=next(iter(given))):
        roles.declared()
