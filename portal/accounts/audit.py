"""Writes down, in the application's log, what befalls an account and who did it."""

import logging

logger = logging.getLogger("portal.accounts")


def record(event: str, *, by=None, about=None) -> None:
    """Log `event`. People appear by their public number, so the log holds no name or address."""
    logger.info(
        event,
        extra={
            "event": event,
            "by": str(by.public_id) if by else None,
            "about": str(about.public_id) if about else None,
        },
    )
