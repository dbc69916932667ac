"""The pages of the glossary: the list from A to Z, one entry, and help with plain language."""

import re

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from directory.blocks import number_for
from directory.models import Service
from directory.numbers import with_numbers
from directory.opening import status_of
from glossary import names
from glossary.lookup import Lookup
from glossary.models import GlossaryTerm, Phrase
from glossary.vocabulary import Vocabulary, vocabulary

PAGE_SIZE = 200


@require_safe
def a_z(request):
    """Every term from A to Z, or those that the reader asked for. A question that names one term opens it."""
    lookup = Lookup(vocabulary(), request.GET)
    if lookup.exact:
        return redirect(lookup.exact.url)
    answers = lookup.answers if lookup.words else []
    page = Paginator(lookup.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"lookup": lookup, "answers": answers, "page_obj": page}
    return render(request, "glossary/a_z.html", context)


@require_safe
def term(request, slug):
    """One term. The address of another name leads to it."""
    found = GlossaryTerm.objects.filter(slug=slug, live=True).select_related("see").first()
    if found is None:
        entry = vocabulary().by_name_in_address.get(slug)
        if entry is None:
            raise Http404
        return redirect(entry.url)
    return render(request, "glossary/term.html", term_context(found))


def term_context(term: GlossaryTerm) -> dict:
    """Return what the page of a term shows; a preview of a draft uses it too."""
    services = [service.pk for service in term.services.all()]
    pages = [row.page_id for row in term.pages.all()]
    return {
        "term": term,
        "see": term.see if term.see and term.see.live else None,
        "cards": _cards(services) if services else [],
        "pages": Page.objects.live().public().filter(pk__in=pages).order_by("title") if pages else [],
    }


def _cards(pks: list[int]) -> list[dict]:
    """Return what the cards of these services show (`directory/blocks/service_card.html`), by name."""
    return [
        {
            "service": service,
            "phone": number_for(service, None),
            "opening": status_of(service),
            "freshness": service.freshness,
        }
        for service in with_numbers(Service.objects.listed()).filter(pk__in=pks).order_by("name")
    ]


@require_safe
def plain_language(request):
    """Phrases that say too little, and a place to look for them in one's own draft.

    What a reader types stays in the browser: this address takes nothing.
    """
    phrases = list(Phrase.objects.all())
    return render(
        request,
        "glossary/plain_language.html",
        {
            "phrases": phrases,
            "known": {
                "phrases": [[row.phrase, row.kind, row.prompt] for row in phrases],
                "initials": _initials(vocabulary()),
            },
        },
    )


def _initials(held: Vocabulary) -> dict[str, list]:
    """Return for each set of initials: [written out, what it means in a sentence, whether it is old]."""
    found = {}
    for entry in held.entries:
        sentence = re.split(r"(?<=[.!?])\s", entry.meaning, maxsplit=1)[0]
        old = {other.name for other in entry.others if other.old}
        for name in filter(names.is_acronym, entry.names):
            written_out = entry.expansion if name in entry.own_names and entry.expansion else entry.term
            found[name] = [written_out, sentence, name in old or entry.guidance_status.is_past]
    return found
