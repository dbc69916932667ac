"""What the frame of every page needs."""

from django.apps import apps
from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.content.models import PortalSettings


def frame(request) -> dict:
    """Return the portal's settings, whether it is a demonstration, and the doors to its rooms."""
    return {
        "portal": SimpleLazyObject(lambda: PortalSettings.for_request(request)),
        "demo": settings.DEMO,
        "rooms": [
            {**room, "current": request.path.startswith(room["url"])}
            for room in sorted(_rooms(), key=lambda room: room["place"])
        ],
    }


def _rooms() -> list[dict]:
    """Return the doors that the apps open: each a label, an address and a place in the row."""
    return [room for app in apps.get_app_configs() if (room := getattr(app, "room", None))]
