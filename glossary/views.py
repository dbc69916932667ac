"""The pages of the glossary: the list from A to Z, one entry, and help with plain language."""

import re

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from directory.blocks import number_for
from directory.models import Service
from directory.opening import status_of
from glossary import names
from glossary.lookup import Lookup
from glossary.models import GlossaryTerm, Phrase
from glossary.vocabulary import Vocabulary, vocabulary
from portal.content.readable import readable_pages

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
    terms = GlossaryTerm.objects.filter(live=True).select_related("see").prefetch_related("also_known_as")
    found = terms.filter(slug=slug).first()
    if found is None:
        entry = vocabulary().by_name_in_address.get(slug)
        if entry is None:
            raise Http404
        return redirect(entry.url)
    services = Service.objects.filter(glossary_terms=found)
    pages = Page.objects.filter(glossary_terms__term=found).distinct()
    return render(request, "glossary/term.html", term_context(found, services, pages))


def preview_context(term: GlossaryTerm) -> dict:
    """Return what the page of a draft shows: its services and pages are in no table yet."""
    services = Service.objects.filter(pk__in=[service.pk for service in term.services.all()])
    pages = Page.objects.filter(pk__in=[row.page_id for row in term.pages.all()])
    return term_context(term, services, pages)


def term_context(term: GlossaryTerm, services: QuerySet, pages: QuerySet) -> dict:
    """Return what the page of a term shows; of services and pages, those that readers may see."""
    return {
        "term": term,
        "see": term.see if term.see and term.see.live else None,
        "cards": [_card(service) for service in _with_cards(services)],
        "pages": readable_pages(pages).order_by("title"),
    }


def _with_cards(services: QuerySet) -> QuerySet:
    """Return the services that lists show, by name, with what their cards need."""
    return services.listed().for_list().select_related("organization", "replaced_by").order_by("name")


def _card(service: Service) -> dict:
    """Return what the card of a service shows (`directory/blocks/service_card.html`)."""
    return {
        "service": service,
        "phone": number_for(service, None),
        "opening": status_of(service),
        "freshness": service.freshness,
    }


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
