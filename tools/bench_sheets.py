"""What PDFs of sheets cost: seconds for each, and memory while ten are made at once; fails above the limits.

It measures the server that `make run` starts (gunicorn, two workers of four threads), in processes of its
own, on the database of `tools/bench.py` with the demonstration. Time is that of the answer, as a reader waits
for it. Memory is what all processes of the server hold at the worst moment, each shared page once (PSS).
"""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

LONGEST = 2.0  # seconds, for one PDF
MOST_MEMORY = 600  # MB, of all processes together
AT_ONCE = 10
ROUNDS = 3  # of ten at once
WORDS = "We ring before nine, and write down what was agreed. "


def main() -> int:
    """Print what blank and completed PDFs cost. Return 1 where a limit is passed."""
    from tools.bench import prepare

    prepare()
    from django.core.cache import cache

    cache.clear()  # blank files of an earlier run
    sheets = answers_of_all()
    with server() as (address, processes):
        slug, data = next(iter(sheets.items()))
        with ThreadPoolExecutor(AT_ONCE) as people:
            first = max(people.map(lambda _: timed(*form(address, slug, data)), range(AT_ONCE)))
        print(
            f"The first PDFs, for which each process loads what draws them: {first:.2f} s for the last of ten"
        )
        blank = {slug: timed(f"{address}/training/sheets/{slug}/blank.pdf") for slug in sheets}
        kept = {slug: timed(f"{address}/training/sheets/{slug}/blank.pdf") for slug in sheets}
        show("blank, made", blank)
        show("blank, kept", kept)
        time.sleep(60)  # what one address may have in a minute begins anew
        completed = {slug: timed(*form(address, slug, data)) for slug, data in sheets.items()}
        show("completed", completed)
        time.sleep(60)
        slowest = max(completed, key=completed.__getitem__)
        memory = at_once(processes, form(address, slowest, sheets[slowest]))
    worst = max(*blank.values(), *completed.values())
    print(f"\nThe slowest PDF took {worst:.2f} s; {LONGEST:.0f} are allowed.")
    print(f"The server held {memory:.0f} MB at most; {MOST_MEMORY} are allowed.")
    return int(worst > LONGEST or memory > MOST_MEMORY)


def answers_of_all() -> dict[str, dict[str, str]]:
    """Return, for each sheet that everybody may read, an answer to everything that is asked."""
    from training.models import ResourceSheetPage
    from training.sheets.tree import CHOSEN, Kind

    def answer(cell) -> str:
        if cell.kind == Kind.TICK:
            return "on"
        if cell.kind == Kind.DATE:
            return "2026-03-02"
        if cell.kind in CHOSEN:
            return cell.choices[0]
        return WORDS * min(cell.lines, 6) if cell.lines > 1 else WORDS.strip()

    pages = ResourceSheetPage.objects.live().filter(access="public")
    return {
        page.slug: {name: answer(cell) for name, cell in page.sheet.cells().items()} | {"as": "pdf"}
        for page in pages
    }


def form(address: str, slug: str, data: dict[str, str]) -> tuple[str, bytes]:
    """Return where the form of a sheet is posted, and what."""
    return f"{address}/training/sheets/{slug}/fill/", urllib.parse.urlencode(data).encode()


def timed(url: str, data: bytes | None = None) -> float:
    """Return the seconds until the PDF of `url` was there. Ends where it is none."""
    start = time.perf_counter()
    with urllib.request.urlopen(url, data, timeout=60) as answer:  # noqa: S310
        made = answer.read()
    if not made.startswith(b"%PDF"):
        sys.exit(f"{url} gave no PDF.")
    return time.perf_counter() - start


def show(what: str, spent: dict[str, float]) -> None:
    """Print the median and the slowest of `spent`, by name."""
    slowest = max(spent, key=spent.__getitem__)
    median = statistics.median(spent.values())
    print(f"{len(spent)} {what:11}   median {median:.2f} s   slowest {spent[slowest]:.2f} s: {slowest}")


def at_once(processes, post: tuple[str, bytes]) -> float:
    """Let ten ask at the same moment, some times over; print their longest wait. Return the most MB held."""
    most, over = [sum(map(held, processes()))], threading.Event()
    before = most[0]

    def watch():
        while not over.wait(0.05):
            most[0] = max(most[0], sum(map(held, processes())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    waited = []
    with ThreadPoolExecutor(AT_ONCE) as people:
        for _ in range(ROUNDS):
            waited += people.map(lambda _: timed(*post), range(AT_ONCE))
    over.set()
    watcher.join()
    print(
        f"{AT_ONCE} at once: the last waited {max(waited):.1f} s; {before:.0f} MB before, {most[0]:.0f} then"
    )
    return most[0]


def held(process: int) -> float:
    """Return the MB that `process` holds, its part of what it shares."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # it has ended
        return 0
    return sum(int(number) for number in re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)) / 1024


@contextmanager
def server():
    """Serve as `make run` does; give the address, and what lists the numbers of all its processes."""
    from tests.browser.server import free_port, wait_for
    from tools.run import gunicorn

    port = free_port()
    started = subprocess.Popen(gunicorn(str(port)), cwd=ROOT, env=os.environ)

    def processes() -> list[int]:
        children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text()
        return [started.pid, *map(int, children.split())]

    try:
        wait_for(f"http://localhost:{port}", started)
        yield f"http://localhost:{port}", processes
    finally:
        started.terminate()
        started.wait(timeout=10)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
