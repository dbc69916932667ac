"""Two entries for one service, and the editor who makes one of them."""

import pytest
from django.contrib.auth import get_user_model

from directory.models import Phone
from tests.directory.merge.helpers import EDITOR, THEIRS
from tests.factories.directory import ServiceFactory


@pytest.fixture
def editor(demo):
    return get_user_model().objects.get(email=EDITOR)


@pytest.fixture
def kept(demo):
    return ServiceFactory(name="Young Carers", slug="kept", summary="Ours.", email="ours@example.org")


@pytest.fixture
def other(demo):
    service = ServiceFactory(name="Carers, Young", slug="other", summary="Theirs.", main_number=None)
    Phone.objects.create(service=service, number=THEIRS)
    return service
