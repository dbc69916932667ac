"""One's own copies of sheets. Nobody else's can be opened: an address of another person is not there (404).

What is typed is in the body of a post alone, and goes into one row of one table.
"""

import uuid
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.memberships import is_lead
from portal.exported_text import one_line
from training.from_directory import sheet_with_rows
from training.models import ResourceSheetPage
from training.records import copies as kept
from training.records.forms import KeepingForm
from training.records.models import KeptCopy
from training.records.ratings import compared, has_ratings
from training.sheets.filled import read
from training.sheets.html import Look, Mode, html_of
from training.sheets.turns import PdfUnavailableError
from training.views.sheets import TYPES, file_answer, form_page, made_file, take_rows, with_sheet

NOTE = "kept.note"  # no cell of a sheet has a dot in its name
LONGEST_NOTE = 80
SIGNED_OUT = (
    "You are not signed in any more, so nothing was kept. What you wrote stands below: take it as a file. "
    "Or sign in in another window, and press “Keep a copy” here again."
)
OLD_PAGE = (
    "You have signed in since you opened this page. What you wrote stands below: press the button once more."
)
FULL = f"You keep {kept.MOST_OF_A_PERSON} copies already. Delete one, or take this one with you as a file."


def own_copy(view):
    """Call `view` with a copy of one's own, and its sheet as far as it can be read now, or None."""

    @wraps(view)
    @login_required
    def wrapped(request, public_id, **kwargs):
        # Should anything go wrong from here on, no report says what was typed.
        request.sensitive_post_parameters = "__ALL__"
        copy = get_object_or_404(kept.of(request.user), public_id=public_id)
        page = _readable(request.user, [copy]).get(copy.sheet_id)
        if page:
            page.sheet = sheet_with_rows(page.sheet, request.user, [*copy.answers, *request.POST])
        return view(request, copy, page, **kwargs)

    return wrapped


def _readable(user, copies) -> dict[int, ResourceSheetPage]:
    wanted = {copy.sheet_id for copy in copies}
    return {page.pk: page for page in ResourceSheetPage.objects.readable_by(user).filter(pk__in=wanted)}


@csrf_exempt  # it asks for the token itself, so that whoever has to sign in again loses nothing
@never_cache
@require_POST
@with_sheet
def keep(request, page: ResourceSheetPage):
    """Keep a copy of what was filled in."""
    request.sensitive_post_parameters = "__ALL__"
    take_rows(request, page)
    filled, note = read(page.sheet, request.POST), _note(request)
    if not request.user.is_authenticated:
        return form_page(request, page, filled, status=403, said=SIGNED_OUT)
    if not _has_token(request):
        return form_page(request, page, filled, status=403, said=OLD_PAGE, note=note)
    if not kept.may_keep(request.user):
        raise PermissionDenied
    if filled.problems:
        return form_page(request, page, filled, status=400, note=note)
    if KeptCopy.objects.filter(person=request.user).count() >= kept.MOST_OF_A_PERSON:
        return form_page(request, page, filled, status=400, said=FULL, note=note)
    copy = kept.keep(request.user, page, filled, note)
    messages.success(request, "Kept. You can print it or download it here.")
    return redirect("training:copy", public_id=copy.public_id)


def _has_token(request) -> bool:
    """Return whether the request came from a page of ours: what Django asks of every other form."""
    return CsrfViewMiddleware(lambda _: None).process_view(request, None, (), {}) is None


def _note(request) -> str:
    return one_line(request.POST.get(NOTE, ""))[:LONGEST_NOTE]


@require_safe
@login_required
def copies(request):
    """All that one keeps, by sheet."""
    rows = list(kept.of(request.user))  # the newest first
    pages = _readable(request.user, rows)
    by_sheet: dict[object, list[KeptCopy]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet_id or row.title, []).append(row)
    groups = []
    for there in sorted(by_sheet.values(), key=lambda some: some[0].title):
        page = pages.get(there[0].sheet_id)
        rated = len(there) > 1 and page is not None and has_ratings(page.sheet.parts)
        groups.append({"title": there[0].title, "copies": there, "page": page, "rated": rated})
    context = {"groups": groups, "may_keep": kept.may_keep(request.user), "is_lead": is_lead(request.user)}
    return render(request, "training/records/copies.html", context)


@require_safe
@own_copy
def copy(request, copy: KeptCopy, page: ResourceSheetPage | None):
    """One copy, to read and to print."""
    parts = html_of(page.sheet.parts, Look(Mode.TEXT, kept.filled_of(page.sheet, copy))) if page else ""
    context = {
        "copy": copy,
        "page": page,
        "parts": parts,
        "left": kept.left_in_words(page.sheet if page else None, copy),
        "may_keep": kept.may_keep(request.user),
        "sorts": [(sort, word) for sort, word in WORDS.items() if page],
    }
    return render(request, "training/records/copy.html", context)


WORDS = {"pdf": "PDF", "docx": "Word file", "xlsx": "Tables as a spreadsheet", "csv": "Tables as CSV"}


@require_safe
@own_copy
def file(request, copy: KeptCopy, page: ResourceSheetPage | None, sort: str):
    """One copy as a file."""
    if page is None or sort not in TYPES:
        raise Http404
    try:
        made = made_file(page.sheet, kept.filled_of(page.sheet, copy), sort)
    except PdfUnavailableError:
        return render(request, "training/no_pdf.html", {"page": page}, status=503)
    return file_answer(page, sort, made, "completed")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_copy
def change(request, copy: KeptCopy, page: ResourceSheetPage | None):
    """Go on with a copy. A sheet that was taken down can be read and not filled in."""
    if page is None:
        raise Http404
    if not kept.may_keep(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return form_page(request, page, kept.filled_of(page.sheet, copy), copy=copy, note=copy.note)
    filled, note = read(page.sheet, request.POST), _note(request)
    if filled.problems:
        return form_page(request, page, filled, status=400, copy=copy, note=note)
    kept.keep(request.user, page, filled, note, copy)
    messages.success(request, "The change is kept.")
    return redirect("training:copy", public_id=copy.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@own_copy
def delete(request, copy: KeptCopy, page: ResourceSheetPage | None):
    """Ask once, then delete for good."""
    if request.method == "POST":
        copy.delete()
        messages.success(request, "Deleted.")
        return redirect("training:copies")
    return render(request, "training/records/delete_copy.html", {"copy": copy})


@require_safe
@login_required
def compare(request):
    """Two of one's own copies of one sheet: what was rated the first time and the second."""
    first, second = (_chosen(request, word) for word in ("first", "second"))
    if first.sheet_id is None or first.sheet_id != second.sheet_id:
        raise Http404
    first, second = sorted([first, second], key=lambda one: one.made)
    page = _readable(request.user, [first]).get(first.sheet_id)
    if page is None or not has_ratings(page.sheet.parts):
        raise Http404
    answers = (kept.filled_of(page.sheet, one) for one in (first, second))
    context = {
        "page": page,
        "first": first,
        "second": second,
        "rated": compared(page.sheet.parts, *answers),
        "others": kept.of(request.user).filter(sheet=page).order_by("made", "pk"),
    }
    return render(request, "training/records/compare.html", context)


def _chosen(request, word: str) -> KeptCopy:
    try:
        public_id = uuid.UUID(request.GET.get(word, ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(kept.of(request.user), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keeping(request):
    """Whether staff of the school may keep copies, and for how long: its lead says."""
    if not is_lead(request.user):
        raise PermissionDenied
    form = KeepingForm(request.POST or None, instance=request.user.school)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("training:copies")
    return render(request, "training/records/keeping.html", {"form": form, "school": request.user.school})
