"""What it means that a letter was not sent: the server takes none, hung up, or refuses this one."""

from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

NOT_SENT = (OSError, SMTPException, UnicodeError)  # the last one: an address that cannot be written
REFUSED_FOR_GOOD = 500  # from this code on
HANGS_UP = 421  # so it says that it ends the connection


def is_of_this_letter(problem: Exception) -> bool:
    """Return whether the next letter may do better: the server refused an address, or a text for good."""
    if has_hung_up(problem):
        return False
    if isinstance(problem, SMTPDataError):
        return problem.smtp_code >= REFUSED_FOR_GOOD
    return isinstance(problem, (SMTPRecipientsRefused, UnicodeError))


def has_hung_up(problem: Exception) -> bool:
    """Return whether the server ended the connection: without a word, or with one."""
    if isinstance(problem, SMTPRecipientsRefused):
        return any(code == HANGS_UP for code, _ in problem.recipients.values())
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code == HANGS_UP
    return isinstance(problem, SMTPServerDisconnected)
