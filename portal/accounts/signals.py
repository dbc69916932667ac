"""What accounts tell those who ask, without knowing them."""

from django.dispatch import Signal

# An Administrator opened an account in the admin: `viewer`, `person`.
account_looked_at = Signal()
