"""The roles people hold, and what each may do. The six names are Django groups."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

READER = "Reader"
SCHOOL_LEAD = "School lead"
TRAINER = "Trainer"
DIRECTORY_EDITOR = "Directory editor"
PORTAL_EDITOR = "Portal editor"
ADMINISTRATOR = "Administrator"

ROLES = [READER, SCHOOL_LEAD, TRAINER, DIRECTORY_EDITOR, PORTAL_EDITOR, ADMINISTRATOR]
ADMIN_ROLES = [TRAINER, DIRECTORY_EDITOR, PORTAL_EDITOR, ADMINISTRATOR]

# Only an Administrator may see or change people: whoever can change a user can become anyone.
ONLY_ADMINISTRATORS = {"auth", "accounts"}

PAGE_PERMISSIONS = {
    TRAINER: ["add_page"],  # in Wagtail this lets people add pages and change their own
    PORTAL_EDITOR: ["add_page", "change_page", "publish_page"],
    ADMINISTRATOR: [
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ],
}
COLLECTION_PERMISSIONS = {
    TRAINER: ["add", "choose"],
    DIRECTORY_EDITOR: ["choose"],
    PORTAL_EDITOR: ["add", "change", "choose"],
    ADMINISTRATOR: ["add", "change", "choose"],
}
# Wagtail's first migration makes these two; here they would be roles nobody has defined.
WAGTAIL_GROUPS = ["Editors", "Moderators"]
FILE_MODELS = [("wagtailimages", "image"), ("wagtaildocs", "document")]


def declared() -> dict[str, set[str]]:
    """Return, for each role, the "app_label.codename" of every permission that some app declares.

    Raises ValueError where an app names a role that does not exist, or gives a permission over
    people to anyone but an Administrator.
    """
    wanted = {role: set() for role in ROLES}
    for role in ADMIN_ROLES:
        wanted[role].add("wagtailadmin.access_admin")
    for app in apps.get_app_configs():
        # Wagtail's modules of that name hold something else, and warn when they are imported.
        if app.name.startswith("wagtail") or not find_spec(f"{app.name}.permissions"):
            continue
        module = import_module(f"{app.name}.permissions")
        for role, names in getattr(module, "ROLE_PERMISSIONS", {}).items():
            if role not in wanted:
                raise ValueError(f"{module.__name__} gives permissions to an unknown role: {role!r}.")
            wanted[role].update(names)
    for role, names in wanted.items():
        private = {name for name in names if name.split(".")[0] in ONLY_ADMINISTRATORS}
        if private and role != ADMINISTRATOR:
            raise ValueError(f"{role!r} may not have {sorted(private)}: people are for Administrators.")
    return wanted


@transaction.atomic
def sync_roles() -> None:
    """Make the six groups hold what is declared, and nothing else. Running it again changes nothing.

    A declared permission whose table is not there yet is left out: during the first migration of
    all apps the signal comes once for each of them, and the last time everything exists.
    """
    wanted = declared()
    known = {
        f"{app_label}.{codename}": pk
        for app_label, codename, pk in Permission.objects.values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([known[name] for name in wanted[role] if name in known])
        _sync_pages(group)
        _sync_collections(group, known)


def _sync_pages(group: Group) -> None:
    """Give `group` its page permissions on the root of the page tree."""
    from wagtail.models import GroupPagePermission, Page

    root = Page.objects.filter(depth=1).first()
    wanted = set(
        Permission.objects.filter(
            content_type__app_label="wagtailcore",
            codename__in=PAGE_PERMISSIONS.get(group.name, []),
        ).values_list("pk", flat=True)
    )
    _keep_only(GroupPagePermission, {"group": group, "page": root}, wanted if root else set())


def _sync_collections(group: Group, known: dict[str, int]) -> None:
    """Give `group` its permissions over pictures and documents, in the root collection."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.objects.filter(depth=1).first()
    names = [
        f"{app}.{action}_{model}"
        for action in COLLECTION_PERMISSIONS.get(group.name, [])
        for app, model in FILE_MODELS
    ]
    wanted = {known[name] for name in names if name in known}
    _keep_only(GroupCollectionPermission, {"group": group, "collection": root}, wanted if root else set())


def _keep_only(model, where: dict, permission_ids: set[int]) -> None:
    """Make the rows of `model` for that group be `where` with each of `permission_ids`, and no others."""
    rows = model.objects.filter(group=where["group"])
    kept = rows.filter(**where, permission_id__in=permission_ids) if permission_ids else rows.none()
    rows.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    missing = permission_ids - set(kept.values_list("permission_id", flat=True))
    model.objects.bulk_create(model(permission_id=pk, **where) for pk in sorted(missing))


def _tables_are_there(using: str) -> bool:
    """Whether Wagtail's own tables exist: part of the first migration runs without them."""
    from django.db import connections

    needed = {
        "auth_group",
        "wagtailcore_page",
        "wagtailcore_collection",
        "wagtailcore_grouppagepermission",
        "wagtailcore_groupcollectionpermission",
    }
    return needed <= set(connections[using].introspection.table_names())


def sync_after_migrate(sender=None, using="default", **_kwargs) -> None:
    """Answer Django's post_migrate signal of the last installed app, when all permissions exist."""
    last = [app for app in apps.get_app_configs() if app.models_module][-1]
    if sender is not None and sender.label == last.label and using == "default" and _tables_are_there(using):
        sync_roles()
