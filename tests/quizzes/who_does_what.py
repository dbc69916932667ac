"""Eight questions with one right answer each, as Wagtail stores them."""

from directory.models import Service
from tests.factories.quizzes import option, rows, single

_SERVICE = Service.objects.filter(slug="thornmere-front-door").values_list("pk", flat=True).first()


def _read() -> list[dict]:
    from training.models import ModulePage

    page = ModulePage.objects.live().first()
    return rows(
        {"page": page.pk if page else None, "service": None}, {"page": None, "service": _SERVICE}, prefix="r"
    )


EIGHT = [
    single(
        f"who-{number}",
        stem=f"<p>Does the front door take a worry of kind {number}?</p>",
        options=rows(option("Yes", "100"), option("No", "0"), prefix=f"who-{number}"),
        general_feedback="<p>It takes every worry about a child.</p>",
        read=_read(),
    )
    for number in range(1, 9)
]
