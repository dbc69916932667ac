"""Eight questions with one right answer each, as Wagtail stores them."""

from directory.models import Service
from tests.factories.quizzes import option, rows, single
from training.models import ModulePage


def eight_questions() -> list[dict]:
    """Return the questions; each leads to a module and to a service of the demonstration."""
    module = ModulePage.objects.live().first()
    service = Service.objects.get(slug="thornmere-front-door")
    read = rows({"page": module.pk, "service": None}, {"page": None, "service": service.pk}, prefix="r")
    return [
        single(
            f"who-{number}",
            stem=f"<p>Does the front door take a worry of kind {number}?</p>",
            options=rows(option("Yes", "100"), option("No", "0"), prefix=f"who-{number}"),
            general_feedback="<p>It takes every worry about a child.</p>",
            read=read,
        )
        for number in range(1, 9)
    ]
