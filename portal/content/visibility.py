"""Who may see which number, contact, note or page."""

from portal.accounts.roles import ADMINISTRATOR, DIRECTORY_EDITOR, PORTAL_EDITOR, SCHOOL_LEAD
from portal.content.enums import Visibility

_SEES_EVERYTHING = [SCHOOL_LEAD, DIRECTORY_EDITOR, PORTAL_EDITOR, ADMINISTRATOR]


def levels_for(user) -> list[str]:
    """Return the visibilities that `user`, signed in or not, may see."""
    if not user.is_authenticated:
        return [Visibility.PUBLIC]
    if user.is_superuser or user.groups.filter(name__in=_SEES_EVERYTHING).exists():
        return [Visibility.PUBLIC, Visibility.STAFF, Visibility.DSL]
    return [Visibility.PUBLIC, Visibility.STAFF]
