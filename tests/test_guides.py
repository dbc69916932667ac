"""The guides for trainers and editors: all in the index, with their pictures, one for each page type."""

import re
from pathlib import Path

from hub.models import HubPage

GUIDES = Path(__file__).resolve().parents[1] / "docs" / "editors"
TEXTS = {path.name: path.read_text() for path in GUIDES.glob("*.md")}


def test_every_guide_is_in_the_index_and_every_link_leads_somewhere():
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", TEXTS["README.md"]))
    assert listed == TEXTS.keys() - {"README.md"}
    for text in TEXTS.values():
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", text):
            assert (GUIDES / target).exists(), target


def test_every_picture_is_there_small_and_used():
    named = {
        name for text in TEXTS.values() for name in re.findall(r"!\[[^\]]+\]\(images/([\w-]+\.png)\)", text)
    }
    files = {path.name: path.stat().st_size for path in (GUIDES / "images").glob("*.png")}
    assert named == files.keys() and named
    assert max(files.values()) < 120_000 and sum(files.values()) < 2_500_000


def test_every_kind_of_page_has_a_guide():
    kinds = {str(model._meta.verbose_name) for model in HubPage.__subclasses__()}
    lines = re.findall(r"Page types?: ([^.]+)\.", "\n".join(TEXTS.values()))
    assert kinds == {kind for line in lines for kind in line.split(", ")}
