"""Small answers that belong to no room."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Lead from Wagtail's sign-in to the portal's own, and on to `next` where it is an address of ours."""
    following = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    following = following if safe else reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': following})}")


def to_password_reset(request: HttpRequest) -> HttpResponseRedirect:
    """Lead from Wagtail's forgotten-password page to the portal's own."""
    return HttpResponseRedirect(reverse("account_reset_password"))


def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is public, and where the list of pages stands (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /useful/"]
    lines += ["", f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}{reverse('sitemap')}"]
    return plain_text(lines)


def security_contact(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116); the address is that of outgoing mail unless it is set."""
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0)
    return plain_text(
        [
            f"Contact: mailto:{settings.SECURITY_CONTACT}",
            f"Expires: {expires.isoformat()}",
            "Preferred-Languages: en",
            f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{reverse('security_contact')}",
        ]
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Render 400.html; for a host that is not ours without the request, as nothing of it may be trusted."""
    try:
        return defaults.bad_request(request, exception)
    except DisallowedHost:
        return HttpResponseBadRequest(get_template("400.html").render())


def server_error(request: HttpRequest) -> HttpResponse:
    """Render 500.html without a database; where even that fails, answer in one line."""
    try:
        return defaults.server_error(request)
    except Exception:
        return HttpResponse("Something went wrong. Please try again.", status=500, content_type="text/plain")


def plain_text(lines: list[str]) -> HttpResponse:
    """Return `lines` as a plain-text answer."""
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
