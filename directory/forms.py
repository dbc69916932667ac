"""The editor's form of a service: what its rows must be together."""

from wagtail.admin.forms import WagtailAdminModelForm

from directory.enums import Availability, PhonePurpose, ServiceKind
from directory.schedules import overlaps
from portal.content.enums import Visibility

SLUG_TAKEN = "Another service has this address already: add the area or the organisation to it."
NO_ORGANISATION = "Choose the organisation that provides the service."
NO_MAIN_NUMBER = (
    "A published service needs a main number that everyone may see: add one, or save this as a draft."
)
OVERLAP = "These hours overlap with an earlier row for the same number."


class ServiceForm(WagtailAdminModelForm):
    """A service with its rows. What is published must hold; a draft may still lack its number."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._rows_checked = False
        if "slug" in self.fields:
            self.fields["slug"].error_messages["unique"] = SLUG_TAKEN
        if "organization" in self.fields:
            self.fields["organization"].error_messages["required"] = NO_ORGANISATION

    def is_valid(self):
        """Return whether the fields, the rows, and the rows together are as they must be."""
        valid = super().is_valid()
        if self.is_bound and not self._rows_checked:
            self._rows_checked = True
            self._check_hours()
            if not self.is_deferred_validation:
                self._check_main_number()
        return valid and all(formset.is_valid() for formset in self.formsets.values())

    def _check_hours(self) -> None:
        forms = self._kept("schedules")
        form_of = {id(form.instance): form for form in forms if not form.errors}
        rows = [form.instance for form in forms if not form.errors]
        for later in {id(pair[1]) for pair in overlaps(rows)}:
            form_of[later].add_error("opens", OVERLAP)

    def _check_main_number(self) -> None:
        formset = self.formsets.get("phones")
        is_running = self.cleaned_data.get("availability") == Availability.ACTIVE
        if formset is None or not is_running or self.cleaned_data.get("kind") == ServiceKind.NATIONAL_LINK:
            return
        rows = self._kept("phones")
        if any(_is_public_main_number(form.cleaned_data) for form in rows if not form.errors):
            return
        if not rows:
            formset.non_form_errors().append(NO_MAIN_NUMBER)
        elif not any(form.errors for form in rows):
            rows[0].add_error("purpose", NO_MAIN_NUMBER)

    def _kept(self, name: str) -> list:
        """Return the filled-in forms of the rows `name`, without those that are to be deleted."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        return [
            form
            for form in formset.forms
            # A request that no browser sends may lack what counts the rows: they are refused unread.
            if hasattr(form, "cleaned_data")
            and (form.has_changed() or form.instance.pk)
            and not formset._should_delete_form(form)
        ]


def _is_public_main_number(row: dict) -> bool:
    return row.get("purpose") == PhonePurpose.MAIN and row.get("visibility") == Visibility.PUBLIC
