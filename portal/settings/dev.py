"""For developers: DEBUG on, plain e-mail on the console, readable logs."""

from portal.settings.base import *  # noqa: F403

DEBUG = True
DEMO = True
SECRET_KEY = "only-for-development"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
LOGGING = {}
