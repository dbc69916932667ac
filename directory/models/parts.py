"""The rows that belong to one service: names, numbers, contacts, hours, routes, notes."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from directory import phones
from directory.enums import BankHolidays, Method, PhonePurpose, Referrer, Urgency, Weekday
from portal.content.enums import Visibility
from portal.content.fields import ChoiceListField


class AlternateName(Orderable):
    """HSDS `service.alternate_name`: another name, or one that is no longer used."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="alternate_names")
    name = models.CharField(max_length=100)
    former = models.BooleanField("old name", default=False)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("former")])]

    def __str__(self):
        return self.name


class Phone(Orderable):
    """HSDS `phone`. `number` is E.164, or a UK short code as dialled."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=30, help_text="As you would write it: 01632 960101.")
    extension = models.CharField(max_length=10, blank=True)
    purpose = models.CharField(max_length=20, choices=PhonePurpose.choices, default=PhonePurpose.MAIN)
    description = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey(
        "content.Area",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Only where the number serves one area.",
    )
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("extension"), FieldPanel("purpose")]),
        FieldRowPanel([FieldPanel("description"), FieldPanel("area"), FieldPanel("visibility")]),
    ]

    def __str__(self):
        return self.display

    def clean(self):
        """Store one spelling of the number. The main number is always public."""
        super().clean()
        try:
            self.number = phones.normalise(self.number)
        except ValueError as error:
            raise ValidationError({"number": str(error)}) from error
        if self.purpose == PhonePurpose.MAIN and self.visibility != Visibility.PUBLIC:
            raise ValidationError({"visibility": "The main number of a service is always public."})

    @property
    def display(self) -> str:
        """Return the number as the UK writes it."""
        return phones.display(self.number)

    @property
    def uri(self) -> str:
        """Return the address that dials it."""
        return phones.uri(self.number, self.extension)


class Contact(Orderable):
    """HSDS `contact`: a role first, a person's name only where it must be."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="contacts")
    title = models.CharField("role", max_length=120)
    department = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.STAFF)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("department"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("visibility")]),
    ]

    def __str__(self):
        return self.name or self.title

    @property
    def phone_display(self) -> str:
        """Return the contact's own number as the UK writes it, or nothing."""
        return phones.display(self.phone) if self.phone else ""

    def clean(self):
        super().clean()
        if self.phone:
            try:
                self.phone = phones.normalise(self.phone)
            except ValueError as error:
                raise ValidationError({"phone": str(error)}) from error


class Schedule(Orderable):
    """HSDS `schedule`: the same hours on some days of the week.

    `closes` at or before `opens` means the next morning; 24 hours are 00:00 to 23:59. A row with
    dates holds between them and, on these days, instead of the rows without: an exception.
    """

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="schedules")
    days = ChoiceListField(choices=Weekday.choices)
    opens = models.TimeField(null=True, blank=True, help_text="Leave both times empty for “closed”.")
    closes = models.TimeField(null=True, blank=True)
    purpose = models.CharField(
        "which number",
        max_length=20,
        choices=PhonePurpose.choices,
        blank=True,
        help_text="Empty: all of them.",
    )
    term_time_only = models.BooleanField(default=False)
    bank_holidays = models.CharField(max_length=10, choices=BankHolidays.choices, default=BankHolidays.CLOSED)
    valid_from = models.DateField("exception from", null=True, blank=True)
    valid_to = models.DateField("exception to", null=True, blank=True)

    panels = [
        FieldPanel("days"),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes"), FieldPanel("purpose")]),
        FieldRowPanel([FieldPanel("term_time_only"), FieldPanel("bank_holidays")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]

    def __str__(self):
        return f"{', '.join(self.days)} {self.opens or 'closed'}"

    def clean(self):
        super().clean()
        if bool(self.opens) != bool(self.closes):
            raise ValidationError({"closes": "Give both times, or neither for “closed”."})
        if not self.opens and not self.is_exception:
            raise ValidationError({"opens": "Only an exception (with dates) may have no times."})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "The last day is before the first."})
        if self.valid_to and not self.valid_from:
            raise ValidationError({"valid_from": "Give the first day of the exception too."})

    @property
    def is_exception(self) -> bool:
        """Return whether it holds only between dates."""
        return self.valid_from is not None


def _in_a_sentence(labels: list[str]) -> str:
    """Return "DSL or deputy, any member of staff": a capital stays at the start and in DSL, SENCO, GP."""
    later = (word if word[:2].isupper() else word[:1].lower() + word[1:] for word in labels[1:])
    return ", ".join([*labels[:1], *later])


class ReferralRoute(Orderable):
    """One way to ask the service for help: who may, when, how, and what follows."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="routes")
    name = models.CharField(max_length=120)
    who_may_refer = ChoiceListField(choices=Referrer.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.PLANNED)
    methods = ChoiceListField(choices=Method.choices, blank=True)
    use_when = models.TextField()
    do_not_use_when = models.TextField(blank=True)
    do_first = models.TextField(blank=True, help_text="What to do before anything else.")
    have_ready = models.TextField(blank=True, help_text="One thing a line.")
    what_happens_next = models.TextField(blank=True)
    expected_response = models.CharField(max_length=150, blank=True)
    if_no_reply = models.TextField(blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("urgency")]),
        FieldPanel("who_may_refer"),
        FieldPanel("methods"),
        FieldPanel("use_when"),
        FieldPanel("do_not_use_when"),
        FieldPanel("do_first"),
        FieldPanel("have_ready"),
        FieldPanel("what_happens_next"),
        FieldPanel("expected_response"),
        FieldPanel("if_no_reply"),
    ]

    def __str__(self):
        return self.name

    @property
    def referrers(self) -> str:
        """Return who may refer, in words."""
        return _in_a_sentence(self._meta.get_field("who_may_refer").labels(self.who_may_refer))

    @property
    def ways(self) -> str:
        """Return how to refer, in words."""
        return _in_a_sentence(self._meta.get_field("methods").labels(self.methods))

    @property
    def things_to_have_ready(self) -> list[str]:
        """Return what to have ready, one thing an entry."""
        return [line.strip() for line in self.have_ready.splitlines() if line.strip()]


class EscalationStep(Orderable):
    """Whom to ring when there is no reply or no agreement, in order."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="escalation_steps")
    role = models.CharField(max_length=150)
    contact = models.CharField(max_length=200, blank=True)
    timescale = models.CharField(max_length=150, blank=True)

    panels = [FieldRowPanel([FieldPanel("role"), FieldPanel("contact"), FieldPanel("timescale")])]

    def __str__(self):
        return self.role


class ServiceNote(Orderable):
    """A note that not everybody sees. It never names a child."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.STAFF)

    panels = [FieldPanel("text"), FieldPanel("visibility")]

    def __str__(self):
        return self.text[:60]
