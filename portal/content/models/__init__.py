"""What every published thing shares."""

from portal.content.models.areas import Area, AreaTerm
from portal.content.models.governed import GOVERNANCE_PANEL, LOCAL_PRACTICE, Governed, Reviewed
from portal.content.models.guidance import GuidanceComparison, GuidanceRecord
from portal.content.models.guidance_changes import GuidanceChange
from portal.content.models.links import LinkCheck
from portal.content.models.pages import GovernedPage
from portal.content.models.settings import PortalSettings
from portal.content.models.usefulness import Usefulness
from portal.content.models.vocabularies import Audience, HelpWith, Tag, TaggedItem, Topic

__all__ = [
    "GOVERNANCE_PANEL",
    "LOCAL_PRACTICE",
    "Area",
    "AreaTerm",
    "Audience",
    "Governed",
    "GovernedPage",
    "GuidanceChange",
    "GuidanceComparison",
    "GuidanceRecord",
    "HelpWith",
    "LinkCheck",
    "PortalSettings",
    "Reviewed",
    "Tag",
    "TaggedItem",
    "Topic",
    "Usefulness",
]
