"""What a lead says about a requirement."""

import calendar

from django import forms

from training.records import requirements
from training.records.models import Plan, Requirement

EVERYBODY = "*"
MONTHS, YEAR = "months", "year"
MONTH_CHOICES = [("", "Choose a month")] + [(number, calendar.month_name[number]) for number in range(1, 13)]
RHYTHM_FIELDS = ("by_day", "by_month", "every_months")  # one of the two rhythms asks for each
LONGEST = 120  # months
LONGEST_TIME = 365  # days
LEAP_YEAR = 2024  # 29 February may be said


class PlanField(forms.ModelChoiceField):
    """A plan, with a word where it is the portal's."""

    def label_from_instance(self, obj: Plan) -> str:
        """Return its name."""
        return obj.name if obj.school_id else f"{obj.name} (the portal’s)"


class RequirementForm(forms.ModelForm):
    """A plan, for whom, how often, and how long new staff have."""

    plan = PlanField(
        label="Training plan",
        queryset=Plan.objects.none(),
        empty_label="Choose a plan",
        error_messages={"required": "Choose a training plan."},
    )
    job_title = forms.TypedChoiceField(
        label="For whom",
        coerce=lambda value: "" if value == EVERYBODY else value,
        error_messages={"required": "Choose for whom."},
        help_text="Everybody, or one of the job titles that stand on the list of your people.",
    )
    rhythm = forms.ChoiceField(
        label="How often",
        choices=[(YEAR, "Each school year, by a day"), (MONTHS, "Every so many months")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often."},
    )
    by_day = forms.IntegerField(
        label="If each school year: the day",
        required=False,
        min_value=1,
        max_value=31,
        help_text="A number from 1 to 31.",
    )
    by_month = forms.TypedChoiceField(
        label="If each school year: the month",
        required=False,
        choices=MONTH_CHOICES,
        coerce=int,
        empty_value=None,
    )
    every_months = forms.IntegerField(
        label="If every so many months: how many",
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text="Counted from the day on which somebody completed the plan. For example: 24.",
    )
    days_for_new = forms.IntegerField(
        label="Days that new staff have",
        min_value=1,
        max_value=LONGEST_TIME,
        help_text="Counted from the day on which they get the plan.",
    )

    class Meta:
        model = Requirement
        fields = ["plan", "job_title", "every_months", "by_month", "by_day", "days_for_new"]

    field_order = ["plan", "job_title", "rhythm", "by_day", "by_month", "every_months", "days_for_new"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        rule = self.instance
        self.fields["plan"].queryset = requirements.plans_for(rule.school_id, also=rule.plan_id)
        titles = requirements.job_titles(rule.school_id)
        if rule.job_title and rule.job_title not in titles:  # nobody has it now, or it is written otherwise
            titles.append(rule.job_title)
        everybody = (EVERYBODY, requirements.EVERYBODY)
        self.fields["job_title"].choices = [everybody, *((one, one) for one in titles)]
        self.initial["job_title"] = rule.job_title or EVERYBODY
        if rule.pk:
            self.fields["rhythm"].initial = MONTHS if rule.every_months else YEAR

    def clean(self):
        """Keep what belongs to the rhythm that was chosen, and ask for what is missing of it."""
        given = super().clean() or self.cleaned_data
        rhythm = given.get("rhythm")
        if rhythm == MONTHS:
            given["by_day"] = given["by_month"] = None
            for name in ("by_day", "by_month"):
                self.errors.pop(name, None)
            if not given.get("every_months") and "every_months" not in self.errors:
                self.add_error("every_months", "Say every how many months.")
        elif rhythm == YEAR:
            given["every_months"] = None
            self.errors.pop("every_months", None)
            self._ask_for_the_day(given)
        return given

    def _ask_for_the_day(self, given: dict) -> None:
        day, month = given.get("by_day"), given.get("by_month")
        if not day and "by_day" not in self.errors:
            self.add_error("by_day", "Say by which day.")
        if not month and "by_month" not in self.errors:
            self.add_error("by_month", "Choose the month.")
        if day and month and day > calendar.monthrange(LEAP_YEAR, month)[1]:
            self.add_error("by_day", f"{calendar.month_name[month]} has no day {day}.")

    def validate_constraints(self):
        """Leave it to `clean` and `requirements.keep`, which say it in words that a lead knows."""

    def keep(self) -> bool:
        """Save the requirement; return False, with an error, where the school has it already."""
        try:
            requirements.keep(self.save(commit=False))
        except requirements.ThereAlreadyError:
            self.add_error(
                "plan", "Your school asks this of the same people already. Change that one instead."
            )
            return False
        return True
