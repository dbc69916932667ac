"""The objects that the permission matrix opens."""

from django.contrib.auth import get_user_model

from directory.models import Report, SchoolLink, Service
from portal.content.models import GuidanceRecord, Tag
from portal.content.usefulness import form_address

EXTRA_KWARGS = {
    "directory:my_school_service": lambda: {
        "pk": SchoolLink.objects.filter(school__slug="ravensmoor-high").first().pk
    },
    "directory:my_school_remove": lambda: {
        "pk": SchoolLink.objects.filter(school__slug="ravensmoor-high").first().pk
    },
    "directory_due:undo": lambda: {"pk": 1},
    "directory_merge": lambda: {"pk": Service.objects.first().pk},
    "directory_due:check": lambda: {"pk": Service.objects.first().pk},
    "directory_number_changes:agree": lambda: {"pk": 1},
    "directory_number_changes:decline": lambda: {"pk": 1},
    "content:tag": lambda: {"slug": Tag.objects.filter(merged_into=None).first().slug},
    "content:guidance": lambda: {"slug": GuidanceRecord.objects.filter(live=True).first().slug},
    "content:useful": lambda: {
        "reference": form_address(GuidanceRecord.objects.filter(live=True).first()).split("/")[2]
    },
    "accounts:reset_second_factor": lambda: {
        "public_id": get_user_model().objects.get(email="tom.aldous@ambleford.example.org").public_id
    },
}

# What no demo holds: readers send it.
MADE = {Report: lambda: Report.objects.create(service=Service.objects.first(), topic="number")}


def object_for(model):
    """Return one object of `model` from the demo content."""
    thing = model.objects.first()
    if thing is None and model in MADE:
        thing = MADE[model]()
    assert thing is not None, f"the demo has no {model._meta.verbose_name}"
    return thing
