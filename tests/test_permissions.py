"""The permission matrix: every address of ours, for every role. A new address without a row fails here.

A row names the roles that get in: s(igned out) r(eader) l(ead of a school) t(rainer) d(irectory editor)
p(ortal editor) a(dministrator). Everybody else is sent to sign in, sent away, or told that there is nothing.
"""

import itertools
from fnmatch import fnmatch

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import get_resolver, reverse

from tests.permissions_of_models import EXTRA_KWARGS, object_for

OURS = {"directory", "home", "portal"}
LABELS = {"directory", "home", "content", "accounts"}
EVERYBODY, SIGNED_IN, IN_THE_ADMIN = "srltdpa", "rltdpa", "tdpa"

PEOPLE = {
    "s": None,
    "r": "asha.mistry@ravensmoor.example.org",
    "l": "declan.roe@ravensmoor.example.org",
    "t": "tom.aldous@ambleford.example.org",
    "d": "directory.editor@ambleford.example.org",
    "p": "marguerite.osei@ambleford.example.org",
    "a": "ellen.vance@ambleford.example.org",
}

PUBLIC = {
    "directory:*": EVERYBODY,
    "content:theme": EVERYBODY,
    "content:tag": EVERYBODY,
    "content:guidance*": EVERYBODY,
    "livez": EVERYBODY,
    "readyz": EVERYBODY,
    "robots": EVERYBODY,
    "security_contact": EVERYBODY,
    "accounts:profile": SIGNED_IN,
    "accounts:your_data": SIGNED_IN,
    "accounts:reset_second_factor": "a",
    "accounts:invitation": "",  # only with the secret of a letter: tests/accounts
    "home:set_up*": "",  # only while nobody administers the portal: tests/home
    "content:admin_theme": EVERYBODY,
}

# For each table of ours in the admin: who reads it, and who adds, changes and deletes.
ADMIN = {
    "directory_service": ("dpa", "dpa"),
    "directory_organization": ("dpa", "dpa"),
    "directory_leadrule": ("dpa", "dpa"),
    "directory_protocol": ("dpa", "dpa"),
    "directory_assurance": ("dpa", "dpa"),
    "directory_schoollink": ("dpa", "dpa"),
    "directory_keycontact": ("dpa", "dpa"),
    "content_area": (IN_THE_ADMIN, "dpa"),
    "content_guidancerecord": (IN_THE_ADMIN, "pa"),
    "content_topic": (IN_THE_ADMIN, "pa"),
    "content_audience": (IN_THE_ADMIN, "pa"),
    "content_helpwith": (IN_THE_ADMIN, "pa"),
    "content_tag": (IN_THE_ADMIN, "dpa"),
    "accounts_school": ("a", "a"),
    "accounts_user": ("a", "a"),
}
READING = {"list", "list_results", "index", "index_results", "inspect"}
CHANGING = {"add", "edit", "copy", "usage", "history", "history_results", "unpublish", "revisions_compare"}
# A deletion is a step of its own: a directory editor may change areas and tags but not delete them.
DELETING = {"content_area": "pa", "content_tag": "pa"}


def addresses():
    """Yield the name and the pattern of every address of ours."""
    yield from _walk(get_resolver())


def _walk(resolver, namespaces=()):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif entry.name and _is_ours(entry.callback):
            yield ":".join([*namespaces, entry.name]), entry


def _is_ours(callback) -> bool:
    view = getattr(callback, "view_class", callback)
    model = getattr(callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
    if isinstance(model, type) and issubclass(model, Model):
        return model._meta.app_label in LABELS
    return view.__module__.split(".")[0] in OURS and "/admin/" not in view.__module__


def public_names():
    return sorted({name for name, _ in addresses() if not name.startswith("wagtail")})


def row(name):
    return next((roles for pattern, roles in PUBLIC.items() if fnmatch(name, pattern)), None)


def test_every_address_of_ours_has_a_row(demo):
    missing = [name for name in public_names() if row(name) is None and not _in_admin(name)]
    assert missing == []


def _in_admin(name) -> bool:
    table = name.split(":")[0].removeprefix("wagtailsnippets_").removeprefix("wagtailsnippetchoosers_")
    return table in ADMIN or table in {"accounts_users", "wagtailusers_users"}


def test_every_table_in_the_admin_has_a_row(demo):
    tables = {
        name.split(":")[0].removeprefix("wagtailsnippets_")
        for name, _ in addresses()
        if name.startswith("wagtailsnippets_")
    }
    assert tables <= set(ADMIN), tables - set(ADMIN)


def status(signed_in, client, role, address) -> int:
    client.cookies.clear()
    if PEOPLE[role]:
        client = signed_in(PEOPLE[role])
    return client.get(address).status_code


def public_cases():
    for name in (
        "directory:home",
        "directory:services",
        "directory:a_z",
        "directory:who_leads",
        "content:guidance_list",
        "content:theme",
        "livez",
        "readyz",
        "robots",
        "security_contact",
        "accounts:profile",
        "accounts:your_data",
    ):
        yield name, {}
    yield "directory:service", {"slug": "thornmere-front-door"}
    yield "directory:organisation", {"slug": "ambleford-council"}
    yield "content:tag", EXTRA_KWARGS
    yield "content:guidance", EXTRA_KWARGS
    yield "accounts:reset_second_factor", EXTRA_KWARGS
    yield "home:set_up", {}


@pytest.mark.parametrize(
    ("name", "kwargs"), list(public_cases()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_public_addresses(client, signed_in, demo, name, kwargs):
    if kwargs is EXTRA_KWARGS:
        kwargs = EXTRA_KWARGS[name]()
    allowed = row(name)
    for role in PEOPLE:
        got = status(signed_in, client, role, reverse(name, kwargs=kwargs))
        assert (got == 200) == (role in allowed), f"{name} for {role}: {got}"
        assert got < 500


def admin_cases():
    return sorted(table for table in ADMIN if table != "accounts_user")


@pytest.mark.parametrize("table", admin_cases())
def test_admin_addresses(client, signed_in, demo, table):
    """Each screen opens for those whom the matrix names, and for nobody else."""
    readers, changers = ADMIN[table]
    app_label, model_name = table.split("_")
    thing = object_for(apps.get_model(app_label, model_name))
    names = {name: entry for name, entry in addresses() if name.startswith(f"wagtailsnippets_{table}:")}
    assert names
    for (name, entry), role in itertools.product(names.items(), PEOPLE):
        action = name.split(":")[1]
        if action in READING:
            allowed = readers
        elif action in CHANGING:
            allowed = changers
        elif action == "delete":
            allowed = DELETING.get(table, changers)
        else:
            continue
        kwargs = {"pk": thing.pk} if "pk" in str(entry.pattern) else {}
        if action == "revisions_compare":
            kwargs |= {"revision_id_a": "earliest", "revision_id_b": "latest"}
        got = status(signed_in, client, role, reverse(name, kwargs=kwargs))
        assert (got == 200) == (role in allowed), f"{name} for {role}: {got}"


PRIVATE_TABLES = ["directory_schoollink", "directory_keycontact", "directory_assurance"]


@pytest.mark.parametrize("table", PRIVATE_TABLES)
def test_choosers_show_no_people_to_those_who_may_not_see_them(client, signed_in, demo, table):
    """Wagtail's choosers open for everybody in the admin, so rows about people must not have one."""
    names = {name for name, _ in addresses() if name.startswith(f"wagtailsnippetchoosers_{table}:")}
    for name in names:
        kwargs = {} if name.endswith(("choose", "choose_results", "create", "chosen_multiple")) else {"pk": 1}
        for role in "srlt":
            got = status(signed_in, client, role, reverse(name, kwargs=kwargs))
            assert got != 200, f"{name} for {role}: {got}"
