"""What quizzes add to Wagtail's admin."""

from training.quizzes import transfer_hooks  # noqa: F401 (registers itself)
