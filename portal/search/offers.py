"""Which page offers a document that was found."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from portal.search import adapters
from portal.search.enums import Kind
from portal.search.models import SearchDocument


def offering(found: Iterable[SearchDocument]) -> dict[str, SearchDocument]:
    """Return by the key of each document in `found` the one thing that offers it.

    What is in the index everybody may see. Where nothing or more than one thing offers it, it is left out.
    """
    keys = {row.key.partition(":")[2]: row.key for row in found if row.kind == Kind.DOCUMENT}
    if not keys:
        return {}
    holders = defaultdict(set)
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Document), to_object_id__in=keys
    )
    for of_type, pk, document in references.values_list("content_type", "object_id", "to_object_id"):
        model = ContentType.objects.get_for_id(of_type).model_class()
        adapter = adapters.adapter_of(model) if model else None
        if adapter:
            holders[keys[document]].add(adapter.key(pk))
    wanted = set().union(*holders.values())
    rows = {row.key: row for row in SearchDocument.objects.filter(key__in=wanted).only("key", "title", "url")}
    public = {key: [rows[each] for each in held if each in rows] for key, held in holders.items()}
    return {key: held[0] for key, held in public.items() if len(held) == 1}
