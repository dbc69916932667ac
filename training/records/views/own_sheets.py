"""A school's own versions of sheets: make one, change its blocks, print it. For staff of the school alone."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from training.blanks import blank_file
from training.making import BLANK_A_MINUTE, may_make
from training.models import ResourceSheetPage
from training.records import own_sheets as ours
from training.records.adapting import NAMES, NEW, mistakes_in, new_block, written
from training.records.differences import became_of, differences, name_of
from training.records.forms import AboutForm, BlockForm
from training.records.models import OwnSheet
from training.records.partners import waiting_by_sheet
from training.sheets.filled import begun
from training.sheets.html import Look, html_of
from training.sheets.live import sources_of
from training.sheets.turns import BusyError, PdfUnavailableError
from training.views.sheets import come_back, filled_in, named_file, with_sheet

MEANWHILE = "A colleague changed this sheet meanwhile. Nothing of yours was kept: look at it as it is now."


def own_sheet(which):
    """Return what calls a view with a sheet of those that `which` gives for the user; 404 for any other."""

    def decorate(view):
        @wraps(view)
        @login_required
        def wrapped(request, public_id, **kwargs):
            return view(request, get_object_or_404(which(request.user), public_id=public_id), **kwargs)

        return wrapped

    return decorate


@require_safe
@login_required
def list_of_ours(request):
    """All sheets that the school made its own."""
    rows = list(ours.seen_by(request.user).defer("body", "origin_body"))
    waiting = waiting_by_sheet(request.user) if rows else {}
    for row in rows:
        row.waiting = waiting.get(row.pk, 0)
    context = {"rows": rows, "school": request.user.school, "waiting": sum(waiting.values())}
    return render(request, "training/own/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_sheet
def adapt(request, page: ResourceSheetPage):
    """Say what it is; posted, copy the sheet for one's school."""
    if not request.user.school_id:
        raise PermissionDenied
    full = OwnSheet.objects.filter(school=request.user.school_id).count() >= ours.MOST_OF_A_SCHOOL
    if request.method == "POST" and not full:
        own = ours.adapt(request.user, page)
        messages.success(request, "This is your school’s own version now. Change what you like.")
        return redirect("training:edit_own_sheet", public_id=own.public_id)
    context = {"page": page, "full": full, "most": ours.MOST_OF_A_SCHOOL}
    return render(request, "training/own/adapt.html", context)


@require_safe
@own_sheet(ours.seen_by)
def show(request, own: OwnSheet):
    """The sheet, where it comes from, what the school changed, and what became of its origin."""
    origin = ours.origin_for(own, request.user)
    sheet = ours.sheet_of(own)
    may_change = ours.changed_by(request.user).filter(pk=own.pk).exists()
    context = {
        "own": own,
        "sheet": sheet,
        "parts": html_of(sheet.parts, Look(filled=begun(sheet))),
        "origin": origin,
        "became": became_of(own, origin),
        "differences": differences(own.origin_body, own.body),
        "may_change": may_change,
        "waiting": waiting_by_sheet(request.user).get(own.pk, 0) if may_change else 0,
        "has_rows": bool(sources_of(sheet)),
    }
    return render(request, "training/own/sheet.html", context)


@csrf_exempt  # nothing is changed by it and nothing is kept, as with the form of any sheet
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.seen_by)
def fill(request, own: OwnSheet):
    """The form of the sheet; posted, the completed copy. Nothing that is typed is kept."""
    return filled_in(request, ours.to_fill_in(own, request.user), action=request.path)


@require_safe
@own_sheet(ours.seen_by)
def blank(request, own: OwnSheet, sort: str):
    """The empty sheet as a file."""
    if sort not in ("pdf", "docx"):
        raise Http404
    try:
        made = blank_file(ours.sheet_of(own), sort, lambda: may_make(request, BLANK_A_MINUTE))
    except BusyError:
        address = reverse("training:own_sheet", args=[own.public_id])
        return come_back(render(request, "training/busy.html", {"address": address}, status=503))
    except PdfUnavailableError:
        return render(request, "training/own/no_pdf.html", {"own": own}, status=503)
    return named_file(slugify(own.title) or "sheet", sort, made)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.changed_by)
def edit(request, own: OwnSheet):
    """The blocks in their order; posted, move, take out or add one, or change the title."""
    if request.method != "POST":
        return _blocks(request, own, AboutForm(initial={"title": own.title, "standfirst": own.standfirst}))
    if request.POST.get("about"):
        form = AboutForm(request.POST)
        if not form.is_valid():
            return _blocks(request, own, form, status=400)
        return _saved(request, own, own.body, "", **form.cleaned_data)
    body, about = _changed(own.body, request.POST)
    if wrong := mistakes_in(body):
        for line in wrong:
            messages.error(request, line)
        return redirect("training:edit_own_sheet", public_id=own.public_id)
    return _saved(request, own, body, about)


def _changed(body: list, posted) -> tuple[list, str]:
    """Return the blocks after what was asked, and the id of the block that it was about."""
    ids = [block["id"] for block in body]
    if (kind := posted.get("add", "")) in NEW:
        made = new_block(kind)
        place = ids.index(posted["after"]) + 1 if posted.get("after") in ids else len(body)
        return [*body[:place], made, *body[place:]], made["id"]
    for word, by in (("up", -1), ("down", 1)):
        if (key := posted.get(word)) in ids:
            rest = [block for block in body if block["id"] != key]
            rest.insert(max(0, ids.index(key) + by), body[ids.index(key)])
            return rest, key
    return [block for block in body if block["id"] != posted.get("remove")], ""


def _saved(request, own: OwnSheet, body: list, about: str, **fields):
    """Save and lead back to the blocks, at the one that it was about."""
    if not ours.save(own, body, version_of(request), **fields):
        messages.error(request, MEANWHILE)
    address = reverse("training:edit_own_sheet", args=[own.public_id])
    return redirect(f"{address}#block-{about}" if about else address)


def version_of(request) -> int:
    """Return the version of the sheet that somebody saw when they pressed a button; 0 for nonsense."""
    word = request.POST.get("version", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 9 else 0


def _blocks(request, own: OwnSheet, form, status: int = 200):
    context = {
        "own": own,
        "form": form,
        "blocks": [(block["id"], name_of(block)) for block in own.body],
        "kinds": [(kind, NAMES[kind]) for kind in NEW],
    }
    return render(request, "training/own/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.changed_by)
def edit_block(request, own: OwnSheet, block_id: str):
    """One block as plain text."""
    block = next((one for one in own.body if one["id"] == block_id), None)
    if block is None:
        raise Http404
    form = BlockForm(block, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = written(block, form.typed(block))
        body = [changed if one["id"] == block_id else one for one in own.body]
        wrong = mistakes_in(body)
        for line in wrong:
            form.add_error(None, line)
        if not wrong:
            return _saved(request, own, body, block_id)
    context = {"own": own, "form": form, "kind": NAMES[block["type"]]}
    return render(request, "training/own/edit_block.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.changed_by)
def delete(request, own: OwnSheet):
    """Ask once, then delete for good."""
    if request.method == "POST":
        own.delete()
        messages.success(request, "Deleted.")
        return redirect("training:own_sheets")
    return render(request, "training/own/delete.html", {"own": own})
