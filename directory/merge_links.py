"""What names one service and is to name another: rules, levels of need and other services.

A live row and its draft are two things. The row is published anew where there is no draft; where
there is one, the row is changed and the draft is mended in its place, so that whoever waits for it
(a second person, an approval, a day) still finds it.
"""

from django.db.models import Q

from directory.models import LeadRule, Service, ThresholdLevel

LISTS = {LeadRule: ("services",), ThresholdLevel: ("services",), Service: ("works_with",)}
POINTERS = {Service: ("out_of_hours_service", "replaced_by")}


def move_links(kept: Service, other: Service) -> None:
    """Let everything that names `other`, apart from these two, name `kept`, published or in a draft."""
    for model, lists in LISTS.items():
        pointers = POINTERS.get(model, ())
        things = model.objects.all()
        if model is Service:
            things = things.exclude(pk__in=[kept.pk, other.pk])
        named = Q(*[(field, other.pk) for field in (*lists, *pointers)], _connector=Q.OR)
        for thing in things.filter(named).distinct():
            _move_in_row(thing, kept, other, lists, pointers)
        for thing in things.filter(has_unpublished_changes=True).select_related("latest_revision"):
            _move_in_draft(thing.latest_revision, kept, other, lists, pointers)


def _move_in_row(thing, kept: Service, other: Service, lists, pointers) -> None:
    for field in lists:
        named = list(getattr(thing, field).all())
        if other in named:
            getattr(thing, field).set([*(one for one in named if one not in {kept, other}), kept])
    for field in pointers:
        if getattr(thing, f"{field}_id") == other.pk:
            setattr(thing, field, kept)
    if thing.live and not thing.has_unpublished_changes:
        thing.save_revision(clean=False).publish()
    else:
        thing.save()


def _move_in_draft(revision, kept: Service, other: Service, lists, pointers) -> None:
    """Mend the words of the draft itself: a new revision would leave behind whoever waits for this one."""
    if revision is None:
        return
    content = revision.content
    before = {field: content.get(field) for field in (*lists, *pointers)}
    for field in lists:
        named = content.get(field) or []
        if other.pk in named:
            content[field] = [*(pk for pk in named if pk not in {kept.pk, other.pk}), kept.pk]
    for field in pointers:
        if content.get(field) == other.pk:
            content[field] = kept.pk
    if any(content.get(field) != value for field, value in before.items()):
        revision.save(update_fields=["content"])
