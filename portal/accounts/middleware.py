"""Who gets as far as the admin: only people who may work there, signed in with their second factor."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.accounts import second_factor

ADMIN = "/admin/"
# These two only redirect to the one sign-in page.
OPEN = ("/admin/login/", "/admin/password_reset/")


class SecondFactorForAdminMiddleware:
    """Guard every address under /admin/, before Wagtail sees the request. A superuser is no exception."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(ADMIN) and not request.path.startswith(OPEN):
            return self.guard(request) or self.get_response(request)
        return self.get_response(request)

    def guard(self, request):
        """Return None to let the request through, else a redirect. Raises PermissionDenied (403)."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied("This account has no work in the admin.")
        return second_factor.demand(request)
