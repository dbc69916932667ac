"""The demo loader: all or nothing, twice the same, and every mistake with its file and line."""

import datetime
import json
from collections import Counter
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings, strategies
from wagtail.models import Page, ReferenceIndex, Revision, Site

from directory.enums import ServiceKind
from directory.freshness import State
from directory.models import Assurance, LeadRule, Organization, Protocol, SchoolLink, Service
from home.importers.pages import to_html
from home.importers.reading import Mistakes, parse
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from portal.accounts.models import School, User
from portal.content.models import Area, GuidanceRecord, PortalSettings
from portal.management.commands import prepare_site

pytestmark = pytest.mark.django_db

EDITOR = "editor@newford.example.org"
AREAS = """\
- slug: newford
  name: Newford
  authority_name: Newford Council
  owner: editor@newford.example.org
  terms:
    - {name: Autumn 1, starts: 2026-09-02, ends: 2026-10-23}
"""
PEOPLE = """\
- email: editor@newford.example.org
  name: Nia Editor
  job_title: Directory editor
  school: newford-primary
  role: Directory editor
  second_factor: true
"""
SCHOOLS = """\
- slug: newford-primary
  name: Newford Primary
  area: newford
  links:
    - {service: z01, link_person: Nia Editor}
  key_contacts:
    - {name: Nia Editor, role: DSL}
"""
ORGANISATIONS = """\
- slug: newford-council
  name: Newford Council
  kind: council
  areas: [newford]
  description: A council.
"""
SERVICE = """\
id: Z01
name: Newford Front Door
slug: newford-front-door
organisation: newford-council
kind: front_door
criticality: core
areas: [newford]
summary: Advice and referrals.
also_known_as:
  - {name: MASH, former: true}
phones:
  - number: 01632 960801
  - number: 101
    purpose: crisis
levels: 3-4
help_with: [attendance]
hours:
  - days: [mon, tue]
    opens: 8:30
    closes: 17:30
  - days: [wed]
    opens: 17:30
    closes: 8:30
checked: {days_ago: 4, by: Directory editor, method: phone, fields: [phone]}
routes:
  - name: Urgent
    who_may_refer: [dsl]
    use_when: A child is at risk.
    have_ready:
      - The name
      - The address
"""
GUIDANCE = """\
- slug: newford-old
  title: Old rules
  issuer: Newford
  kind: local procedure
  status: superseded
  summary: Was.
  replaced_by: newford-new
  owner: editor@newford.example.org
- slug: newford-new
  title: New rules
  issuer: Newford
  kind: local procedure
  summary: Is.
  owner: editor@newford.example.org
"""
PAGE = """\
---
title: About Newford
slug: about-newford
summary: A page.
owner: editor@newford.example.org
---
# Who we are

**Newford** has [a site](https://newford.example.org/)
on two lines.
<script>alert(1)</script>

- one
- two
"""
COUNTED = [
    Area,
    Assurance,
    GuidanceRecord,
    LeadRule,
    Organization,
    Page,
    Protocol,
    School,
    SchoolLink,
    Service,
]
COUNTED += [User, Revision, EmailAddress, Authenticator, ReferenceIndex]


@pytest.fixture
def folder(tmp_path):
    """A small folder of files, good in every respect."""
    folder = tmp_path / "demo"
    for name, text in {
        "areas.yaml": AREAS,
        "people.yaml": PEOPLE,
        "schools.yaml": SCHOOLS,
        "organisations.yaml": ORGANISATIONS,
        "guidance.yaml": GUIDANCE,
        "services/z01-front-door.yaml": SERVICE,
        "pages/about-newford.md": PAGE,
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def load(folder=None, **options):
    """Run the command quietly; on a small folder beside whatever stands already."""
    if folder:
        options = {"folder": folder, "force": True, **options}
    call_command("load_demo", verbosity=0, **options)


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def mistakes(folder) -> str:
    """Return what the command says of bad files, sure that it changed nothing."""
    before = counts()
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert counts() == before
    assert not Service.objects.filter(slug="newford-front-door").exists()
    return str(caught.value)


def change(folder, name, old, new):
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def change_service(folder, old, new):
    change(folder, "services/z01-front-door.yaml", old, new)


# ---------------------------------------------------------------- good files


def test_everything_in_a_small_folder_arrives(folder):
    load(folder)
    service = Service.objects.get(slug="newford-front-door")
    assert service.live
    assert service.live_revision_id == service.latest_revision_id is not None
    assert [phone.number for phone in service.phones.all()] == ["+441632960801", "101"]
    assert [name.former for name in service.alternate_names.all()] == [True]
    assert (service.level_from, service.level_to) == (3, 4)
    assert service.routes.get().things_to_have_ready == ["The name", "The address"]
    assert service.freshness.age_days == 4
    assert service.maintainer.email == EDITOR
    assert [link.service for link in School.objects.get(slug="newford-primary").links.all()] == [service]
    old = GuidanceRecord.objects.get(slug="newford-old")
    assert old.latest().slug == "newford-new"
    assert ReferenceIndex.get_references_to(old.replaced_by).exists()
    assert Area.objects.get(slug="newford").terms.count() == 1


def test_a_person_can_sign_in_with_both_steps(folder):
    load(folder)
    user = User.objects.get(email=EDITOR)
    assert user.is_demo
    assert user.check_password("Ambleford-demo-2026")
    assert user.role_names == ["Directory editor"]
    assert user.school.slug == "newford-primary"
    assert EmailAddress.objects.get(user=user).verified
    assert decrypt(Authenticator.objects.get(user=user).data["secret"]) == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_markdown_becomes_plain_rich_text(folder):
    load(folder)
    (text,) = PlainPage.objects.get(slug="about-newford").body
    body = text.value.source
    assert body.startswith("<h2>Who we are</h2><p><b>Newford</b> has ")
    assert '<a href="https://newford.example.org/">a site</a> on two lines.' in body
    assert "<ul><li>one</li><li>two</li></ul>" in body
    assert "<script" not in body


@given(strategies.text())
def test_no_markdown_brings_a_script(text):
    html = to_html(text + "\n<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y>")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_second_run_changes_nothing(folder):
    load(folder)
    before, keys = counts(), list(Service.objects.get(slug="newford-front-door").phones.values_list("pk"))
    load(folder)
    assert counts() == before
    assert list(Service.objects.get(slug="newford-front-door").phones.values_list("pk")) == keys


def test_what_changed_in_the_files_is_published_anew(folder):
    load(folder)
    before = Revision.objects.count()
    change_service(folder, "Advice and referrals.", "Advice only.")
    change_service(folder, "levels: 3-4\n", "")
    load(folder)
    service = Service.objects.get(slug="newford-front-door")
    assert (service.summary, service.level_from) == ("Advice only.", None)
    assert Revision.objects.count() == before + 1
    assert service.phones.count() == 2


def test_dates_count_from_the_day_of_the_load(folder, time_machine):
    load(folder)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=9))
    load(folder)
    assert Service.objects.get(slug="newford-front-door").freshness.age_days == 4
    assert Assurance.objects.filter(service__slug="newford-front-door").count() == 1


def test_a_dry_run_writes_nothing(folder, capsys):
    before = counts()
    call_command("load_demo", folder=folder, force=True, dry_run=True)
    assert counts() == before
    said = capsys.readouterr().out
    assert "1 services, 1 new or changed" in said
    assert "Would be loaded" in said


# ---------------------------------------------------------------- bad files

BAD = [
    ("01632 960801", "abc", "line 12: phones[1].number: “abc” is not one telephone number"),
    ("01632 960801", "01632 960801 or 802", "line 12: phones[1].number: “01632 960801 or 802” is not one"),
    ("01632 960801", "[1, 2]", "line 12: phones[1].number: write one value here"),
    ("01632 960801", "''", "line 12: phones[1].number: "),
    (
        "organisation: newford-council",
        "organisation: newfrod-council",
        "line 4: organisation: there is no organisation",
    ),
    ("organisation: newford-council\n", "", "a service belongs to an organisation"),
    ("kind: front_door", "kind: back_door", "line 5: kind: “back_door” is not one of: front_door"),
    ("help_with: [attendance]", "help_with: [atendance]", "Did you mean “attendance”?"),
    ("areas: [newford]", "areas: []", "line 7: areas: name at least one area"),
    ("areas: [newford]", "areas: newford", "line 7: areas: write a list here"),
    ("levels: 3-4", "levels: 4-3", "line 15: levels: The highest level is below the lowest."),
    ("levels: 3-4", "levels: 9", "line 15: levels: “9” is not a level"),
    ("summary:", "sumary:", "line 8: sumary: “sumary” is not known here. Did you mean “summary”?"),
    ("summary: Advice and referrals.", "summary: ''", "line 8: summary: This field cannot be blank."),
    (
        "- days: [wed]\n    opens: 17:30",
        "- days: [mon]\n    opens: 17:00",
        "these hours overlap with those of line 18",
    ),
    ("days: [mon, tue]", "days: [mon, someday]", "line 18: hours[1].days[2]: “someday” is not one of"),
    ("opens: 8:30", "opens: 25:30", "line 19: hours[1].opens: "),
    ("    closes: 17:30\n", "", "hours[1]: closes: Give both times"),
    ("days_ago: 4", "days_ago: -4", "line 24: checked.days_ago: “-4” is not a number of days"),
    ("method: phone", "method: pigeon", "line 24: checked.method: “pigeon” is not one of: phone"),
    ("former: true", "former: perhaps", "line 10: also_known_as[1].former: write true or false"),
    ("id: Z01", "id: &a Z01\nsource: *a", "write the value out"),
    ("id: Z01", "id: Z01\nid: Z02", "line 2: id: this is given twice"),
    ("id: Z01", "id: [", "the file cannot be read: "),
    ("id: Z01", 'id: "\\0"', "line 1: id: this holds a character that is not text"),
    ("slug: newford-front-door", "slug: no slug!", "line 3: slug: "),
    ("slug: newford-front-door", "", "line 1: slug is missing"),
    (SERVICE, "- just words", "line 1: [1]: an entry is a list of"),
    (SERVICE, "", "line 1: the file is empty"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD, ids=[new[:30] or "nothing" for _, new, _ in BAD])
def test_a_bad_service_is_named_with_its_line(folder, old, new, message):
    change_service(folder, old, new)
    said = mistakes(folder)
    assert "demo/services/z01-front-door.yaml, line " in said
    assert message in said


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "areas.yaml",
            "ends: 2026-10-23",
            "ends: 2026-08-01",
            "areas.yaml, line 6: [1].terms[1].ends: The last",
        ),
        ("areas.yaml", "ends: 2026-10-23", "ends: soon", "areas.yaml, line 6: [1].terms[1].ends: "),
        (
            "people.yaml",
            "role: Directory editor",
            "role: King",
            "people.yaml, line 5: [1].role: “King” is not",
        ),
        ("people.yaml", EDITOR, "nobody", "people.yaml, line 1: [1].email: "),
        (
            "schools.yaml",
            "area: newford",
            "area: ''",
            "schools.yaml, line 3: [1].area: a school lies in an area",
        ),
        (
            "schools.yaml",
            "service: z01",
            "service: z99",
            "schools.yaml, line 5: [1].links[1].service: there is no",
        ),
        (
            "guidance.yaml",
            "superseded",
            "current",
            "guidance.yaml, line 5: [1].status: A record that has been",
        ),
        (
            "guidance.yaml",
            "newford-new\n  owner",
            "newford-old\n  owner",
            "guidance.yaml, line 7: [1].replaced_by",
        ),
        ("pages/about-newford.md", "summary: A page.\n", "", "about-newford.md, line 2: summary: "),
        ("pages/about-newford.md", "---\n", "", "about-newford.md, line 1: the file begins with its details"),
        (
            "organisations.yaml",
            "kind: council",
            "kind: club",
            "organisations.yaml, line 3: [1].kind: “club” is not",
        ),
    ],
)
def test_every_kind_of_file_names_its_line(folder, file, old, new, message):
    change(folder, file, old, new)
    assert message in mistakes(folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "services" / "z02.yaml").write_bytes(b"\xff\xfe\x00\x01")
    assert "demo/services/z02.yaml, line 1: the file cannot be read: it is not UTF-8 text" in mistakes(folder)


def test_two_files_may_not_hold_the_same_service(folder):
    (folder / "helplines").mkdir()
    (folder / "helplines" / "z01.yaml").write_text(SERVICE)
    said = mistakes(folder)
    assert "demo/helplines/z01.yaml, line 3: slug: “newford-front-door” stands in demo/services/" in said


def test_mistakes_are_collected_and_shown_up_to_fifty(folder):
    numbers = "".join(f"  - number: wrong{number}\n" for number in range(60))
    change_service(folder, "phones:\n", f"phones:\n{numbers}")
    said = mistakes(folder)
    assert said.count("is not one telephone number") == 50
    assert "... and 10 more." in said


SCALARS = strategies.one_of(
    strategies.text(),
    strategies.integers().map(str),
    strategies.floats().map(str),
    strategies.booleans().map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCALARS)
@example("\x00")
@example("\ud800")
@example("[" * 500)
@example("&a [*a]")
@example("9" * 5000)
@example("[" * 100_000)
def test_no_scalar_in_a_number_breaks_the_loader(folder, value):
    for written in (value, json.dumps(value)):
        text = SERVICE.replace("01632 960801", written.replace("\n", " "))
        (folder / "services/z01-front-door.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            load(folder, dry_run=True)
        except CommandError as error:
            assert "demo/services/z01-front-door.yaml, line " in str(error)


@given(strategies.text(alphabet="abc:-[]{}&*!|>'\"\n #,?%@`", max_size=200))
def test_no_text_breaks_the_reader(text):
    found = Mistakes()
    assert parse(text, "demo/x.yaml", found) is not None or found.lines


# ---------------------------------------------------------------- what stands already


def test_it_refuses_where_real_content_stands(folder):
    User.objects.create_user("head@real.example.org", name="A Head")
    before = counts()
    with pytest.raises(CommandError, match=r"Real content stands here: .*Nothing was loaded"):
        call_command("load_demo", folder=folder, verbosity=0)
    assert counts() == before


def test_the_account_of_a_real_person_stays_as_it_is(folder):
    user = User.objects.create_user(EDITOR, "a-password-of-my-own", name="Real")
    assert "people.yaml, line 1: [1].email: “editor@newford.example.org” is the account" in mistakes(folder)
    user.refresh_from_db()
    assert (user.name, user.check_password("a-password-of-my-own")) == ("Real", True)


def test_it_refuses_where_the_site_is_no_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        load()


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        load(tmp_path / "nowhere")


def test_a_prepared_demonstration_takes_newer_files_in_spite_of_what_visitors_made(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    load()
    User.objects.create_user("visitor@real.example.org", name="A visitor")
    prepare_site.Command(stdout=StringIO()).load_demo()
    assert prepare_site.stamp_file().is_file()
    assert Service.objects.filter(slug="ambleford-front-door").exists()


# ---------------------------------------------------------------- the demonstration itself


@pytest.fixture
def loaded(db):
    """The demo content of this repository, loaded."""
    load()


LOCAL = [ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS, ServiceKind.LADO, ServiceKind.SERVICE]


def test_the_demonstration_loads_twice_the_same(loaded):
    before = counts()
    load()
    assert counts() == before


def test_how_much_there_is(loaded):
    local = Service.objects.filter(kind__in=LOCAL)
    assert local.count() == 50
    assert Service.objects.filter(kind=ServiceKind.HELPLINE).count() == 18
    assert Service.objects.filter(kind=ServiceKind.NATIONAL_LINK).count() == 5
    assert (LeadRule.objects.count(), GuidanceRecord.objects.count()) == (14, 77)
    assert (School.objects.count(), User.objects.filter(is_demo=True).count()) == (7, 7)
    assert SchoolLink.objects.filter(school__slug="ravensmoor-high").count() == 14
    assert Authenticator.objects.count() == 4


def test_the_shares_of_freshness_hold_on_any_day(loaded):
    local = Service.objects.filter(kind__in=LOCAL).prefetch_related("assurances")
    ages = [service.freshness.age_days for service in local if service.freshness.age_days is not None]
    added = 4  # the two more services, the closed one and the unavailable one: all checked of late
    assert sum(age <= 25 for age in ages) == 30 + added
    assert sum(90 <= age <= 170 for age in ages) == 10
    overdue = [service.slug for service in local if service.freshness.state == State.OVERDUE]
    assert len(overdue) == 6
    assert "thornmere-attendance-support-team" in overdue


def test_everything_is_published_and_governed(loaded):
    for model in (Area, GuidanceRecord, LeadRule, Organization, Protocol, Service, PlainPage, HomePage):
        for thing in model.objects.all():
            assert thing.live, thing
            assert thing.maintainer_id, thing
            assert thing.live_revision_id == thing.latest_revision_id, thing
    assert Counter(Service.objects.values_list("has_unpublished_changes", flat=True)).keys() == {False}


def test_the_agreements_have_their_documents(loaded):
    for protocol in Protocol.objects.all():
        assert default_storage.exists(protocol.document.file.name)
        assert protocol.document.filename.endswith(".txt")
        assert protocol.next_review


def test_the_portal_knows_whose_it_is(loaded):
    portal = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    assert portal.strapline == "for schools in Ambleford and Thornmere"
    assert portal.home_authority.slug == "ambleford"
    assert AccessibilityStatementPage.objects.get().live
