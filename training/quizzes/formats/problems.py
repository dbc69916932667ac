"""Collects what is wrong with a file, so that one reading names it all."""

from training.quizzes.formats.limits import MOST_PROBLEMS
from training.quizzes.formats.question import Problem, Report


class RefusedError(Exception):
    """The whole file cannot be used: at this line, for this reason."""

    def __init__(self, message: str, line: int = 1):
        super().__init__(message)
        self.report = Report(problems=(Problem(line, message),), refused=True)


class Problems:
    """A list of problems that does not grow without end."""

    def __init__(self):
        self._found: list[Problem] = []
        self._untold = 0

    def add(self, line: int, message: str) -> None:
        """Note `message` for `line`, once."""
        problem = Problem(line, message)
        if problem in self._found[-20:]:
            return
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(problem)
        else:
            self._untold += 1

    def all(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the file."""
        found = sorted(self._found)
        if self._untold:
            found.append(Problem(found[-1].line, f"... and {self._untold} more problems after this."))
        return tuple(found)
