"""Every address of ours, opened as every role: `permission_matrix.py` says who gets in.

A new address without a row fails here.
"""

import itertools
from fnmatch import fnmatch

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import get_resolver, reverse

from tests.permission_matrix import ADMIN, PUBLIC
from tests.permissions_of_models import EXTRA_KWARGS, object_for
from tests.roles import IN_THE_ADMIN, PEOPLE, status

OURS = {"directory", "home", "hub", "training", "portal", "glossary"}
LABELS = {"directory", "home", "content", "accounts", "glossary", "hub", "training", "quizzes", "search"}
READING = {"list", "list_results", "index", "index_results", "inspect"}
CHANGING = {"add", "edit", "copy", "usage", "history", "history_results", "unpublish", "revisions_compare"}
# What these answer to those who get in hangs on the state of the thing (is it locked, is it in a workflow):
# so those who may not change it must never see one, and nobody meets an error.
BY_STATE = {
    "preview_on_add",
    "preview_on_edit",
    "revisions_view",
    "revisions_revert",
    "revisions_unschedule",
    "lock",
    "unlock",
    "workflow_action",
    "collect_workflow_action_data",
    "confirm_workflow_cancellation",
    "workflow_preview",
    "workflow_history",
    "workflow_history_detail",
}
# Wagtail asks nobody's permission here: it tells whether a workflow runs and its name, and changes nothing.
WITHOUT_PERMISSION = {"confirm_workflow_cancellation"}
# A deletion is a step of its own: a directory editor may change areas and tags but not delete them.
DELETING = {
    "content_area": "pa",
    "content_tag": "pa",
    "hub_author": "pa",
    "hub_keylearning": "pa",
    "quizzes_bankitem": "pa",
    "search_elsewherepage": "pa",
}
# A trainer changes key learnings and does not decide what is published.
PUBLISHING = {"hub_keylearning": "pa", "quizzes_bankitem": "pa"}


def addresses():
    """Yield the name and the pattern of every address of ours."""
    yield from _walk(get_resolver(), _is_ours)


def _walk(resolver, wanted, namespaces=()):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, wanted, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif entry.name and wanted(entry.callback):
            yield ":".join([*namespaces, entry.name]), entry


def every_name():
    """Yield the name and the pattern of every address, Wagtail's too."""
    yield from _walk(get_resolver(), lambda callback: True)


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


def public_cases():
    for name in (
        "directory:home",
        "directory:services",
        "directory:a_z",
        "directory:who_leads",
        "directory:thresholds",
        "directory:poster",
        "directory:leaflet",
        "directory:my_school",
        "directory:my_school_seen",
        "directory:my_school_services",
        "directory:my_school_contacts",
        "content:guidance_list",
        "hub:ask",
        "hub:bulletins_feed",
        "hub:feed",
        "hub:contribute",
        "hub:contribute_check",
        "hub:contributions",
        "glossary:a_z",
        "glossary:plain_language",
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
    for name in ("directory:vcard", "directory:qr", "directory:report", "directory:it_worked"):
        yield name, {"slug": "thornmere-front-door"}
    yield "directory:vcards", {}
    yield "directory:organisation", {"slug": "ambleford-council"}
    yield "directory:my_school_service", EXTRA_KWARGS
    yield "directory:my_school_remove", EXTRA_KWARGS
    yield "content:tag", EXTRA_KWARGS
    yield "content:guidance", EXTRA_KWARGS
    yield "glossary:term", {"slug": "macpt"}
    yield "hub:contribute_step", {"name": "about"}
    for name in ("fill", "blank_pdf", "blank_docx", "keep_copy", "kept_programme", "delete_programme"):
        yield f"training:{name}", EXTRA_KWARGS
    for name in ("adapt", "own_sheet", "own_blank", "edit_own_sheet", "edit_own_block", "delete_own_sheet"):
        yield f"training:{name}", EXTRA_KWARGS
    yield "training:own_sheets", {}
    for name in ("own_fill", "own_partners", "own_link", "decide_note"):
        yield f"training:{name}", EXTRA_KWARGS
    for name in ("partner", "partner_part", "partner_comment", "partner_propose"):
        yield f"training:{name}", {}
    for name in ("copy", "copy_file", "change_copy", "delete_copy"):
        yield f"training:{name}", EXTRA_KWARGS
    for name in ("programme", "programme_page", "keep_programme", "programmes", "copies", "keeping"):
        yield f"training:{name}", {}
    yield "training:compare_copies", {}
    for name in ("my_induction", "induction_take"):
        yield f"records:{name}", {}
    for name in ("induction_plan", "induction_start", "induction_end", "induction_item"):
        yield f"records:{name}", EXTRA_KWARGS
    for name in ("my_learning", "my_cpd", "add_cpd", "my_supervision", "add_supervision"):
        yield f"records:{name}", {}
    for name in ("plans", "make_plan"):
        yield f"records:{name}", {}
    for name in ("plan", "change_plan", "copy_plan", "put_plan_away", "give_plan", "update_plan", "attended"):
        yield f"records:{name}", EXTRA_KWARGS
    yield "records:take_plan_away", EXTRA_KWARGS
    yield "records:rules", {}
    yield "records:add_rule", {}
    for name in ("change_rule", "delete_rule"):
        yield f"records:{name}", EXTRA_KWARGS
    for name in (
        "due",
        "cpd_file",
        "did",
        "take_back",
        "issue",
        "reflect",
        "edit_cpd",
        "delete_cpd",
        "evidence",
    ):
        yield f"records:{name}", EXTRA_KWARGS
    for name in ("edit_supervision", "delete_supervision", "certificate", "certificate_file", "correct"):
        yield f"records:{name}", EXTRA_KWARGS
    for name in ("school_training", "who_looked"):
        yield f"records:{name}", {}
    for name in ("school_training_file", "school_record", "school_record_file"):
        yield f"records:{name}", EXTRA_KWARGS
    for name in ("comments", "add_comment", "remove_comment", "report_comment", "change_contribution"):
        yield f"hub:{name}", EXTRA_KWARGS
    yield "quizzes:history", {}
    for name in ("attempt", "result", "slip", "join", "take", "paper"):
        yield f"quizzes:{name}", EXTRA_KWARGS
    yield "quizzes_admin:make", {}
    yield "quizzes_admin:try", {"key": "x"}
    yield "quizzes_admin:regrade", EXTRA_KWARGS
    yield "hub_from_readers:index", {}
    yield "hub_from_readers:decide", {"pk": 1}
    yield "content:useful", EXTRA_KWARGS
    yield "content_usefulness", {}
    yield "content:guidance_changes", {}
    yield "content:guidance_changes_feed", {}
    yield "content_impact", EXTRA_KWARGS
    yield "content_past_guidance", {}
    yield "content_dead_links", {}
    yield "quizzes_report", {}
    yield "quizzes_statistics", EXTRA_KWARGS
    for name in ("training_figures", "training_missed", "revoke_certificate"):
        yield name, {}
    for name in ("search:search", "search:suggest", "search:clicked", "search_report", "search_documents"):
        yield name, {}
    yield "accounts:reset_second_factor", EXTRA_KWARGS
    for name in ("list", "invite", "send"):
        yield f"people:{name}", {}
    for name in ("again", "withdraw", "person", "leave", "hand_over", "back"):
        yield f"people:{name}", EXTRA_KWARGS
    yield "accounts:accept_invitation", {}
    yield "accounts:act_for", EXTRA_KWARGS
    yield "accounts:leave_school", EXTRA_KWARGS
    yield "home:set_up", {}
    yield "home:set_up_step", {"step": "account"}
    yield "content:admin_theme", {}
    yield "training_new_sheet", {}
    yield "directory_copied_numbers", {}
    yield "directory_due:index", {}
    yield "directory_number_changes:index", {}
    for name in ("due:check", "due:undo", "number_changes:agree", "number_changes:decline"):
        yield f"directory_{name}", EXTRA_KWARGS
    yield "directory_merge", EXTRA_KWARGS
    for name in ("quizzes_export", "quizzes_export_file"):
        yield name, EXTRA_KWARGS
    yield "quizzes_import", {}
    yield "directory_health", {}
    yield "accounts:invitation", {"token": "not-an-invitation"}


def test_every_public_row_is_opened(demo):
    opened = {name for name, _ in public_cases()}
    assert {name for name in public_names() if not _in_admin(name)} <= opened


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


def kwargs_of(entry, thing) -> dict:
    """Return what the pattern of `entry` asks for, from `thing`; a workflow that is not there is number 1."""
    known = {
        "pk": thing.pk,
        "revision_id": getattr(thing, "latest_revision_id", None) or 1,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": 1,
        "task_id": 1,
        "workflow_state_id": 1,
    }
    return {name: known[name] for name in entry.pattern.regex.groupindex}


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
        elif action == "unpublish":
            allowed = PUBLISHING.get(table, changers)
        elif action in CHANGING:
            allowed = changers
        elif action == "delete":
            allowed = DELETING.get(table, changers)
        else:
            assert action in BY_STATE, f"{name} has no row"
            see = IN_THE_ADMIN if action in WITHOUT_PERMISSION else changers
            for method in ("get", "post"):
                got = status(signed_in, client, role, reverse(name, kwargs=kwargs_of(entry, thing)), method)
                assert got < 500, f"{method} {name} for {role}: {got}"
                assert got != 200 or role in see, f"{method} {name} for {role}: {got}"
            continue
        got = status(signed_in, client, role, reverse(name, kwargs=kwargs_of(entry, thing)))
        assert (got == 200) == (role in allowed), f"{name} for {role}: {got}"


# Who opens which screen of the pages of the hub. A trainer adds drafts, and changes none but their own.
def test_only_administrators_see_people(client, signed_in, demo):
    """Every screen of people, for every role: whoever can change a user can become anyone."""
    person = get_user_model().objects.get(email=PEOPLE["r"])
    screens = [(name, entry) for name, entry in every_name() if name.startswith("wagtailusers_users:")]
    assert len(screens) >= 7
    for (name, entry), role in itertools.product(screens, PEOPLE):
        got = status(signed_in, client, role, reverse(name, kwargs=kwargs_of(entry, person)))
        assert got < 500, f"{name} for {role}: {got}"
        assert got != 200 or role == "a", f"{name} for {role}: {got}"
    assert status(signed_in, client, "a", reverse("wagtailusers_users:index")) == 200


@pytest.mark.parametrize("table", sorted(set(ADMIN) - {"accounts_user"}))
def test_choosers_are_for_those_in_the_admin(client, signed_in, demo, table):
    app_label, model_name = table.split("_")
    thing = object_for(apps.get_model(app_label, model_name))
    choosers = [(n, e) for n, e in every_name() if n.startswith(f"wagtailsnippetchoosers_{table}:")]
    for (name, entry), role in itertools.product(choosers, PEOPLE):
        got = status(signed_in, client, role, reverse(name, kwargs=kwargs_of(entry, thing)))
        assert got < 500, f"{name} for {role}: {got}"
        assert got != 200 or role in IN_THE_ADMIN, f"{name} for {role}: {got}"


PRIVATE_TABLES = ["directory_report", "directory_schoollink", "directory_keycontact", "directory_assurance"]


@pytest.mark.parametrize("table", PRIVATE_TABLES)
def test_choosers_show_no_people_to_those_who_may_not_see_them(client, signed_in, demo, table):
    """Wagtail's choosers open for everybody in the admin, so rows about people must not have one."""
    names = {name for name, _ in addresses() if name.startswith(f"wagtailsnippetchoosers_{table}:")}
    for name in names:
        kwargs = {} if name.endswith(("choose", "choose_results", "create", "chosen_multiple")) else {"pk": 1}
        for role in "srlt":
            got = status(signed_in, client, role, reverse(name, kwargs=kwargs))
            assert got != 200, f"{name} for {role}: {got}"
