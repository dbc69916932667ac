"""The directory's closed lists. Values follow Open Referral UK (HSDS 3.0) where it has them."""

from django.db import models


class OrganizationKind(models.TextChoices):
    """What sort of body an organisation is."""

    COUNCIL = "council", "Council"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    PARTNERSHIP = "partnership", "Partnership"
    SCHOOL = "school", "School or centre"
    NATIONAL = "national", "National organisation"
    BUSINESS = "business", "Business"


class ServiceKind(models.TextChoices):
    """What a service is to a school that looks for help."""

    FRONT_DOOR = "front_door", "Front door"
    OUT_OF_HOURS = "out_of_hours", "Out-of-hours service"
    LADO = "lado", "Allegations about staff (LADO)"
    SERVICE = "service", "Local service"
    HELPLINE = "helpline", "National helpline"
    NATIONAL_LINK = "national_link", "National organisation"


class Availability(models.TextChoices):
    """HSDS `service.status`."""

    ACTIVE = "active", "Open to referrals"
    INACTIVE = "inactive", "Not running"
    DEFUNCT = "defunct", "Closed"
    TEMPORARILY_CLOSED = "temporarily closed", "Unavailable for now"


class Criticality(models.TextChoices):
    """How much hangs on an entry being right; it sets the interval between checks."""

    CORE = "core", "Core: checked every 30 days"
    STANDARD = "standard", "Standard: checked every 180 days"

    @property
    def interval_days(self) -> int:
        """Return the days after which the entry must be checked again."""
        return {self.CORE: 30, self.STANDARD: 180}[self]


class PhonePurpose(models.TextChoices):
    """Whom a number is for."""

    MAIN = "main", "Main number"
    PROFESSIONALS = "professionals", "Professionals only"
    OUT_OF_HOURS = "out_of_hours", "Out of hours"
    CRISIS = "crisis", "Crisis line"
    TEXT = "text", "Text"
    TEXTPHONE = "textphone", "Textphone"


class Weekday(models.TextChoices):
    """The days of the week, in the order of Python's `date.weekday()`."""

    MON = "mon", "Mon"
    TUE = "tue", "Tue"
    WED = "wed", "Wed"
    THU = "thu", "Thu"
    FRI = "fri", "Fri"
    SAT = "sat", "Sat"
    SUN = "sun", "Sun"


class BankHolidays(models.TextChoices):
    """What happens on a bank holiday of England."""

    CLOSED = "closed", "Closed on bank holidays"
    OPEN = "open", "Open as usual on bank holidays"


class HolidayCover(models.TextChoices):
    """Whether somebody answers in the school holidays."""

    FULL = "full", "Yes, all year"
    REDUCED = "reduced", "Reduced"
    NONE = "none", "No"
    BY_CONTRACT = "by_contract", "By contract"
    NOT_RECORDED = "not_recorded", "Not recorded"


class Referrer(models.TextChoices):
    """Who may refer."""

    ANY_STAFF = "any_staff", "Any member of staff"
    DSL = "dsl", "DSL or deputy"
    SENCO = "senco", "SENCO"
    HEAD = "head", "Headteacher"
    ATTENDANCE_LEAD = "attendance_lead", "Attendance lead"
    DESIGNATED_TEACHER = "designated_teacher", "Designated teacher"
    PARENT = "parent", "Parent or carer"
    YOUNG_PERSON = "young_person", "Young person"
    GP = "gp", "GP"
    SOCIAL_WORKER = "social_worker", "Social worker"
    PROFESSIONAL = "professional", "Any professional"


class Urgency(models.TextChoices):
    """How soon a route is meant for."""

    NOW = "now", "Now"
    SAME_DAY = "same_day", "Same day"
    PLANNED = "planned", "Planned"


class Method(models.TextChoices):
    """How a referral is made."""

    PHONE = "phone", "By phone"
    ONLINE = "online", "Online"
    EMAIL = "email", "By email"
    FORM = "form", "With a form"
    IN_PERSON = "in_person", "In person"


class ConsentBasis(models.TextChoices):
    """What a school does about consent before it refers. The words beside it are the partnership's own."""

    SEEK = "seek", "Seek consent first"
    INFORM = "inform", "Tell the family, unless that raises the risk"
    NOT_REQUIRED = "not_required", "Not needed to protect a child"
    ASK = "ask", "Ask the service"


class Format(models.TextChoices):
    """How help is given."""

    ONE_TO_ONE = "one_to_one", "One-to-one"
    GROUP = "group", "Group"
    COURSE = "course", "Course"
    WORKSHOP = "workshop", "Workshop"
    HELPLINE = "helpline", "Helpline"
    DROP_IN = "drop_in", "Drop-in"
    ONLINE = "online", "Online"
    LEAFLET = "leaflet", "Leaflet"


class AssuranceMethod(models.TextChoices):
    """How somebody made sure that an entry is right."""

    PHONE = "phone", "by phone"
    EMAIL = "email", "by email"
    AGENCY = "agency", "confirmed by the agency"
    WEBSITE = "website", "on the agency's website"


class AssuredField(models.TextChoices):
    """What was made sure of."""

    PHONE = "phone", "phone"
    HOURS = "hours", "hours"
    ROUTE = "route", "how to refer"
    AREA = "area", "area"


class Decides(models.TextChoices):
    """Which authority, or which fact, decides who leads on a matter."""

    HOME = "home", "where the child lives"
    SCHOOL = "school", "where the school is"
    BOTH = "both", "both councils"
    LOOKS_AFTER = "looks_after", "the council that looks after the child"
    SOCIAL_WORKER = "social_worker", "the council whose social worker it is"
    EMPLOYER = "employer", "where the adult works"
    INCIDENT = "incident", "the police force where it happened"
    GP = "gp", "the family's GP"
    PROVIDER = "provider", "the provider linked to the school"


class ReportTopic(models.TextChoices):
    """What a reader says has changed."""

    NUMBER = "number", "The number is wrong or does not answer"
    HOURS = "hours", "The hours are wrong"
    ROUTE = "route", "The way to refer has changed"
    CLOSED = "closed", "The service has closed"
    MOVED = "moved", "The service has moved or has a new name"
    QUESTION = "question", "I have a question about this entry"
    OTHER = "other", "Something else"


class ReportState(models.TextChoices):
    """Where a report stands."""

    NEW = "new", "New"
    ACTED = "acted", "Acted on"
    DECLINED = "declined", "No change needed"
