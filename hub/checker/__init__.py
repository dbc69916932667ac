"""What an author should look at before a page goes out. It advises; it never stops anybody.

`check(parts, known)` is a pure function over what was typed, so that it can be tested with anything.
"""

from hub.checker.known import Known, read_known
from hub.checker.parts import Part, parts_of
from hub.checker.reading import Measure, measure
from hub.checker.rules import Finding, check

__all__ = ["Finding", "Known", "Measure", "Part", "check", "measure", "parts_of", "read_known"]
