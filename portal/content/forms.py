"""Form fields and forms for what every room shares."""

from django.core.exceptions import ValidationError
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.forms import TagField
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.widgets import AdminTagWidget

from portal.content.models import Tag
from portal.content.tags import merge, successor


class ModeratedTagField(TagField):
    """Tags of the list, whatever their capitals; an unknown one is refused by name.

    Wagtail's own field drops an unknown tag without a word. A merged tag counts as its successor.
    """

    widget = AdminTagWidget

    def __init__(self, *args, **kwargs):
        kwargs.pop("tag_model", None)
        super().__init__(*args, **kwargs)
        self.widget.tag_model = Tag
        self.widget.free_tagging = False

    def clean(self, value):
        """Return the names of the tags. Raises ValidationError where one is not on the list."""
        typed = super().clean(value)
        if not typed:
            return typed
        # One query: the list of tags is short, and databases differ in how they fold capitals.
        known = {tag.name.casefold(): tag for tag in Tag.objects.select_related("merged_into")}
        if unknown := [name for name in typed if name.casefold() not in known]:
            names = ", ".join(f"“{name}”" for name in unknown)
            raise ValidationError(
                f"Not on the list of tags: {names}. Choose another, or ask a portal editor to add it.",
                code="unknown_tag",
            )
        return list(dict.fromkeys(successor(known[name.casefold()]).name for name in typed))


# Everything with our tags gets this field, in every form of the admin.
register_form_field_override(
    ClusterTaggableManager,
    override=lambda field: (
        {"form_class": ModeratedTagField} if field.related_model is Tag else {"form_class": TagField}
    ),
)


class TagForm(WagtailAdminModelForm):
    """A tag: its name, and the tag that takes its place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.merged_before = self.instance.merged_into_id
        if "merged_into" in self.fields:
            self.fields["merged_into"].queryset = Tag.objects.filter(merged_into=None).exclude(
                pk=self.instance.pk
            )

    def clean_name(self):
        """Return the name. Raises ValidationError where it differs from another in capitals only."""
        name = self.cleaned_data["name"].strip()
        other = Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"There is a tag “{other.name}” already.")
        return name

    def save(self, commit=True):
        """Save the tag; where it has been merged, move everything that has it."""
        into = self.cleaned_data.get("merged_into")
        tag = super().save(commit)
        if commit and into and into.pk != self.merged_before:
            merge(tag, into)
        return tag
