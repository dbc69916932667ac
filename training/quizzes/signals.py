"""What quizzes tell those who ask, without knowing them."""

from django.dispatch import Signal

# An attempt of somebody was marked: `attempt`; `again` where that was not for the first time.
# It is sent within the transaction that marks it, so both are kept or neither.
attempt_marked = Signal()
