"""A public site as an operator sets it up, but that all it writes goes where a test can look."""

import os
from pathlib import Path

from portal.settings.production import *  # noqa: F403

VAR_DIR = Path(os.environ["TEST_VAR_DIR"])
MEDIA_ROOT = VAR_DIR / "media"
SESSION_COOKIE_NAME = "sessionid"
