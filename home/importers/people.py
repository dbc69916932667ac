"""Schools, the people who sign in to a demonstration, and the schools' links with services."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from directory.models import KeyContact, SchoolLink, SchoolVisit
from home.importers.reading import Item
from home.importers.writing import Load, Special, columns
from portal.accounts import memberships
from portal.accounts.models import School, User
from portal.accounts.roles import SCHOOL_LEAD

# Printed for everybody by `make run`. Where the site is no demonstration these sign-ins are refused.
PASSWORD = "Ambleford-demo-2026"  # noqa: S105
SECOND_FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WORDS = ["email", "name", "job_title", "school", "role", "second_factor"]


def load_accounts(load: Load) -> None:
    """Load people.yaml, but for their schools: areas have owners, and schools have areas."""
    items = load.keyed("people.yaml", key="email")
    there = {user.email: user for user in User.objects.all()}
    groups = Group.objects.in_bulk(field_name="name")
    password = _one_password(list(there.values()))
    for item in items:
        email = item["email"].text.lower()
        user: Any = there.get(email) or User(email=email, is_demo=True)
        if not user.is_demo:
            load.mistakes.add(item["email"], f"“{email}” is the account of a real person: it stays as it is")
            continue
        before = columns(user) if user.pk else None
        _set_details(user, item, password)
        for word in item.words:
            if word not in WORDS:
                load.mistakes.add(item[word], f"“{word}” is not known here")
        load.check(user, item, {})
        role = groups.get(item["role"].text)
        if role is None:
            load.mistakes.add(
                item["role"], f"“{item['role'].text}” is not one of: {', '.join(sorted(groups))}"
            )
        second_factor = "second_factor" in item and load.flag(item["second_factor"])
        if role and not load.mistakes:
            load.save(user, before)
            if [group.pk for group in user.groups.all()] != [role.pk]:
                user.groups.set([role])
            _verify(user)
            if second_factor:
                _give_second_factor(user)
        load.remember(user, email)
        load.keepers.setdefault(item["role"].text, user)


def _set_details(user: Any, item: Item, password: str) -> None:
    """Set what the file says of `user`; whoever was closed down is opened again."""
    user.name, user.job_title = item["name"].text, item["job_title"].text
    user.password, user.is_active = password, True


def _one_password(users: list[User]) -> str:
    """Return the hash of the demo password: the one in use where it is right, for hashing is slow."""
    known = {user.password for user in users if user.is_demo}
    return next((hashed for hashed in known if check_password(PASSWORD, hashed)), make_password(PASSWORD))


def _verify(user: User) -> None:
    """Make the address of `user` verified, as one is that came with an invitation."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _give_second_factor(user: User) -> None:
    """Make the authenticator app of `user` the one whose secret everybody knows."""
    there = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if there and decrypt(there.data["secret"]) == SECOND_FACTOR:
        return
    if there:
        there.delete()
    TOTP.activate(user, SECOND_FACTOR)


def load_schools(load: Load) -> None:
    """Load schools.yaml with each school's links, and put the people into their schools."""
    for school, item, before in load.begin(School, load.keyed("schools.yaml")):
        special: Special = dict.fromkeys(["links", "key_contacts", "looked_days_ago"], _read_below)
        if load.fill(school, item, special):
            load.check(school, item, {})
        if not item["area"].text:
            load.mistakes.add(item["area"], "a school lies in an area: name one")
        if not load.mistakes:
            load.save(school, before)
        load.remember(school, school.slug)
        _replace(load, school, SchoolLink, item["links"])
        _replace(load, school, KeyContact, item["key_contacts"])
        if "looked_days_ago" in item:
            _let_it_have_looked(load, school, item["looked_days_ago"])
    for item in load.keyed("people.yaml", key="email"):
        user = load.known.get(User, {}).get(item["email"].text.casefold())
        school = load.find(School, item["school"])
        if user and not load.mistakes and user.school_id != (school and school.pk):
            user.school = school
            user.save(update_fields=["school"])
        if user and not load.mistakes and not _belongs(user):
            memberships.follow_account(user)


def _belongs(user: Any) -> bool:
    """Whether the memberships of `user` say what the account does."""
    there = [(one.school_id, one.job_title, one.lead) for one in memberships.current(person=user)]
    leads = SCHOOL_LEAD in user.role_names
    return there == ([(user.school_id, user.job_title, leads)] if user.school_id else [])


def _read_below(school: School, item: Item) -> None:
    """Do nothing: these rows need the school's key."""


def _let_it_have_looked(load: Load, school: School, item: Item) -> None:
    """Say when the school last looked at what changed; what it did itself since then stays."""
    noon = datetime.time(12, tzinfo=timezone.get_default_timezone())
    looked_at = datetime.datetime.combine(load.days_ago(item), noon)
    if not load.mistakes:
        SchoolVisit.objects.get_or_create(school=school, defaults={"looked_at": looked_at})


def _replace(load: Load, school: School, model: Any, item: Item) -> None:
    """Make the rows of `model` for `school` those of `item`."""
    wanted = []
    for order, row_item in enumerate(item.rows):
        if not isinstance(row_item.value, dict):
            load.mistakes.add(row_item, "an entry is a list of “name: value”")
            continue
        row = model()
        if load.fill(row, row_item, {"school": _read_below}):
            load.check(row, row_item, {}, unique=False)
        if model is SchoolLink and not row_item["service"].text:
            load.mistakes.add(row_item["service"], "name the service")
        if model is KeyContact and "order" not in row_item:
            row.order = order
        row.school = school
        wanted.append(row)
    if load.mistakes:
        return
    there = list(model.objects.filter(school=school))
    if sorted(map(_told, there)) != sorted(map(_told, wanted)):
        model.objects.filter(school=school).delete()
        model.objects.bulk_create(wanted)


def _told(row) -> list[str]:
    return [str(value) for name, value in columns(row).items() if name != "id"]
