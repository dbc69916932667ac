"""Where governed content names an address outside the portal."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Comment, Page

from portal.content.models import Governed
from portal.content.readable import address, edit_address, kind_name
from portal.content.texts import holds_text, texts_of

# An old address that is kept as a word is no link: `GuidanceRecord.archived_url`.
NEVER_LINKS = {"archived_url"}
_ADDRESS = re.compile(r"https?://[^\s\"'<>“”‘’]+", re.IGNORECASE)
_AFTER_A_SENTENCE = ".,;:!?)]}"


@dataclass(frozen=True)
class Place:
    """One published thing whose text names an address."""

    title: str
    kind: str
    url: str
    edit_url: str
    owner: object | None


def outside_links() -> dict[str, list[Place]]:
    """Return {address: places} for everything published; its queries hang on how many kinds there are."""
    found: dict[str, list[Place]] = defaultdict(list)
    for kind in Governed.kinds():
        for thing, texts in _texts_of(kind):
            urls = {url for text in texts for url in links_in(text)}
            if urls:
                place = Place(
                    str(thing), kind_name(thing), address(thing), edit_address(thing), thing.maintainer
                )
                for url in sorted(urls):
                    found[url].append(place)
    return dict(found)


def links_in(text: str) -> list[str]:
    """Return the outside addresses in `text`, plain or HTML, without what follows a #; each once."""
    found = (
        each.partition("#")[0].rstrip(_AFTER_A_SENTENCE) for each in _ADDRESS.findall(html.unescape(text))
    )
    return [url for url in dict.fromkeys(found) if not _is_ours(url)]


def _is_ours(url: str) -> bool:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False  # the visitor says what is wrong with it
    return host == urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname


def _texts_of(kind: type[models.Model]) -> Iterator[tuple[models.Model, list[str]]]:
    """Yield each live thing of `kind` with its texts, those of its child rows too."""
    things = kind._default_manager.filter(live=True).select_related("maintainer")
    if issubclass(kind, Page):
        things = things.specific()
    things = list(things)
    rows = _child_texts(things)
    for thing in things:
        yield thing, [*_own_texts(thing), *rows[type(thing), thing.pk]]


def _child_texts(things: Iterable[models.Model]) -> dict[tuple[type, int], list[str]]:
    """Return the texts of the child rows of `things`, by (type, key) of the parent."""
    pks: dict[type, list[int]] = defaultdict(list)
    for thing in things:
        pks[type(thing)].append(thing.pk)
    texts: dict[tuple[type, int], list[str]] = defaultdict(list)
    for model, parents in pks.items():
        for relation in filter(_may_hold_links, get_all_child_relations(model)):
            parent = relation.field.attname
            for row in relation.related_model._default_manager.filter(**{f"{parent}__in": parents}):
                texts[model, getattr(row, parent)] += _own_texts(row)
    return texts


def _may_hold_links(relation) -> bool:
    """Return whether the rows are read by somebody, and hold text: what editors say to each other is not."""
    rows = relation.related_model
    return rows is not Comment and any(holds_text(field) for field in rows._meta.concrete_fields)


def _own_texts(thing: models.Model) -> list[str]:
    """Return what stands in the text fields and streams of `thing`."""
    fields = (field for field in thing._meta.concrete_fields if field.name not in NEVER_LINKS)
    return list(texts_of(thing, fields))
