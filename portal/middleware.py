"""What happens to every request: an id for the logs, a refusal of absurd input, safe headers."""

import re
from contextvars import ContextVar
from uuid import uuid4

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_cache_control

from portal.views import bad_request

request_id: ContextVar[str] = ContextVar("request_id", default="-")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST_QUERY = 2048  # bytes
LONGEST_SEARCH = 256  # characters
SEARCH_FIELDS = ("q", "query", "search")
PRIVATE_PREFIXES = ("/accounts/", "/admin/")

# Wagtail's editor starts itself with a few inline scripts and styles; nothing else is let through.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class RequestIdMiddleware:
    """Give each request an id: the one of a proxy in front, where it is sound, else a new one.

    The id stands in every line of the log, and in the answer as `X-Request-ID`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identity = given if REQUEST_ID.fullmatch(given) else str(uuid4())
        request.request_id = identity  # for what Django logs once the last middleware is done
        token = request_id.set(identity)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = identity
        return response


class RefuseBadRequestsMiddleware:
    """Answer 400 to what no person types, before a database or a search engine sees it.

    That is a NUL, half a surrogate pair, or bytes that are not UTF-8 in the path or the query; a
    query longer than 2,048 bytes; words to search for longer than 256 characters; too many fields.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_bad(request):
            return bad_request(request, BadRequest("not what a person types"))
        return self.get_response(request)


def is_bad(request: HttpRequest) -> bool:
    """Return whether the path or the query of `request` is one that the portal refuses."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or not is_text(request.path_info):
        return True
    try:
        fields = QueryDict(query)
    except Exception:  # TooManyFieldsSent and undecodable bytes alike
        return True
    return not all(
        is_text(name) and is_text(value) and not (name in SEARCH_FIELDS and len(value) > LONGEST_SEARCH)
        for name, values in fields.lists()
        for value in values
    )


def is_text(value: str) -> bool:
    """Return whether `value` has no NUL and can be written as UTF-8."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


class AdminContentPolicyMiddleware:
    """Widen the content policy for the editor, and for the editor alone. Stands below CSPMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            response._csp_config = {**directives, **ADMIN_POLICY}
        return response


class PrivatePagesAreNotStoredMiddleware:
    """Keep what a signed-in person sees, and every account page, out of caches and the back button."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(PRIVATE_PREFIXES) or request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response
