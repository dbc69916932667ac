"""What the tests of merging share."""

from directory import merge
from directory.models import Phone, Service

EDITOR = "directory.editor@ambleford.example.org"
OURS, THEIRS = "+441632960101", "+441632960202"


def fresh(service):
    return Service.objects.get(pk=service.pk)


def merged(kept, other, editor, *choices):
    """Merge as they stand in the database, and return the kept one as it stands then."""
    merge.merge(fresh(kept), fresh(other), set(choices), editor)
    return fresh(kept)


def numbers(service):
    return [phone.number for phone in Phone.objects.filter(service=service)]
