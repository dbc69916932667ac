"""The closed lists of the training."""

from django.db import models


class SheetKind(models.TextChoices):
    """What sort of paper a sheet is."""

    SHEET = "sheet", "Resource sheet"
    LETTER = "letter", "Letter"
    FORM = "form", "Form"
    CHECKLIST = "checklist", "Checklist"
    DIRECT_WORK = "direct-work", "Direct work"


class Orientation(models.TextChoices):
    """How a sheet lies on paper."""

    PORTRAIT = "portrait", "Upright"
    LANDSCAPE = "landscape", "Lying"


class Delivery(models.TextChoices):
    """How an activity is done."""

    SELF_STUDY = "self-study", "By yourself"
    GROUP = "group", "In a group"
    EITHER = "either", "By yourself or in a group"


class Holds(models.TextChoices):
    """What a shelf holds. The value is the page type, small, without "Page", and with its app if another."""

    UNIT = "toolkit", "Toolkit"
    SHEET = "resourcesheet", "Sheets, letters and forms"
    MODULE = "module", "Modules"
    QUIZ = "quizzes.quiz", "Quizzes"
