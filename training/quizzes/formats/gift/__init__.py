"""GIFT, by Moodle's rules: https://docs.moodle.org/en/GIFT_format."""

from training.quizzes.formats.gift.parsing import read
from training.quizzes.formats.gift.writing import write

__all__ = ["read", "write"]
