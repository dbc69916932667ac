"""What readers tell the maintainer: something changed, or the number works."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.held import held
from directory.models import Service
from directory.report_forms import ReportForm, stamp
from directory.reporting import count_working_call, is_flooded, take
from directory.rows import front_doors
from portal.accounts.lockout import address
from portal.limits import allow

MINUTES, HOURS = 60, 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, slug):
    """A form that anybody may send; then a page that says what happens next."""
    service = get_object_or_404(Service.objects.published(), slug=slug)
    if "sent" in request.GET and request.method != "POST":
        return _page(request, "directory/report_sent.html", service)
    form = ReportForm(request.POST or None, initial={"opened": stamp()})
    if request.method == "POST":
        sent = redirect(f"{request.path}?sent=1")
        if form.is_machine:
            return sent
        if form.is_valid():
            if not _may_report(request):
                return _page(request, "directory/report_later.html", service, status=429)
            take(service, form.cleaned_data["topic"], form.cleaned_data["text"])
            return sent
    return _page(request, "directory/report.html", service, form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def it_worked(request, slug):
    """One button: I rang and it worked. Each address counts once a day for each service."""
    service = get_object_or_404(Service.objects.published(), slug=slug)
    if request.method == "POST":
        who = address(request)
        if allow("worked", who, 20, 10 * MINUTES) and allow(f"worked{service.pk}", who, 1, 24 * HOURS):
            count_working_call(service)
        return redirect(f"{request.path}?sent=1")
    return _page(request, "directory/it_worked.html", service, sent="sent" in request.GET)


def _may_report(request) -> bool:
    who = address(request)
    few = allow("report", who, 5, 10 * MINUTES) and allow("reports", who, 30, 24 * HOURS)
    return few and not is_flooded()


def _page(request, template, service, status=200, **context):
    doors = front_doors(held())
    return render(request, template, {"service": service, "doors": doors, **context}, status=status)
