"""Revoke a certificate, in the admin: one whose number somebody types. There is no list and no search."""

import re
import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.log_actions import log

from portal.content.screens import Screen
from training.records import certificates
from training.records.models import Certificate
from training.records.permissions import REVOKES

LOG_ACTION = "records.revoke_certificate"
NUMBER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
LONGEST = 300  # of an address that is typed in, and of a reason


class ReasonForm(forms.Form):
    """Why it is revoked."""

    why = forms.CharField(
        label="Why it is revoked",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RevokeView(Screen):
    """Find one certificate by its number or address, see what its public page shows, revoke it."""

    permission_required = REVOKES
    page_title = "Revoke a certificate"
    header_icon = "cross"
    template_name = "training/figures/revoke.html"

    @property
    def typed(self) -> str:
        """Return what was typed."""
        return self.request.GET.get("number", "").strip()[:LONGEST]

    @cached_property
    def found(self) -> Certificate | None:
        """Return the certificate whose number was typed; None where there is none such."""
        number = NUMBER.search(self.typed)
        if number is None:
            return None
        of_number = Certificate.objects.filter(uuid=uuid.UUID(number[0]))
        return of_number.select_related("superseded_by").first()

    def post(self, request):
        """Revoke it; say so where somebody else was first."""
        certificate = get_object_or_404(Certificate, pk=self.found.pk if self.found else None)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            revoked = certificates.revoke(certificate, form.cleaned_data["why"])
            if revoked:
                log(instance=certificate, action=LOG_ACTION, user=request.user)
        if revoked:
            messages.success(request, "Revoked. Its page says so from now on, and its holder reads why.")
        else:
            messages.warning(request, "It was revoked before. The first reason stands.")
        return redirect(f"{reverse('revoke_certificate')}?number={certificate.uuid}")

    def get_context_data(self, **kwargs):
        return {
            "form": ReasonForm(),
            **super().get_context_data(**kwargs),
            "typed": self.typed,
            "certificate": self.found,
        }
