"""The closed lists of the search."""

from django.db import models


class Kind(models.TextChoices):
    """What sort of thing was found, in readers' words. The order is that of the filter."""

    SERVICE = "service", "Directory entry"
    ORGANISATION = "organisation", "Organisation"
    TOOL = "tool", "Tool"
    TOPIC = "topic", "Topic page"
    GLOSSARY = "glossary", "Glossary"
    GUIDANCE = "guidance", "Guidance"
    ARTICLE = "article", "Article"
    CASE_STUDY = "case-study", "Case study"
    BARRIER = "barrier", "Barrier card"
    PRACTICE = "practice", "Practice page"
    QUESTION = "question", "Question and answer"
    POLICY = "policy", "Policy or strategy"
    MEETING = "meeting", "Meeting record"
    BULLETIN = "bulletin", "Bulletin"
    PAGE = "page", "Page"
    UNIT = "unit", "Toolkit unit"
    ACTIVITY = "activity", "Activity"
    SHEET = "sheet", "Resource sheet"
    FORM = "form", "Letter or form"
    MODULE = "module", "Training module"
    QUIZ = "quiz", "Quiz"
    DOCUMENT = "document", "Document"
    ELSEWHERE = "elsewhere", "On another site"


class Group(models.TextChoices):
    """The groups of filters beside the results, as they stand in the address."""

    KIND = "kind", "Kind"
    TOPIC = "topic", "Topic"
    AUDIENCE = "audience", "For"
    AREA = "area", "Authority"
    TAG = "tag", "Tag"


EVERYWHERE = "*"  # the area of what belongs to none: it holds in each
