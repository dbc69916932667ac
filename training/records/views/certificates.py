"""A certificate: for whoever has its address a page, for its person a file too."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training import making
from training.records import certificates
from training.records.certificate_file import as_pdf
from training.records.models import Certificate
from training.sheets.turns import PdfUnavailableError
from training.views.sheets import named_file


@never_cache
@require_safe
def certificate(request, uuid):
    """The minimum: what, who, when, and whether it counts."""
    found = get_object_or_404(Certificate.objects.select_related("superseded_by"), uuid=uuid)
    mine = request.user.is_authenticated and found.person_id == request.user.pk
    context = {
        "certificate": found,
        "mine": mine,
        "other_name": mine and found.is_valid and request.user.get_full_name() != found.name,
    }
    answer = render(request, "training/my/certificate.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@login_required
def certificate_file(request, uuid):
    """One's own certificate on paper, as long as it was neither revoked nor replaced."""
    found = get_object_or_404(certificates.of(request.user), uuid=uuid)
    if found.revoked_on or found.is_replaced:
        raise Http404
    address = request.build_absolute_uri(reverse("records:certificate", args=[found.uuid]))
    try:
        making.count(request)
        made = as_pdf(found, address)
    except PdfUnavailableError:
        return render(request, "training/my/no_pdf.html", status=503)
    return named_file("certificate", "pdf", made)
