"""The public site, and `make run`: nothing is forgiven, nothing has a default that could leak."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from portal.settings.base import *  # noqa: F403

SECRET_KEY = env.required("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [env.required("ALLOWED_HOSTS")]
WAGTAILADMIN_BASE_URL = env.required("BASE_URL")

# A site of one machine (make run) has no certificate; every other address must be https.
_base = urlsplit(WAGTAILADMIN_BASE_URL)
HTTPS = _base.scheme == "https"
if not HTTPS and _base.hostname not in {"localhost", "127.0.0.1"}:
    raise ImproperlyConfigured("BASE_URL must start with https:// (only localhost may do without).")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", WAGTAILADMIN_BASE_URL)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=True)

# Behind a proxy the address of a visitor is the last one the proxy wrote down.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0

# Files are served straight from the apps' folders: a start needs no collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

if env.text("EMAIL_URL"):
    _mail = urlsplit(env.text("EMAIL_URL"))
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
