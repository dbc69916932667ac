"""“Was this page useful?”: which page is meant, what becomes of an answer, and what was most useful."""

import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page

from portal.content.models import Usefulness

SIGNER = Signer(salt="content.useful")
MOST_A_DAY = 5000  # of the whole portal: more is a machine
LINES_KEPT = datetime.timedelta(days=365)


def public_address(thing, request) -> str:
    """Return where readers find `thing`; nothing where it has no page of its own."""
    if isinstance(thing, Page):
        return thing.get_url(request) or ""
    try:
        return thing.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return ""


def form_address(thing) -> str:
    """Return the address of the form for `thing`: signed, so that nobody can make one up."""
    kind = getattr(thing, "specific_class", None) or type(thing)
    name = f"{kind._meta.label_lower}-{thing.pk}"
    return reverse("content:useful", args=[SIGNER.sign(name)])


def thing_of(reference: str, request) -> Model | None:
    """Return what the signed `reference` names, or None where it is forged, gone or not for this reader."""
    try:
        label, _, pk = SIGNER.unsign(reference).rpartition("-")
        thing = apps.get_model(label)._default_manager.filter(pk=pk).first()
    except (BadSignature, LookupError, ValueError):
        return None
    return thing if thing and _is_shown_to(thing, request) else None


def _is_shown_to(thing, request) -> bool:
    if not getattr(thing, "live", True):
        return False
    if not isinstance(thing, Page):
        return True
    return all(rule.accept_request(request) for rule in thing.get_view_restrictions())


def is_flooded() -> bool:
    """Return whether the whole portal took as many answers today as it ever should."""
    return Usefulness.objects.filter(said_on=timezone.localdate()).count() >= MOST_A_DAY


def take(thing, useful: bool, line: str) -> Usefulness:
    """Keep an answer about `thing`. The same line about it on the same day is kept once."""
    answer = {"content_type": _kind(type(thing)), "object_id": thing.pk, "useful": useful, "line": line}
    if line and (same := Usefulness.objects.filter(**answer, said_on=timezone.localdate()).first()):
        return same
    return Usefulness.objects.create(**answer)


def most_useful(model: type[Model], days: int = 90, limit: int = 20) -> list[tuple[int, int]]:
    """Return (pk, how many found it useful) of things of `model`, the most useful first, in one query.

    Kinds that inherit from `model` count too, as an article is a page of the hub. Whether a reader may
    see each is for the caller to ask.
    """
    kinds = [kind for kind in apps.get_models() if issubclass(kind, model)]
    since = timezone.localdate() - datetime.timedelta(days=days)
    found = Usefulness.objects.filter(
        content_type__in=[_kind(kind) for kind in kinds], useful=True, said_on__gte=since
    )
    counted = found.order_by().values("object_id").annotate(said=Count("pk")).order_by("-said", "object_id")
    return [(row["object_id"], row["said"]) for row in counted[:limit]]


def old_lines(before: datetime.datetime) -> QuerySet[Usefulness]:
    """Return the answers with a line that is older than `before` and twelve months: the counts stay."""
    day = min(timezone.localdate(before), timezone.localdate() - LINES_KEPT)
    return Usefulness.objects.filter(said_on__lt=day).exclude(line="")


def _kind(model: type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)
