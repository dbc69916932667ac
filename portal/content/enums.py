"""The closed lists that every published thing uses."""

from django.db import models


class GuidanceStatus(models.TextChoices):
    """Where a rule, or a page that rests on one, stands in its life. Nothing else may be said."""

    CURRENT = "current", "Current"
    CHANGE_EXPECTED = "change-expected", "Current, change expected"
    DRAFT = "draft", "Draft or consultation"
    ENACTED = "enacted-not-in-force", "Enacted, not yet in force"
    SUPERSEDED = "superseded", "Superseded"
    HISTORICAL = "historical", "Historical context"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LOCAL_CHECK = "local-check", "Check before relying on this"

    @property
    def tone(self) -> str:
        """Return the kind of label that carries this status (`components/tag.html`)."""
        return _TONES[self]

    @property
    def is_past(self) -> bool:
        """Return whether readers must be told, before anything else, not to rely on it."""
        return self in PAST

    @property
    def is_coming(self) -> bool:
        """Return whether it does not hold yet, so that it is never told as a rule."""
        return self in COMING


PAST = [GuidanceStatus.SUPERSEDED, GuidanceStatus.HISTORICAL, GuidanceStatus.WITHDRAWN]
COMING = [GuidanceStatus.DRAFT, GuidanceStatus.ENACTED]

_TONES = {
    GuidanceStatus.CURRENT: "open",
    GuidanceStatus.CHANGE_EXPECTED: "info",
    GuidanceStatus.DRAFT: "info",
    GuidanceStatus.ENACTED: "info",
    GuidanceStatus.SUPERSEDED: "closed",
    GuidanceStatus.HISTORICAL: "closed",
    GuidanceStatus.WITHDRAWN: "closed",
    GuidanceStatus.LOCAL_CHECK: "due",
}


class GuidanceKind(models.TextChoices):
    """What sort of document a register record is."""

    STATUTE = "statute", "Law"
    STATUTORY = "statutory guidance", "Statutory guidance"
    NON_STATUTORY = "non-statutory guidance", "Non-statutory guidance"
    LOCAL = "local procedure", "Local procedure"
    CONSULTATION = "consultation", "Consultation"


class Jurisdiction(models.TextChoices):
    """Where a record holds."""

    ENGLAND = "england", "England"
    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    UNITED_KINGDOM = "uk", "United Kingdom"
    LOCAL = "local", "One local area"


class AreaTier(models.TextChoices):
    """The kind of authority an area has; the upper tier leads education and social care."""

    UNITARY = "unitary", "Unitary authority"
    COUNTY = "county", "County"
    DISTRICT = "district", "District"
    NATION = "nation", "Whole country"


class Visibility(models.TextChoices):
    """Who may see a contact, a number or a note."""

    PUBLIC = "public", "Everyone"
    STAFF = "staff", "Signed-in staff"
    DSL = "dsl", "School leads (DSLs) only"


class Strand(models.TextChoices):
    """The four things that schools may wish to work on: the four sections of the toolkit."""

    PARTNERS = "partners", "Knowing your partners"
    SCHOOL = "school", "The school’s own part"
    COMMUNICATION = "communication", "Communication"
    PARENTS = "parents", "Working with parents and carers"
