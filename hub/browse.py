"""What the hub's lists show."""


def hub_home(request) -> dict:
    """Return what the first page of the hub shows to this reader."""
    return {}


def shelf(request, section) -> dict:
    """Return what a shelf shows to this reader."""
    return {}
