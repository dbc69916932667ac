"""A sitting: one way through one version of a quiz, as it travels in a hidden field of the form.

It is signed, so that nobody changes its layout, its clock or whose it is; and it holds nothing of what is
right. Signed out it is all there is: the answers so far are in it, and no cookie is needed. Signed in, the
answers are in the attempt's rows, and the field says whose it is, so that a page whose session has ended can
still be saved.
"""

import random
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from django.core import signing
from django.utils import timezone

from training.quizzes.content.schema import Content
from training.quizzes.layout import Layout, lay_out

SALT = "training.quizzes.sitting"
# How long a page may save answers for somebody whose session has ended.
LONGEST_WITHOUT_SESSION = 24 * 60 * 60


@dataclass(frozen=True)
class Sitting:
    """What the hidden field holds."""

    version: int  # primary key
    token: str  # random: two times the same token is one attempt
    layout: Layout
    person: int | None = None
    began: int = 0  # by our clock, in seconds
    page: int = 0  # which page of the quiz the form shows; 0 for none of them
    shown: list[str] = field(default_factory=list)  # items whose answers the form showed
    answers: dict[str, object] = field(default_factory=dict)  # of somebody who is signed out

    def at(self, page: int, answers: Mapping) -> "Sitting":
        """Return the sitting of a form that shows `page` with `answers`."""
        kept = {} if self.person else dict(answers)
        return replace(self, page=page, shown=list(answers), answers=kept)

    def sealed(self) -> str:
        """Return the text of the hidden field."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def begin(version, content: Content, user) -> Sitting:
    """Return a new sitting, with a layout of its own."""
    layout = lay_out(content, random.SystemRandom())
    person = user.pk if user.is_authenticated else None
    return Sitting(version.pk, secrets.token_urlsafe(16), layout, person, now())


def unseal(text: str, max_age: int | None = None) -> Sitting:
    """Return the sitting of a hidden field. Raises BadSignature for one that is not ours, or too old."""
    return Sitting(**signing.loads(text, salt=SALT, max_age=max_age))


def now() -> int:
    """Return the time by our clock, in seconds."""
    return int(timezone.now().timestamp())


def merged(before: Mapping, posted: Mapping, asked: list[str], shown: list[str]) -> tuple[dict, list[str]]:
    """Return what a posted page changes: (answers to write, items whose answer was taken back).

    Somebody may have two windows: a field that is empty here, and was empty when this form was made, takes
    nothing back that the other window has saved.
    """
    written = {key: value for key, value in posted.items() if before.get(key) != value}
    taken_back = [key for key in asked if key not in posted and key in shown and key in before]
    return written, taken_back
