"""Build a programme, see it whole, print it, take it as a Word file. Nothing of it is kept.

Its items and their order are its address. Name, dates and facilitator are typed when it is taken away; they
are posted, and are forgotten with the answer.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from training import making
from training.programme.address import MOST, address_of, changed, read_items
from training.programme.catalogue import catalogue
from training.programme.forms import DetailsForm
from training.programme.items import Items, items_for
from training.programme.papers import Details, papers_of
from training.records.programmes import programme_to_change, titles_of
from training.sheets.filled import begun
from training.sheets.html import Look, html_of
from training.sheets.turns import BusyError
from training.sheets.word import words_of
from training.views.sheets import TYPES, come_back

TOO_MANY = (
    "Many files were made from here in a short time. Wait a minute and press the button again, "
    "or choose the page to print."
)
ASKED = {"add", "remove", "up", "down", "sheets"}


@require_safe
def build(request):
    """Choose and order. Each press of a button leads to the address of the programme that it makes."""
    kept = programme_to_change(request.user, request.GET.get("kept", ""))
    numbers, too_many = read_items(request.GET.get("items", ""))
    items = items_for(numbers, request, titles_of(kept))
    if ASKED & request.GET.keys():
        numbers, about = changed(numbers, request.GET, items.sheets_of)
        place = f"#item-{about}" if about in numbers else "#programme"
        # One more than there may be: the page that follows says so.
        return redirect(address_of(numbers[: MOST + 1], kept=kept.mark if kept else "") + place)
    context = {
        "items": items,
        "address": address_of(items.numbers, "training:programme_page"),
        "shelves": catalogue(request.user),
        "too_many": too_many,
        "most": MOST,
        "kept": kept,
    }
    return render(request, "training/programme/build.html", context)


@csrf_exempt  # nothing is changed by it and nothing is kept: it needs no token, and so no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """The programme to read and to send on; posted, with what was typed, to print or as a Word file."""
    # Should anything go wrong from here on, no report says what was typed.
    request.sensitive_post_parameters = "__ALL__"
    kept = programme_to_change(request.user, request.GET.get("kept", ""))
    numbers, _ = read_items(request.GET.get("items", ""))
    items = items_for(numbers, request, titles_of(kept))
    if request.method != "POST":
        return whole(request, items, DetailsForm(initial=_told(kept)), kept)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return whole(request, items, form, kept, status=400)
    try:
        return taken(request, items, Details(**form.cleaned_data), request.POST.get("as", ""))
    except BusyError:
        form.add_error(None, TOO_MANY)
        return come_back(whole(request, items, form, kept, status=429))


def _told(kept) -> dict:
    return {"name": kept.name, "dates": kept.dates, "facilitator": kept.facilitator} if kept else {}


def whole(request, items: Items, form, kept=None, status: int = 200, **more) -> HttpResponse:
    """Return the programme as a page, with the form to take it away; `more` is what else it should say."""
    mark = kept.mark if kept else ""
    context = {
        "items": items,
        "form": form,
        "kept": kept,
        "address": address_of(items.numbers, "training:programme_page"),
        "change": address_of(items.numbers, kept=mark),
        "another": address_of(items.numbers, "training:keep_programme"),
        "keep": address_of(items.numbers, "training:keep_programme", mark),
    }
    return render(request, "training/programme/page.html", context | more, status=status)


def taken(request, items: Items, details: Details, sort: str, is_kept: bool = False) -> HttpResponse:
    """Return the programme with its sheets as a Word file, or as a page to print. Raises BusyError."""
    papers = papers_of(items, details)
    if sort == "docx":
        making.count(request)
        answer = HttpResponse(words_of(papers), content_type=TYPES["docx"])
        answer["Content-Disposition"] = 'attachment; filename="programme.docx"'
    else:
        shown = [(paper, html_of(paper.parts, Look(filled=begun(paper)))) for paper in papers]
        answer = render(request, "training/programme/print.html", {"papers": shown, "is_kept": is_kept})
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
