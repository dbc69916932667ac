"""The words of the demonstration are our own."""

import re

import pytest

from tests.demo_files.files import ROOT, text_files

SEEDS = ROOT.parent / "shared" / "seeds"


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def test_no_seven_words_in_a_row_come_from_the_seed_texts():
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not beside this checkout")
    seen = set()
    for path in SEEDS.glob("*.txt"):
        said = words(path.read_text(encoding="utf-8", errors="replace"))
        seen.update(zip(*(said[n:] for n in range(7)), strict=False))
    for path in text_files():
        ours = words(path.read_text(encoding="utf-8"))
        shared = [" ".join(run) for run in zip(*(ours[n:] for n in range(7)), strict=False) if run in seen]
        assert not shared, (path.name, shared)
