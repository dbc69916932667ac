"""What a session holds once somebody has signed in with both steps."""

import time

from allauth.account.internal import flows
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY


def signed_in_session(user) -> dict:
    """Return the data of a session in which `user` gave the password and the code just now."""
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        flows.login._AUTHENTICATION_METHODS_USER_SESSION_KEY: flows.login.user_id_to_str(user),
        flows.login.AUTHENTICATION_METHODS_SESSION_KEY: [
            {"method": "password", "at": time.time(), "email": user.email},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ],
    }
