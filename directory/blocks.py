"""A service on another page: its number is read from the directory each time, never copied."""

import copy

from wagtail.blocks import StructBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from directory.numbers import public_numbers, with_numbers
from directory.opening import status_of


class ServiceChooserBlock(SnippetChooserBlock):
    """A service of the directory. All that one page shows are read together, with all their card needs."""

    def __init__(self, **kwargs):
        super().__init__("directory.Service", **kwargs)

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        """Return the service of each key, None where it was deleted."""
        found = with_numbers(self.model_class.objects.all()).in_bulk(values)
        return [copy.copy(found[value]) if value in found else None for value in values]

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "help"


class ServiceCardBlock(StructBlock):
    """Whom to call, whether somebody answers now, and when that was checked."""

    service = ServiceChooserBlock()
    area = SnippetChooserBlock(
        "content.Area",
        required=False,
        help_text="Only for a service with a number for each area: whose number the card shows.",
    )

    def get_context(self, value, parent_context=None):
        """Add the number and the hours of a service that readers can still use; nothing of another."""
        context = super().get_context(value, parent_context)
        service = value["service"]
        if service and service.live:
            context["service"] = service
            context["phone"] = None if service.is_gone else number_for(service, value["area"])
            context["opening"] = status_of(service)
            context["freshness"] = service.freshness
        return context

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "help"
        label = "Service card"
        template = "directory/blocks/service_card.html"


def number_for(service, area):
    """Return the public number of `service` for `area`, else its main one, else None."""
    numbers = public_numbers(service)
    own = [phone for phone in numbers if area and phone.area_id == area.pk]
    return next(iter(own or numbers), None)
