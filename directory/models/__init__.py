"""The directory's model: Open Referral (HSDS 3.0) names, and what schools need beyond them."""

from directory.models.assurance import Assurance
from directory.models.lead_rules import LeadRule
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
from directory.models.schools import KeyContact, SchoolLink
from directory.models.services import Service, ServiceTag

__all__ = [
    "AlternateName",
    "Assurance",
    "Contact",
    "EscalationStep",
    "KeyContact",
    "LeadRule",
    "Organization",
    "Phone",
    "Protocol",
    "ReferralRoute",
    "Schedule",
    "SchoolLink",
    "Service",
    "ServiceNote",
    "ServiceTag",
]
