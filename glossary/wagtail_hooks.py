"""What the glossary adds to Wagtail's admin: its menu."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from glossary.viewsets import GlossaryGroup
from portal.search.reports import add_button

register_snippet(GlossaryGroup)


@hooks.register("search_report_buttons")
def offer_synonym(user, query: str) -> list[tuple[str, str]]:
    """Offer, for what people search, another name of a term, or a term of its own."""
    name = "wagtailsnippets_glossary_glossaryterm"
    return [
        *add_button(user, "glossary.change_glossaryterm", "Synonym of a term", f"{name}:list"),
        *add_button(user, "glossary.add_glossaryterm", "New term", f"{name}:add", term=query),
    ]
