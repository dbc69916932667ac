"""What the training of many schools costs: a lead's page, the figures of all schools, the nightly run.

`python tools/bench_records.py` fills a database of its own (var/bench-records.sqlite3, made anew from that
of tools/bench.py where there is one): 200 schools, 8,000 people, 100,000 records, 4,000 attempts at
quizzes, a plan of twelve things for everybody and another that each school asks for. It prints the processor
time and the queries of each, and ends with 1 where the lead's page costs more than three bare pages
(tools/bench.py), or the figures or the questions most missed take longer than a second.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SCHOOLS, PEOPLE_OF_EACH, RECORDS, MODULES, ITEMS, ROUNDS = 200, 40, 100_000, 8, 12, 10
ATTEMPTS, QUESTIONS = 500, 5  # at each quiz
WORST_RATIO, LONGEST = 3.0, 1.0
DATABASE = ROOT / "var" / "bench-records.sqlite3"
DEMONSTRATION = ROOT / "var" / "bench.sqlite3"
EDITOR = "marguerite.osei@ambleford.example.org"
NIGHTLY = [  # the first night gives everybody what their school asks for, the second finds it done
    ("apply_requirements", []),
    ("apply_requirements", []),
    ("send_reminders", ["--dry-run"]),
    ("expire_records", ["--dry-run"]),
]


def main() -> int:
    """Print a line for each measure. Return 1 where one costs more than it may."""
    from tools.bench import add_bare_page, copy_database, prepare, remove_database

    remove_database(DATABASE)
    if DEMONSTRATION.exists():  # else it is loaded, which takes minutes
        copy_database(DEMONSTRATION, DATABASE)
    prepare(f"sqlite:///{DATABASE}")
    start = time.perf_counter()
    lead = fill()
    show(f"filling, {RECORDS:,} records", time.perf_counter() - start)
    add_bare_page()
    ratio = leads_page(lead)
    longest = figures()
    for name, options in NIGHTLY:
        nightly(name, options)
    print(f"\nThe figures take {longest:.2f} s; {LONGEST:.0f} is allowed.")
    print(f"The page of a lead costs {ratio:.1f} bare pages; {WORST_RATIO:.0f} are allowed.")
    return int(longest > LONGEST or ratio > WORST_RATIO)


def fill() -> str:
    """Add the schools and all that is theirs; return the address of the lead of one of them."""
    from django.db import transaction

    from portal.accounts import memberships
    from tests.factories.quizzes import add_quiz, single
    from tests.factories.training import add_module
    from tools.many_attempts import attempts_of, keep_attempts
    from tools.many_records import add_people, add_plan, add_records, add_schools, ask, give
    from training.records.models import Sort

    asked = [single(f"q{place}") for place in range(QUESTIONS)]
    with transaction.atomic():
        modules = [
            add_module(title=f"Module {n}", quiz=add_quiz(asked, purpose="assessment", pass_mark=80))
            for n in range(MODULES)
        ]
        for module in modules:
            content = module.quiz.newest_version.read
            keep_attempts(module.quiz, attempts_of(content, ATTEMPTS, seed=module.pk))
        pages = [(Sort.PAGE.value, module.pk) for module in modules]
        quizzes = [(Sort.QUIZ.value, module.quiz_id) for module in modules]
        schools = add_schools(SCHOOLS)
        people = add_people(dict.fromkeys(schools, PEOPLE_OF_EACH))
        add_records(people, pages + quizzes, RECORDS)
        give(add_plan((pages + quizzes)[:ITEMS]), people)
        ask(schools, add_plan(pages[:2], "Each year"))
        memberships.set_lead(people[0].memberships.get(), True)
    return people[0].email


def leads_page(email: str) -> float:
    """Print what the page of a lead costs beside the bare page. Return the ratio."""
    from django.urls import reverse

    from tools.bench import BARE, client, count_queries, milliseconds

    address = reverse("records:school_training")
    lead, visitor = signed_in(email), client()
    visits: dict[str, Callable] = {BARE: lambda: visitor.get(BARE), address: lambda: lead.get(address)}
    queries = {name: count_queries(name, visit) for name, visit in visits.items()}
    spent = {name: [] for name in visits}
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            spent[name].append(milliseconds(visit) / 1000)
    medians = {name: statistics.median(each) for name, each in spent.items()}
    for name in visits:
        show(
            f"{name}, a school of {PEOPLE_OF_EACH}" if name == address else name, medians[name], queries[name]
        )
    return medians[address] / medians[BARE]


def signed_in(email: str):
    """Return a browser without a window, signed in as the account of `email` with both steps."""
    from django.contrib.auth import get_user_model

    from tests.sessions import signed_in_session
    from tools.bench import client

    made = client(email)
    session = made.session
    session.update(signed_in_session(get_user_model().objects.get(email=email)))
    session.save()
    return made


def figures() -> float:
    """Print what the figures of all schools cost, and the questions most missed. Return the longest."""
    from django.urls import reverse
    from django.utils import timezone

    from tools.bench import count_queries, milliseconds
    from training.records.dates import school_year_of
    from training.records.figures.cohorts import Measure

    editor, address = signed_in(EDITOR), reverse("training_figures")
    this_year = school_year_of(timezone.localdate())
    chosen = [f"{address}?measure={measure.value}" for measure in Measure]
    chosen += [
        f"{address}?measure=read&year={this_year}",
        f"{address}?download=1",
        reverse("training_missed"),
    ]
    longest = 0.0
    for page in chosen:

        def visit(page=page):
            return editor.get(page)

        queries = count_queries(page, visit)
        seconds = statistics.median(milliseconds(visit) / 1000 for _ in range(3))
        show(page, seconds, queries)
        if "download" not in page:
            longest = max(longest, seconds)
    return longest


def nightly(name: str, options: list[str]) -> None:
    """Print what a nightly command costs."""
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        call_command(name, *options, stdout=StringIO())
    show(f"manage.py {' '.join([name, *options])}", time.process_time() - start, len(queries))


def show(what: str, seconds: float, queries: int | None = None) -> None:
    """Print a measure."""
    print(f"{what:56} {seconds:7.3f} s" + (f"   {queries:3} queries" if queries is not None else ""))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
