"""The directory's model: Open Referral (HSDS 3.0) names, and what schools need beyond them."""

from directory.models.assurance import Assurance
from directory.models.edition import Edition
from directory.models.lead_rules import LeadRule
from directory.models.number_changes import NumberChange
from directory.models.organizations import Organization
from directory.models.parts import (
    AlternateName,
    Contact,
    EscalationStep,
    Phone,
    ReferralRoute,
    Schedule,
    ServiceNote,
)
from directory.models.protocols import Protocol
from directory.models.reports import Report, WorkingCall
from directory.models.schools import KeyContact, SchoolLink, SchoolVisit
from directory.models.services import Service, ServiceTag
from directory.models.thresholds import ThresholdLevel

__all__ = [
    "AlternateName",
    "Assurance",
    "Contact",
    "Edition",
    "EscalationStep",
    "KeyContact",
    "LeadRule",
    "NumberChange",
    "Organization",
    "Phone",
    "Protocol",
    "ReferralRoute",
    "Report",
    "Schedule",
    "SchoolLink",
    "SchoolVisit",
    "Service",
    "ServiceNote",
    "ServiceTag",
    "ThresholdLevel",
    "WorkingCall",
]
