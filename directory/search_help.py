"""What the directory says on a search page that found nothing: whom to call, and where to look by need."""

from directory.held import held
from directory.rows import front_doors
from portal.content.models import HelpWith
from portal.search import help as search_help


def _context() -> dict:
    return {"doors": front_doors(held()), "needs": HelpWith.objects.filter(on_home_page=True)}


def register() -> None:
    """Add it to the search."""
    search_help.register("directory/parts/search_help.html", _context)
