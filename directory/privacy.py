"""What the directory holds about people: who keeps or checked an entry, and a school's own people."""

from django.db.models import QuerySet
from wagtail.models import ModelLogEntry

from directory.handing_over import with_name
from directory.models import KeyContact, SchoolLink
from directory.reporting import old_texts
from portal.accounts.memberships import schools_of
from portal.accounts.privacy import FORMER, Holding, RecordsNamingPeople

WORDS = "words of reports (blanked)"
WAYS = {WORDS: lambda rows: rows.update(text="")}
_records = RecordsNamingPeople("directory", "So that every entry has someone who answers for it")


def over(before) -> dict[str, QuerySet]:
    """Return what readers wrote in reports that were acted on before `before`."""
    return {WORDS: old_texts(before)}


def describe() -> list[Holding]:
    """Return one entry for each model that points at an account or holds a name."""
    return [
        *_records.describe(),
        Holding(
            "directory.Contact",
            "Role, and sometimes name, e-mail address and telephone number of people in agencies",
            "To let staff of schools reach them",
            "As long as the service is listed",
        ),
        Holding(
            "directory.Report",
            "What a reader wrote about an entry, without a name or address of the reader; who acted on it",
            "To put the entry right",
            "The reader’s words: six months after somebody acted on them",
        ),
        Holding(
            "directory.SchoolLink",
            "Name and role of the person in a school who keeps a link with a service, who covers, and a note",
            "To let colleagues know whom to ask",
            "Until the school changes it, or the account of that name is erased",
        ),
        Holding(
            "directory.KeyContact",
            "Name and role of the people on a school's own poster",
            "To print the poster",
            "Until the school changes it, or the account of that name is erased",
        ),
    ]


def export(user) -> dict:
    """Return the records that point at `user`, and those of their school that hold their name."""
    named = {
        "school links": [
            {"link": str(link), "role": link.role, "cover": link.cover, "note": link.note}
            for link in _links(user).select_related("school", "service")
        ],
        "school links that mention you": [
            {"link": str(link), "where": field, "text": getattr(link, field)}
            for field in ("cover", "note")
            for link in _mentions(user, field).select_related("school", "service")
        ],
        "key contacts": [str(contact) for contact in _key_contacts(user)],
    }
    return _records.export(user) | {what: records for what, records in named.items() if records}


def erase(user) -> None:
    """Cut the ties to the account, and remove the person's name from what their own school keeps."""
    _links(user).delete()
    _erase_from_histories(user)
    _key_contacts(user).delete()
    for field in ("cover", "note"):
        _mentions(user, field).update(**{field: ""})
    _records.erase(user)


def _links(user):
    """A name is a tie within one school only: elsewhere it may be somebody else's."""
    return _of_their_school(SchoolLink, user).filter(link_person__iexact=user.name)


def _mentions(user, field: str):
    """Return the links of their schools whose `field` has the whole name in it: Ann Lee is not Joann Lee."""
    rows = with_name(user.name, _of_their_school(SchoolLink, user), field)
    return SchoolLink.objects.filter(pk__in=[row.pk for row in rows])


def _key_contacts(user):
    return _of_their_school(KeyContact, user).filter(name__iexact=user.name)


def _erase_from_histories(user) -> None:
    """Take the name out of Wagtail's histories of key contacts, those too that went or name somebody else."""
    if not user.name:
        return
    named = ModelLogEntry.objects.get_for_model(KeyContact).filter(label__istartswith=f"{user.name}, ")
    others = KeyContact.objects.exclude(school__in=schools_of(user)).filter(name__iexact=user.name)
    named.exclude(object_id__in=[str(pk) for pk in others.values_list("pk", flat=True)]).update(label=FORMER)


def _of_their_school(model, user):
    """Return what the schools of `user` keep; nothing for an account without a name, which would fit all."""
    return model.objects.filter(school__in=schools_of(user)) if user.name else model.objects.none()
