"""The pages of the front door."""

from home.models.accessibility import AccessibilityStatementPage
from home.models.home import HomePage
from home.models.plain import PlainPage

__all__ = ["AccessibilityStatementPage", "HomePage", "PlainPage"]
