"""Public collections (TREC, BEIR, Cranfield) as folders: read them, and search them in an index of their own.

None is part of the project: their licences do not allow it.
"""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from portal.search import index
from portal.search.adapters import Entry
from portal.search.engines import database_engine, prepare
from portal.search.enums import Kind
from portal.search.evaluation import trec
from portal.search.evaluation.measures import Tally
from portal.search.find import find
from portal.search.models import SearchDocument, SearchFacet, SearchTerm

AT_ONCE = 500


@dataclass(frozen=True)
class Collection:
    """Texts (title and body) by key, queries by key, and for each query the grades of texts."""

    texts: dict[str, tuple[str, str]]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]


def read(folder: Path) -> Collection:
    """Return the collection in `folder`: BEIR's layout, the same as .json, Cranfield's own
    files, or TREC's.

    Raises ValueError, in words, where it holds none of them.
    """
    try:
        if (folder / "corpus.jsonl").exists():
            return _beir(folder)
        if (folder / "corpus.json").exists():
            return _json(folder)
        if found := trec.read(folder):
            return Collection(*found)
        if any(folder.glob("cran*.all*")):
            return _cranfield(folder)
    except trec.WrongError:
        raise
    except (OSError, KeyError, ValueError, TypeError) as problem:
        raise ValueError(f"{folder} cannot be read: {problem!r}") from problem
    raise ValueError(f"{folder} holds no corpus.jsonl, corpus.json or cran.all.1400, and no <doc> of TREC.")


def _beir(folder: Path) -> Collection:
    texts = {
        row["_id"]: (row.get("title") or "", row.get("text") or "") for row in _lines(folder / "corpus.jsonl")
    }
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines():
        query, text, grade = line.split("\t")[:3]
        if grade.strip().lstrip("-").isdigit():  # the first line is a heading
            grades[query][text] = max(int(grade), 0)
    return Collection(texts, queries, dict(grades))


def _lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _json(folder: Path) -> Collection:
    corpus, queries, grades = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("corpus", "queries", "qrels")
    )
    return Collection(
        {str(key): (row.get("title") or "", row.get("text") or "") for key, row in corpus.items()},
        {str(key): text for key, text in queries.items()},
        {str(key): {str(t): int(g) for t, g in row.items()} for key, row in grades.items()},
    )


def _cranfield(folder: Path) -> Collection:
    """Read cran.all.1400, cran.qry and cranqrel. There queries are counted from 1, whatever their number."""
    texts = {key: (row.get("T", ""), row.get("W", "")) for key, row in _smart(_one(folder, "cran*.all*"))}
    asked = [row.get("W", "") for _, row in _smart(_one(folder, "cran*.qry"))]
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in _one(folder, "cranqrel*").read_text(encoding="utf-8").splitlines():
        query, text, code = line.split()[:3]
        # 1 to 4, the best first; -1 and 5 are of no interest.
        grades[query][text] = max(5 - int(code), 0) if int(code) > 0 else 0
    return Collection(texts, {str(number): text for number, text in enumerate(asked, 1)}, dict(grades))


def _one(folder: Path, pattern: str) -> Path:
    found = next(folder.glob(pattern), None)
    if not found:
        raise FileNotFoundError(f"there is no {pattern}")
    return found


def _smart(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the records of a file of the SMART system: `.I 1`, then parts that begin with `.T`, `.W` ..."""
    for record in re.split(r"^\.I ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        key, *parts = re.split(r"^\.([A-Z])\s*$", record, flags=re.MULTILINE)
        yield (
            key.strip(),
            {name: " ".join(text.split()) for name, text in zip(parts[::2], parts[1::2], strict=True)},
        )


@contextmanager
def temporary_index(entries: Iterable[tuple[str, Entry]]):
    """Let the index hold these entries alone, for as long as the block lasts; nobody else sees it.

    It stands in a transaction that is rolled back, so nothing of the site changes, however it ends.
    """
    with transaction.atomic():
        for model in (SearchFacet, SearchDocument, SearchTerm):
            rows = model.objects.all()
            rows._raw_delete(rows.db)
        terms: Counter[str] = Counter()
        batch: list[tuple[SearchDocument, Entry]] = []
        for key, entry in entries:
            batch.append((index.document_of(key, entry, 1), entry))
            terms.update(index.words_of(batch[-1][0]))
            if len(batch) == AT_ONCE:
                _insert(batch)
                batch = []
        _insert(batch)
        SearchTerm.objects.bulk_create(
            (
                SearchTerm(text=t.removeprefix("+"), is_stem=t.startswith("+"), documents=n)
                for t, n in terms.items()
            ),
            batch_size=AT_ONCE,
        )
        prepare.count_anew()
        yield
        transaction.set_rollback(True)


def _insert(batch: list[tuple[SearchDocument, Entry]]) -> None:
    rows = SearchDocument.objects.bulk_create([row for row, _ in batch])
    index.write_facets((row, entry) for row, (_, entry) in zip(rows, batch, strict=True))


def evaluate(collection: Collection) -> Tally:
    """Search the collection with the engine of the database; return what its judged queries came to."""
    tally = Tally()
    with temporary_index(
        (key, Entry(kind=Kind.PAGE, title=title[:250], url=key, body=body))
        for key, (title, body) in collection.texts.items()
    ):
        for asked, wanted in judged_queries(collection):
            began = time.perf_counter()
            results = find(asked, engine=database_engine(), as_typed=True)
            took = (time.perf_counter() - began) * 1000
            tally.add([each.document.key for each in results.results], [], wanted, took)
    return tally


def judged_queries(collection: Collection) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield each query for which anything is wanted, with the grades."""
    for key, wanted in collection.grades.items():
        if key in collection.queries and any(wanted.values()):
            yield collection.queries[key], wanted
