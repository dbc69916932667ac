"""What marking and counting 10,000 attempts at a quiz of 20 questions cost, beside a bare JSON load of them.

`python tools/bench_quizzes.py` prints the processor time of loading the attempts as text, and of loading and
marking them; it ends with 1 where the second is more than five times the first. Then it counts the same
attempts from a database (var/bench-quizzes.sqlite3, made anew) and prints what the report on them costs.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ATTEMPTS, QUESTIONS, ROUNDS = 10_000, 20, 3
WORST_RATIO = 5.0
DATABASE = ROOT / "var" / "bench-quizzes.sqlite3"


def main() -> int:
    """Print a line for each measure. Return 1 where marking costs more than it may."""
    from tools.bench import prepare, remove_database

    remove_database(DATABASE)
    prepare(f"sqlite:///{DATABASE}", with_demo=False)
    from tools.many_attempts import attempts_of, content_of

    content = content_of(QUESTIONS)
    attempts = attempts_of(content, ATTEMPTS)
    ratio = compare_marking(content, [json.dumps(attempt) for attempt in attempts])
    time_statistics(content, attempts)
    print(f"\nMarking costs {ratio:.1f} bare loads; {WORST_RATIO:.0f} are allowed.")
    return int(ratio > WORST_RATIO)


def compare_marking(content: dict, texts: list[str]) -> float:
    """Print what it costs to load, and to load and mark, the attempts in `texts`. Return the ratio."""
    from training.quizzes.grading import Key

    def load():
        for text in texts:
            json.loads(text)

    def load_and_mark():
        key = Key(content)
        for text in texts:
            attempt = json.loads(text)
            key.marks(attempt["layout"], attempt["responses"])

    rounds = [(seconds(load), seconds(load_and_mark)) for _ in range(ROUNDS)]
    bare, marking = (min(column) for column in zip(*rounds, strict=True))
    print(f"{len(texts):,} attempts of {QUESTIONS} questions:")
    print(f"{'bare JSON load':40} {bare:6.2f} s")
    print(f"{'load and mark':40} {marking:6.2f} s   ratio {marking / bare:4.1f}")
    return marking / bare


def time_statistics(content: dict, attempts: list[dict]) -> None:
    """Print what the statistics of the attempts cost, from the database to the rows of the report."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tools.many_attempts import keep_attempts, publish_bare
    from training.quizzes.statistics.report import Report

    quiz = publish_bare(content)
    keep_attempts(quiz, attempts)
    with CaptureQueriesContext(connection) as queries:
        made = seconds(lambda: [list(Report(quiz).item_cells()), list(Report(quiz).choice_cells())])
    print(f"{'statistics, twice, with all rows':40} {made:6.2f} s   {len(queries) // 2} queries each")


def seconds(work: Callable) -> float:
    """Return the processor time of `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
