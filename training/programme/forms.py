"""What is typed when a programme is printed: kept nowhere, unless its maker keeps the programme."""

from django import forms

from portal.exported_text import one_line


class Line(forms.CharField):
    """One line of text, without what cannot be seen or turns text around."""

    def to_python(self, value):
        """Return the line; one of which nothing can be seen is none."""
        return one_line(super().to_python(value) or "")


class DetailsForm(forms.Form):
    """Name, dates, facilitator."""

    name = Line(label="Name of the programme", max_length=120, required=False)
    dates = Line(
        label="Dates", max_length=200, required=False, help_text="For example: 2 September, 9.00 to 12.00"
    )
    facilitator = Line(label="Facilitator", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
