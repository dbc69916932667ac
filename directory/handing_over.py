"""Links with services and key contacts that name somebody of a school. The roles beside a name stay."""

from django.db.models import QuerySet

from directory.models import KeyContact, SchoolLink
from portal.accounts.handing_over import Held, named
from portal.accounts.models import Membership

WORDS = {"link_person": "Link person", "cover": "Cover"}


def held(membership: Membership) -> list[Held]:
    """Return the links and key contacts of the school that name the person."""
    links = [
        Held(f"directory.{field}.{link.pk}", word, link.service.name, getattr(link, field))
        for field, word in WORDS.items()
        for link in _naming(SchoolLink.objects.select_related("service"), membership, field)
    ]
    contacts = [
        Held(f"directory.contact.{one.pk}", "Key contact", one.role)
        for one in _naming(KeyContact.objects.all(), membership, "name")
    ]
    return links + contacts


def give(membership: Membership, keys, successor: Membership) -> None:
    """Write the name of `successor` where that of the person stands."""
    for field in WORDS:
        _rename(SchoolLink.objects.all(), membership, field, f"directory.{field}.", keys, successor)
    _rename(KeyContact.objects.all(), membership, "name", "directory.contact.", keys, successor)


def _naming(rows, membership: Membership, field: str) -> list:
    """Return those of `rows` of the school whose `field` names the person."""
    return with_name(membership.person.name.strip(), rows.filter(school=membership.school_id), field)


def with_name(name: str, rows: QuerySet, field: str) -> list:
    """Return those of `rows` whose `field` has the whole name in it; none where there is no name."""
    if not name:
        return []
    found = rows.filter(**{f"{field}__icontains": name})
    return [row for row in found if named(name).search(getattr(row, field))]


def _rename(rows, membership: Membership, field: str, start: str, keys, successor: Membership) -> None:
    """Rename in the rows of `keys`; one that has no room for the longer name is left as it is."""
    longest = rows.model._meta.get_field(field).max_length
    name, changed = successor.person.get_full_name(), []
    for row in _naming(rows, membership, field):
        text = named(membership.person.name.strip()).sub(lambda _: name, getattr(row, field))
        if f"{start}{row.pk}" in keys and len(text) <= longest:
            setattr(row, field, text)
            changed.append(row)
    rows.model.objects.bulk_update(changed, [field])
