"""The closed lists of the quizzes. Words are Moodle's where it has them."""

from django.db import models


class ItemType(models.TextChoices):
    """What sort of question an item asks. The values stand in stored content: never change one."""

    CHOICE = "choice", "Choice"
    TRUE_FALSE = "true-false", "True or false"
    SHORT_ANSWER = "short-answer", "Short answer"
    NUMERICAL = "numerical", "Number"
    MATCH = "match", "Match"
    ORDERING = "ordering", "Put in order"
    MATRIX = "matrix", "Who needs to know"
    RATING = "rating", "Rating"
    FREE_TEXT = "free-text", "Free text"
    INFORMATION = "information", "Information"


POOL = "pool"  # stands among items, and is none
UNSCORED = {ItemType.RATING, ItemType.FREE_TEXT, ItemType.INFORMATION}


class Purpose(models.TextChoices):
    """What a quiz is for."""

    SELF_ASSESSMENT = "self-assessment", "Self-assessment: private, without pass or fail"
    ASSESSMENT = "assessment", "Assessment: with a pass mark"


class GradeMethod(models.TextChoices):
    """Which of several attempts counts."""

    HIGHEST = "highest", "The highest"
    AVERAGE = "average", "The average"
    FIRST = "first", "The first"
    LAST = "last", "The last"


class AttemptState(models.TextChoices):
    """How far an attempt has come."""

    OPEN = "open", "Open"
    HANDED_IN = "handed-in", "Handed in"
    ABANDONED = "abandoned", "Abandoned"
