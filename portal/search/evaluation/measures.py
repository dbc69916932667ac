"""The usual measures of a ranked list, as trec_eval defines them."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

AT = 10
BEST = 3  # the grade of what should come first


def ndcg(found: Sequence[str], wanted: Mapping[str, int], at: int = AT) -> float:
    """Return the normalised discounted cumulative gain of the first `at`: 1 is the best order there is."""
    ideal = _gain(sorted(wanted.values(), reverse=True)[:at])
    return _gain([wanted.get(each, 0) for each in found[:at]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def reciprocal_rank(found: Sequence[str], wanted: Mapping[str, int]) -> float:
    """Return one over the place of the first that is wanted at all."""
    return next((1 / place for place, each in enumerate(found, 1) if wanted.get(each)), 0.0)


@dataclass
class Tally:
    """What a stratum of queries came to."""

    queries: int = 0
    ndcg: list[float] = field(default_factory=list)
    reciprocal: list[float] = field(default_factory=list)
    first: int = 0  # queries whose best answer came first, or stood in a card
    nothing: int = 0  # queries that found nothing
    milliseconds: list[float] = field(default_factory=list)

    def add(self, found: Sequence[str], cards: Sequence[str], wanted: Mapping[str, int], took: float) -> None:
        """Add one query. Where nothing is wanted, finding nothing is right."""
        self.queries += 1
        self.milliseconds.append(took)
        self.nothing += not found
        best = {each for each, grade in wanted.items() if grade == max(wanted.values())}
        self.first += bool(best & {*found[:1], *cards}) if wanted else not found
        self.ndcg.append(ndcg(found, wanted) if wanted else float(not found))
        self.reciprocal.append(reciprocal_rank(found, wanted) if wanted else float(not found))

    @property
    def mean_ndcg(self) -> float:
        """Return the mean of nDCG@10."""
        return statistics.fmean(self.ndcg) if self.ndcg else 0.0

    @property
    def mrr(self) -> float:
        """Return the mean reciprocal rank."""
        return statistics.fmean(self.reciprocal) if self.reciprocal else 0.0

    @property
    def success(self) -> float:
        """Return Success@1."""
        return self.first / self.queries if self.queries else 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which `share` of the queries were answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
