"""Fields that Django does not have."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class ChoiceListField(models.CharField):
    """Several values of one closed list, kept as text such as `,mon,tue,`.

    The commas at both ends let every database ask `__contains=",tue,"`. In Python the value
    is a list; a value outside `choices` raises ValidationError.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 250)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, str):
            return [part for part in value.split(",") if part]
        return list(value or [])

    def get_prep_value(self, value):
        parts = self.to_python(value)
        return f",{','.join(parts)}," if parts else ""

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def get_lookup(self, lookup_name):
        """Look up with text as it stands: `__contains` is given `,tue,`."""
        return models.CharField().get_lookup(lookup_name)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        allowed = {key for key, _ in self.flatchoices}
        if unknown := [part for part in value if part not in allowed]:
            raise ValidationError(
                f"Not one of the choices: {', '.join(map(str, unknown))}.", code="invalid_choice"
            )

    def run_validators(self, value):
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.flatchoices,
            required=not self.blank,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, value) -> list[str]:
        """Return the words of the closed list for each entry of `value`."""
        names = dict(self.flatchoices)
        return [str(names.get(part, part)) for part in self.to_python(value)]
