"""Topics, audiences and tags."""

from home.importers.writing import Load
from portal.content.models import Audience, HelpWith, Tag, Topic

FILES = {Topic: "topics.yaml", Audience: "audiences.yaml", Tag: "tags.yaml"}


def load_vocabularies(load: Load) -> None:
    """Load the three lists, and know the closed list of needs, which a migration made."""
    for model, file in FILES.items():
        for order, (thing, item, before) in enumerate(load.begin(model, load.keyed(file))):
            if load.fill(thing, item):
                load.check(thing, item, {})
            if model is not Tag and "order" not in item:
                thing.order = order
            if not load.mistakes:
                load.save(thing, before)
            load.remember(thing, thing.slug)
    for need in HelpWith.objects.all():
        load.remember(need, need.slug)
