"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""

from training.quizzes.formats.moodle_xml.parsing import read
from training.quizzes.formats.moodle_xml.writing import write

__all__ = ["read", "write"]
