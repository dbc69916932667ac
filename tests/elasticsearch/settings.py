"""The settings of a web server and a worker that a test starts: those of tests, with Elasticsearch."""

from portal.settings import env
from portal.settings.test import *  # noqa: F403

SEARCH_URL = env.words("SEARCH_URL")
ROOT_URLCONF = "tests.elasticsearch.urls"
