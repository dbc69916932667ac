"""Somebody of whom there will be one of everything."""

import itertools
import uuid

from django.utils import timezone

from tests.factories.accounts import SchoolFactory, UserFactory

_numbers = itertools.count(1)


class Somebody:
    """A person, and a colleague at the same school.

    `words` holds what the person typed, by where; each begins with `marker`, as name and address do.
    """

    def __init__(self):
        self.marker = f"zq{uuid.uuid4().hex[:10]}"
        self.words: dict[str, str] = {}
        self.school = SchoolFactory()
        self.person = UserFactory(
            name=f"{self.marker} Rowe", email=f"{self.marker}@school.example", school=self.school
        )
        self.colleague = UserFactory(school=self.school)
        self.now, self.today = timezone.now(), timezone.localdate()

    def typed(self, where: str) -> str:
        """Return a word that the person typed there."""
        self.words[where] = f"{self.marker}-{next(_numbers)}"
        return self.words[where]
