"""Who a failed sign-in is counted against: one account from one address.

A school often reaches the portal from one address, so the address alone must never be locked.
"""

from allauth.account.adapter import get_adapter
from django.shortcuts import render


def username(request, credentials=None) -> str:
    """Return the name that was tried, in lower case, from the credentials or the posted form."""
    credentials = credentials or {}
    posted = getattr(request, "POST", {})
    name = (
        credentials.get("email")
        or credentials.get("username")
        or credentials.get("login")
        or posted.get("login")
        or posted.get("username")
        or ""
    )
    return name.strip().lower()[:255]


def address(request) -> str:
    """Return the address of the visitor, seen through the proxy where the settings say there is one."""
    return get_adapter(request).get_client_ip(request)


def locked_out(request, response=None, credentials=None):
    """Return the page that says to wait (status 429). It does not say whether the account exists."""
    return render(request, "accounts/locked_out.html", status=429)
