"""What nobody should type, and strings drawn by lot: for tests of everything that reads a search."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW, MANY = 100, 10_000  # the second in `make test-long`
# Each of these was an error, an operator or a long wait with an engine that read what was typed.
HOSTILE = [
    '"', '"bullying', 'bully"ing', 'bull"*', "'\"'", "\x00", "a\x00b", " ", "\t\n", "%s", "%", "*", "NEAR(",
    "AND", "OR", "NOT", "-x", "title:x", "; DROP TABLE search_searchdocument", "<script>alert(1)</script>",
    'zzz"OR"bullying', 'bullying"NOT"peer', 'x")OR{autocomplete}:("camden', 'x"OR"a"*OR"b"*',
    'x"OR(nosuch:y)OR"y', "word " * 5000, "a" * 10_000, "ﷺ" * 300, "🙂" * 300, "שלום עולם",
    "安全", "\u202eabc",
    "a\u0301" * 200, "\ud800", "lado\udfff", "(((((", "))))", "\\", "\\'",
    "heat - transfer", "heat & transfer",
    "what is heat transfer ?", "“quoted” ‘too’", '"" "" ""', "x" * 249 + '"', "1e309", "0x00",
    "null", "../..",
    "\ufeff", "ß", "İ", "ﬁ", "\u200d", "family\u00a0help", "e-mail", "child's", "'", "’",
]  # fmt: skip
WORDS = ["lado", "mash", "thornmere", "quiz", "policy", "what is", "number", '"', " "]
PIECES = st.sampled_from([*HOSTILE, *WORDS])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=8).map("".join))


def drawn(count: int, read) -> None:
    """Call `read` with `count` strings."""
    checks = list(HealthCheck)
    settings(max_examples=count, deadline=None, database=None, suppress_health_check=checks)(
        given(TEXTS)(lambda typed: read(typed))
    )()
