"""Note every change that matters to the search: saved, deleted, linked, moved, closed off.

What is written past Django's signals (`bulk_create`, `QuerySet.update`) calls `outbox.mark` itself.
"""

from collections.abc import Iterable
from functools import partial

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, get_page_models

from portal.search import adapters, outbox
from portal.search.adapters import Adapter

# What Wagtail writes of a draft. No reader sees any of it.
OF_DRAFTS = {
    "comments",
    "draft_title",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def watch() -> None:
    """Connect what the adapters know of with the outbox. Called once, when they are all registered."""
    for adapter in adapters.adapters():
        for model in _with_kinds(adapter.model):
            _connect(model, partial(_thing_changed, adapter))
            for link in model._meta.local_many_to_many:
                changed = partial(_linked, adapter, link.name)
                m2m_changed.connect(changed, sender=link.remote_field.through, weak=False)
        for part in adapter.parts:
            _connect(part, partial(_part_changed, adapter, part))
    for key, tool in adapters.tools().items():
        for model in tool.made_of:
            _connect(model, partial(_tool_changed, key))
    _connect(Page, _page_changed)
    _connect(PageViewRestriction, _privacy_changed)
    for model in get_page_models():
        pre_save.connect(_address_changed, sender=model, dispatch_uid="search.address")


def _with_kinds(model: type[Model]) -> list[type[Model]]:
    return [model, *(kind for below in model.__subclasses__() for kind in _with_kinds(below))]


def _connect(model: type[Model], receiver) -> None:
    # Before a deletion, as what leads from a part to the thing is gone afterwards.
    for signal in (post_save, pre_delete):
        signal.connect(receiver, sender=model, weak=False)


def _is_unseen(raw: bool = False, update_fields=None, **signal) -> bool:
    """Return whether a signal tells of nothing that readers could see."""
    return raw or bool(update_fields and set(update_fields) <= OF_DRAFTS)


def _thing_changed(adapter: Adapter, instance, **signal) -> None:
    if not _is_unseen(**signal):
        outbox.mark([adapter.key(instance.pk)])


def _part_changed(adapter: Adapter, part: type[Model], instance, **signal) -> None:
    if not _is_unseen(**signal):
        outbox.mark(map(adapter.key, adapter.wholes(part, instance)))


def _tool_changed(key: str, instance, **signal) -> None:
    if not _is_unseen(**signal):
        outbox.mark([key])


def _linked(adapter: Adapter, field: str, instance, action: str, reverse: bool, pk_set, **signal) -> None:
    """Note the things whose links change, from whichever side that is done."""
    if not reverse:
        outbox.mark([adapter.key(instance.pk)])
    elif pk_set:
        outbox.mark(map(adapter.key, pk_set))
    elif action == "pre_clear":
        outbox.mark(_keys(adapter, **{field: instance.pk}))


def _page_changed(instance, **signal) -> None:
    """Note a page that was saved as a bare `Page`, not as what it is."""
    kind = instance.specific_class
    adapter = adapters.adapter_of(kind) if kind else None
    if adapter and not _is_unseen(**signal):
        outbox.mark([adapter.key(instance.pk)])


def _privacy_changed(instance, **signal) -> None:
    _note_below(instance.page)


def _address_changed(instance, **signal) -> None:
    """Note what stands below a page that is given another address: by its slug, or by a move.

    Wagtail's own signals of both come after the commit, and a crash in between would lose them.
    """
    if _is_unseen(**signal) or not instance.pk:
        return
    before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    if before and before != instance.url_path:
        _note_below(instance)


def _note_below(page: Page) -> None:
    """Note `page` and all pages below it: their addresses, or who may read them, are others now."""
    for adapter in adapters.adapters():
        if issubclass(adapter.model, Page):
            outbox.mark(_keys(adapter, path__startswith=page.path))


def _keys(adapter: Adapter, **where) -> Iterable[str]:
    things = adapter.model._default_manager.filter(**where).order_by()
    return map(adapter.key, things.values_list("pk", flat=True))
