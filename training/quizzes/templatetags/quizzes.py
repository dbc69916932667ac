"""What the page of a quiz says before it begins."""

from django import template

from training.quizzes import taking
from training.quizzes.clock import minutes_for
from training.quizzes.content.compiling import compile_quiz
from training.quizzes.enums import POOL, ItemType, Purpose

register = template.Library()


@register.inclusion_tag("training/quizzes/parts/start.html", takes_context=True)
def quiz_start(context, page) -> dict:
    """Show how many questions there are, what is kept, and how to begin. No question stands here yet."""
    user = context["request"].user
    version = page.newest_version if page.live else None
    content = version.read if version else compile_quiz(page)  # a draft, in its preview
    person = user.pk if user.is_authenticated else None
    return {
        "page": page,
        "content": content,
        "count": sum(map(_asked, content["items"])),
        "minutes": minutes_for(content, person),
        "open": taking.open_attempt(person, page) if version else None,
        "left": taking.attempts_left(person, page.pk, content) if version else None,
        "is_assessment": content["purpose"] == Purpose.ASSESSMENT,
        "can_begin": version is not None,
        "user": user,
    }


def _asked(entry) -> int:
    """Return how many questions an entry of the content asks: a pool as many as are drawn."""
    if entry["type"] == POOL:
        return entry["draw"]
    return int(entry["type"] != ItemType.INFORMATION)
