"""A certificate for tests, and its page."""

from tests.factories.training import add_module
from tests.pages import main_of
from tests.training.conftest import READER, person
from tests.training.records.pages import at
from training.records import certificates, learning
from training.records.models import Certificate


def read_and_issued(**fields) -> Certificate:
    """Return the certificate of a module that the reader read today."""
    page = add_module(**{"title": "Signs", "minutes": 90, "valid_months": 12, **fields})
    return certificates.issue(learning.note(person(READER), page, str(page.version)), page)


def page_of(client, certificate, status=200) -> str:
    return main_of(client.get(at("certificate", certificate.uuid)), status)
