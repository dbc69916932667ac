"""Random items and responses for property tests: right ones, wrong ones, and what no form would post."""

from hypothesis import strategies as st

LETTERS = "ab é*<&\x00"
FRACTIONS = st.decimals(-1, 1, places=7).map(lambda value: f"{value.normalize():f}")
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(LETTERS, max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(LETTERS, max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)


def ids(name: str, count: int) -> list[str]:
    return [f"{name}{place}" for place in range(count)]


@st.composite
def choice(draw, key):
    options = ids("o", draw(st.integers(2, 6)))
    flags = st.booleans()
    return {
        "id": key, "type": "choice", "single": draw(flags), "shuffle": draw(flags),
        "options": [
            {"id": one, "text": one, "fraction": draw(FRACTIONS), "feedback": "", "fixed": draw(flags)}
            for one in options
        ],
    }  # fmt: skip


@st.composite
def true_false(draw, key):
    return {"id": key, "type": "true-false", "right": draw(st.booleans())}


@st.composite
def short_answer(draw, key):
    texts = draw(st.lists(st.text("ab* é", min_size=1, max_size=6), min_size=1, max_size=4))
    answers = [{"id": f"a{n}", "text": text, "fraction": draw(FRACTIONS)} for n, text in enumerate(texts)]
    return {"id": key, "type": "short-answer", "case_sensitive": draw(st.booleans()), "answers": answers}


@st.composite
def numerical(draw, key):
    numbers = st.integers(-9, 9).map(str) | st.just("*")
    answers = [
        {"id": f"n{n}", "value": value, "tolerance": draw(st.sampled_from(["0", "0.5", "2"])),
         "fraction": draw(FRACTIONS)}
        for n, value in enumerate(draw(st.lists(numbers, min_size=1, max_size=4)))
    ]  # fmt: skip
    return {"id": key, "type": "numerical", "unit": draw(st.sampled_from(["", "days"])), "answers": answers}


@st.composite
def match(draw, key):
    choices = ids("c", draw(st.integers(2, 5)))
    pairs = [{"id": one, "left": one, "choice": draw(st.sampled_from(choices))}
             for one in ids("p", draw(st.integers(2, 5)))]  # fmt: skip
    return {"id": key, "type": "match", "pairs": pairs, "choices": [{"id": c, "text": c} for c in choices]}


@st.composite
def ordering(draw, key):
    steps = [{"id": one, "text": one} for one in ids("s", draw(st.integers(2, 6)))]
    return {"id": key, "type": "ordering", "steps": steps}


@st.composite
def matrix(draw, key):
    columns = ids("k", draw(st.integers(2, 4)))
    rows = [{"id": one, "text": one, "right": draw(st.lists(st.sampled_from(columns), unique=True))}
            for one in ids("r", draw(st.integers(1, 4)))]  # fmt: skip
    return {"id": key, "type": "matrix", "columns": [{"id": c, "text": c} for c in columns], "rows": rows}


SORTS = [choice, true_false, short_answer, numerical, match, ordering, matrix]
UNMARKED = [{"type": "rating"}, {"type": "free-text"}, {"type": "information"}]


@st.composite
def contents(draw):
    """Return content with one to six items, some of them in a pool."""
    items = []
    for place in range(draw(st.integers(1, 6))):
        item = draw(st.sampled_from(SORTS).flatmap(lambda sort, place=place: sort(f"i{place}")))
        items.append({**item, "max_mark": draw(st.sampled_from(["1", "0.5", "2.25", "3"]))})
    items += [{**one, "id": one["type"], "max_mark": "0"} for one in UNMARKED if draw(st.booleans())]
    if draw(st.booleans()):
        cut = draw(st.integers(1, len(items)))
        pool = {
            "id": "pool",
            "type": "pool",
            "name": "",
            "draw": draw(st.integers(1, cut)),
            "items": items[:cut],
        }
        items = [pool, *items[cut:]]
    flags = {name: draw(st.booleans()) for name in ("shuffle_items", "shuffle_options")}
    return {"schema": 1, "items": items, **flags}


def answer_to(item):
    """Return a strategy for a response to `item` that its form could post."""
    sort = item["type"]
    if sort == "choice":
        return st.lists(st.sampled_from([o["id"] for o in item["options"]]), unique=True)
    if sort == "true-false":
        return st.sampled_from(["true", "false"])
    if sort == "short-answer":
        return st.sampled_from([a["text"] for a in item["answers"]]) | st.text("abé *", max_size=8)
    if sort == "numerical":
        return st.sampled_from([a["value"] for a in item["answers"]]) | st.integers(-9, 9).map(str)
    if sort == "match":
        choices = st.sampled_from([c["id"] for c in item["choices"]])
        return st.fixed_dictionaries({}, optional={p["id"]: choices for p in item["pairs"]})
    if sort == "ordering":
        places = st.integers(1, len(item["steps"]))
        return st.fixed_dictionaries({}, optional={s["id"]: places for s in item["steps"]})
    if sort == "matrix":
        columns = st.lists(st.sampled_from([c["id"] for c in item["columns"]]), unique=True)
        return st.fixed_dictionaries({}, optional={r["id"]: columns for r in item["rows"]})
    return st.integers(1, 5) if sort == "rating" else st.text(LETTERS, max_size=20)
