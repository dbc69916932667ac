"""What others find: bm25s (Lucene's BM25) with Snowball's stems, on the same texts and queries as ours."""

import time

from portal.search import analysis
from portal.search.evaluation.collections import Collection, judged_queries
from portal.search.evaluation.measures import AT, Tally

K1, B = 1.5, 0.75  # bm25s's own


def evaluate(collection: Collection) -> Tally | None:
    """Return what the judged queries came to; nothing where bm25s is not installed: it serves development."""
    try:
        import bm25s
    except ImportError:
        return None
    keys = list(collection.texts)
    index = bm25s.BM25(method="lucene", k1=K1, b=B)
    index.index([_tokens(" ".join(collection.texts[key])) for key in keys], show_progress=False)
    tally = Tally()
    for asked, wanted in judged_queries(collection):
        began = time.perf_counter()
        found, scores = index.retrieve([_tokens(asked)], k=min(AT, len(keys)), show_progress=False)
        took = (time.perf_counter() - began) * 1000
        held = [keys[each] for each, score in zip(found[0], scores[0], strict=True) if score > 0]
        tally.add(held, [], wanted, took)
    return tally


def _tokens(text: str) -> list[str]:
    return [analysis.stem(word) for word in analysis.words(text) if word not in analysis.STOP_WORDS]
