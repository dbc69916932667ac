"""The editor's form of a term: its other names must lead nowhere else."""

from wagtail.admin.forms import WagtailAdminModelForm

from glossary import names


class TermForm(WagtailAdminModelForm):
    """A term with its other names. What is wrong with a name stands beside it."""

    def is_valid(self):
        """Return whether the fields and the names are as they must be."""
        valid = super().is_valid()
        rows = self._named_rows()
        taken = names.taken(self.instance.pk, [row.cleaned_data["name"] for row in rows])
        for row in rows:
            message = taken.get(row.cleaned_data["name"])
            if message and message not in row.errors.get("name", []):
                row.add_error("name", message)
        return valid and not taken

    def _named_rows(self) -> list:
        """Return the forms of the other names, without those that are empty or to be deleted."""
        formset = self.formsets.get("also_known_as")
        if formset is None or not self.is_bound:
            return []
        return [
            form
            for form in formset.forms
            # A request that no browser sends may lack what counts the rows: they are refused unread.
            if getattr(form, "cleaned_data", {}).get("name") and not formset._should_delete_form(form)
        ]
