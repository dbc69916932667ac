"""What figures tell a trainer, in plain words. The limits are those that Moodle's documentation gives."""

from collections.abc import Sequence

from training.quizzes.statistics.figures import ItemFigures

CANNOT_BE_TOLD = "Cannot be told"

# From the highest: at or above the limit, the words hold.
FACILITY = [
    (95, "Nearly everybody got this right"),
    (65, "Most people got this right"),
    (35, "About half got this right"),
    (5, "Most people got this wrong"),
    (0, "Nearly everybody got this wrong"),
]
DISCRIMINATION = [
    (50, "Those who did well elsewhere clearly did well here"),
    (30, "Those who did well elsewhere mostly did well here"),
    (20, "Those who did well elsewhere did a little better here"),
    (0, "Says little about who knows the subject"),
    (-100, "Those who did well elsewhere did worse here"),
]
CONSISTENCY = [
    (75, "The questions go well together"),
    (50, "The questions go together in part"),
    (float("-inf"), "The questions measure different things, or are too few"),
]
HARD, DOUBTFUL = 35, 0
EVEN = 0.5  # skewness


def in_words(value: float | None, scale: Sequence[tuple[float, str]]) -> str:
    """Return the words of a figure on its scale."""
    if value is None:
        return CANNOT_BE_TOLD
    # A hair below the last limit is rounding.
    return next((words for limit, words in scale if value >= limit), scale[-1][1])


def to_do(figures: ItemFigures) -> str:
    """Return what to do about a question; empty where nothing need be done."""
    if figures.discrimination_index is not None and figures.discrimination_index < DOUBTFUL:
        return "Check which answer is marked as right, and whether the wording misleads those who know."
    if figures.facility is not None and figures.facility < HARD:
        return "Read it again: is it asked clearly, and does the module teach it?"
    return ""


def leaning(skewness: float | None) -> str:
    """Return to which side scores lean, in words; empty where it cannot be told."""
    if skewness is None:
        return ""
    if abs(skewness) < EVEN:
        return "Scores spread evenly around the average"
    return "A few people did far " + ("worse" if skewness < 0 else "better") + " than the rest"
