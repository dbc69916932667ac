"""The training's place in the tree of pages: its first page, and a shelf for each kind."""

import datetime

from django.utils import timezone
from wagtail.models import Page

from training.enums import Holds
from training.models import TrainingHomePage, TrainingShelfPage

TRAINING = "training"
# The address of each shelf, and the line below its name.
SHELVES = {
    Holds.UNIT: ("toolkit", "Activities for a training day, a team meeting or an hour by yourself."),
    Holds.SHEET: ("sheets", "To fill in on the screen or on paper, and to download."),
    Holds.MODULE: ("modules", "Under an hour each: learn it, look it up, check yourself."),
    Holds.QUIZ: ("quizzes", "See what you know, why it is so, and what to read."),
}


def add_training(home: Page, maintainer) -> TrainingHomePage:
    """Return the training below `home`, with every shelf. What is missing is made and published."""
    training = TrainingHomePage.objects.first()
    if training is None:
        training = _publish(home, TrainingHomePage(title="Training", slug=TRAINING), maintainer)
    have = set(TrainingShelfPage.objects.values_list("holds", flat=True))
    for holds, (slug, standfirst) in SHELVES.items():
        if holds not in have:
            shelf = TrainingShelfPage(title=holds.label, slug=slug, holds=holds, standfirst=standfirst)
            _publish(training, shelf, maintainer)
    return training


def _publish(parent: Page, page, maintainer):
    page.maintainer = maintainer
    page.last_reviewed = timezone.localdate()
    page.next_review = page.last_reviewed + datetime.timedelta(days=365)
    parent.add_child(instance=page)
    page.save_revision(user=maintainer, clean=False).publish()
    return page
