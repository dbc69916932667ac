"""A service on another page: its number is read from the directory each time, never copied."""

import copy

from wagtail.blocks import StructBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from directory.numbers import public_numbers, with_numbers
from directory.opening import status_of

MOST_MERGES = 5  # one after the other


class ServiceChooserBlock(SnippetChooserBlock):
    """A service of the directory. All that one page shows are read together, with all their card needs."""

    def __init__(self, **kwargs):
        super().__init__("directory.Service", **kwargs)

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        """Return the service of each key, None where it was deleted.

        `shown` of each is the service itself, or the one that it was merged into at last.
        """
        found = self._read(values)
        for _ in range(MOST_MERGES):
            further = {one.replaced_by_id for one in found.values() if one.merged_into} - found.keys()
            if not further:
                break
            found |= self._read(further)
        for service in found.values():
            service.shown = _at_last(service, found)
        return [copy.copy(found[value]) if value in found else None for value in values]

    def _read(self, keys) -> dict:
        return with_numbers(self.model_class.objects.all()).in_bulk(list(keys))

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
        service = getattr(service, "shown", service)  # a preview has just what the editor chose
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


def _at_last(service, found: dict):
    """Return the end of the chain of merged entries that starts at `service`; a circle is left at once."""
    passed = set()
    while service.merged_into and service.replaced_by_id in found and service.pk not in passed:
        passed.add(service.pk)
        service = found[service.replaced_by_id]
    return service


def number_for(service, area):
    """Return the public number of `service` for `area`, else its main one, else None."""
    numbers = public_numbers(service)
    own = [phone for phone in numbers if area and phone.area_id == area.pk]
    return next(iter(own or numbers), None)
