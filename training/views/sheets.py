"""Fill a sheet in, take the completed copy away, or take it blank. Nothing that is typed is kept anywhere."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.models import Service
from training import blanks
from training.from_directory import sheet_with_rows
from training.making import BLANK_A_MINUTE, COME_BACK, may_make
from training.models import ResourceSheetPage
from training.models.page import may_see_notes
from training.sheets.calendar import NoDatesError, as_calendar
from training.sheets.filled import Filled, begun, read
from training.sheets.html import Look, Mode, html_of, service_list
from training.sheets.pdf import filled_pdf
from training.sheets.tables import as_csv, as_xlsx
from training.sheets.tree import Kind, Sheet
from training.sheets.turns import BusyError, PdfUnavailableError
from training.sheets.word import filled_word

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def with_sheet(view):
    """Call `view` with the page of a slug; where somebody is kept out, its page says how to get in."""

    @wraps(view)
    def wrapped(request, slug, **kwargs):
        page = ResourceSheetPage.objects.live().filter(slug=slug).first()
        if page is None:
            raise Http404
        if not ResourceSheetPage.objects.readable_by(request.user).filter(pk=page.pk).exists():
            return redirect(page.get_url(request))
        return view(request, page, **kwargs)

    return wrapped


@csrf_exempt  # nothing is changed by it and nothing is kept: it needs no token, and so no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_sheet
def fill(request, page: ResourceSheetPage):
    """The form; posted, the completed copy as what `as` says, or as a page to print."""
    return filled_in(request, page)


def filled_in(request, page, **more) -> HttpResponse:
    """Return the form of `page`, or what the posted one asks for; `more` is what else the form should say.

    `page` is whatever has a sheet, and says of it what the templates show: a page, or a school's own sheet.
    """
    # Should anything go wrong from here on, no report says what was typed.
    request.sensitive_post_parameters = "__ALL__"
    take_rows(request, page)
    if request.method != "POST":
        return form_page(request, page, begun(page.sheet), **more)
    filled = read(page.sheet, request.POST)
    if filled.problems:
        return form_page(request, page, filled, status=400, **more)
    sort = request.POST.get("as", "")
    if sort not in TYPES:
        return _completed(request, page, filled)
    if not may_make(request):
        return come_back(form_page(request, page, filled, status=429, trouble="busy", **more))
    try:
        return file_answer(page, sort, made_file(page.sheet, filled, sort), "completed")
    except BusyError:
        return come_back(form_page(request, page, filled, status=503, trouble="busy", **more))
    except PdfUnavailableError:
        return form_page(request, page, filled, status=503, trouble="no-pdf", **more)
    except NoDatesError:
        return form_page(request, page, filled, status=400, trouble="no-dates", **more)


def take_rows(request, page) -> None:
    """Give the sheet the rows of the directory: `?rows=directory` asks for them, or answers speak of them."""
    begins = request.GET.get("rows") == "directory"
    page.sheet = sheet_with_rows(page.sheet, request.user, request.POST, begins)


def form_page(request, page, filled: Filled, status: int = 200, **more) -> HttpResponse:
    """Return the form of a sheet with what was typed; `more` is what else the page should say."""
    sheet = page.sheet
    context = {
        "page": page,
        "parts": html_of(sheet.parts, Look(Mode.FORM, filled)),
        "services": service_list(_service_names()) if _picks_services(sheet) else "",
        "problems": [(sheet.cells()[name].label, name, said) for name, said in filled.problems.items()],
        "has_tables": any(type(part).__name__ == "Grid" for part in sheet.parts),
        "has_dates": any(cell.kind == Kind.DATE for cell in sheet.cells().values()),
        **more,
    }
    return render(request, "training/fill.html", context, status=status)


def _picks_services(sheet: Sheet) -> bool:
    return any(cell.kind == Kind.SERVICE for cell in sheet.cells().values())


def _service_names() -> list[str]:
    return list(Service.objects.filter(live=True).order_by("name").values_list("name", flat=True))


def _completed(request, page, filled: Filled) -> HttpResponse:
    parts = html_of(page.sheet.as_sent().parts, Look(Mode.TEXT, filled))
    return render(request, "training/completed.html", {"page": page, "parts": parts})


def made_file(sheet: Sheet, filled: Filled, sort: str) -> bytes:
    """Return the completed sheet as a file of `TYPES`. Raises PdfUnavailableError, NoDatesError."""
    if sort in ("pdf", "docx"):
        return filled_pdf(sheet, filled) if sort == "pdf" else filled_word(sheet, filled)
    if sort == "ics":
        return as_calendar(sheet, filled, timezone.localdate())
    make = as_csv if sort == "csv" else as_xlsx
    return make(sheet, filled, settings.DEMO)


@require_safe
@with_sheet
def blank(request, page: ResourceSheetPage, sort: str):
    """The empty sheet as a file; with `?trainer=1` the trainer's edition, for trainers."""
    trainer = bool(request.GET.get("trainer")) and may_see_notes(request.user)
    sheet = page.trainers_sheet if trainer else page.sheet
    try:
        made = blanks.blank_file(sheet, sort, lambda: may_make(request, BLANK_A_MINUTE))
    except BusyError:
        return come_back(render(request, "training/busy.html", {"address": page.url}, status=503))
    except PdfUnavailableError:
        return render(request, "training/no_pdf.html", {"page": page}, status=503)
    return file_answer(page, sort, made, "trainer" if trainer else "blank")


def come_back(answer: HttpResponse) -> HttpResponse:
    """Return `answer`, which says when to ask again, to machines too."""
    answer["Retry-After"] = str(COME_BACK)
    return answer


def file_answer(page, sort: str, made: bytes, word: str) -> HttpResponse:
    """Return `made` as a file to keep; whatever holds answers or notes is stored by no cache."""
    answer = named_file("-".join(filter(None, [page.code, slugify(page.title), word])), sort, made)
    if word == "blank":
        answer["Cache-Control"] = "max-age=300"
    return answer


def named_file(name: str, sort: str, made: bytes) -> HttpResponse:
    """Return `made` as a file to keep, which no cache stores."""
    answer = HttpResponse(made, content_type=TYPES[sort])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{sort}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
