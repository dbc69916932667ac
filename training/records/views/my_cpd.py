"""One's own log of professional development. Nobody else's can be opened (404)."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from training import making
from training.records import cpd, cpd_files, learning, supervision
from training.records.due import as_calendar, due_for
from training.records.models import CpdEntry
from training.records.my_forms import CpdForm, ReflectionForm
from training.records.views.own import private
from training.sheets.turns import PdfUnavailableError
from training.views.sheets import named_file

FULL = f"Your log holds {cpd.MOST_OF_A_PERSON} entries of your own. Take it along, and delete old ones."


@require_safe
@private
def my_cpd(request):
    """The log, one school year at a time: `?year=2026` is the one that began then."""
    log = cpd.log_of(request.user)
    years = [year for year, _, _ in log.years]
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    today = timezone.localdate()
    context = {
        "years": log.years,
        "year": next((one for one in log.years if one[0] == year), None),
        "lines": log.of_year(year) if year else [],
        "due": due_for(request.user, today),
        "next_supervision": supervision.next_date(request.user, today),
    }
    return render(request, "training/my/cpd.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def add_entry(request):
    """Write an entry."""
    if cpd.of(request.user).count() >= cpd.MOST_OF_A_PERSON:
        messages.error(request, FULL)
        return redirect("records:my_cpd")
    entry = CpdEntry(person=request.user, done_on=timezone.localdate(), hours=None)
    return _form(request, entry, CpdForm, "Add to my CPD log")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def edit_entry(request, public_id):
    """Change an entry; of an automatic one what one says of it."""
    entry = get_object_or_404(cpd.of(request.user).select_related("record"), public_id=public_id)
    if entry.record_id:
        return _form(request, entry, ReflectionForm, "What I take from it")
    return _form(request, entry, CpdForm, "Change this entry")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def reflect(request, public_id):
    """Say something of what is in the log by itself."""
    records = learning.of(request.user).standing().select_related("person")
    entry = cpd.about(get_object_or_404(records, public_id=public_id))
    return _form(request, entry, ReflectionForm, "What I take from it")


def _form(request, entry: CpdEntry, kind, heading: str):
    form = kind(request.POST or None, request.FILES or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "Saved.")
        return redirect("records:my_cpd")
    context = {"form": form, "entry": entry, "heading": heading}
    return render(request, "training/my/cpd_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def delete_entry(request, public_id):
    """Ask once, then delete for good: of an automatic entry what one said of it, not the record."""
    entries = cpd.of(request.user).filter(public_id=public_id)
    entry = get_object_or_404(entries)
    if request.method == "POST":
        cpd.delete(entries)
        messages.success(request, "Deleted.")
        return redirect("records:my_cpd")
    return render(request, "training/my/delete_cpd.html", {"entry": entry})


@require_safe
@private
def evidence(request, public_id):
    """The file of one's own entry, to download: no browser shows it as a page of ours."""
    entry = get_object_or_404(cpd.of(request.user).exclude(evidence=""), public_id=public_id)
    try:
        file = entry.evidence.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        file, as_attachment=True, filename=entry.evidence_name, content_type="application/octet-stream"
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@private
def cpd_file(request, sort: str):
    """All of the log as a file."""
    log = cpd.log_of(request.user)
    if sort == "csv":
        return named_file("my-cpd", "csv", cpd_files.as_csv(log, settings.DEMO))
    if sort != "pdf":
        raise Http404
    try:
        making.count(request)
        return named_file("my-cpd", "pdf", cpd_files.as_pdf(request.user, log))
    except PdfUnavailableError:
        return render(request, "training/my/no_pdf.html", status=503)


@require_safe
@private
def due(request):
    """What falls due, for one's own calendar."""
    found = due_for(request.user, timezone.localdate())
    if not found:
        messages.info(request, "Nothing falls due.")
        return redirect("records:my_cpd")
    return named_file("my-dates", "ics", as_calendar(found))
