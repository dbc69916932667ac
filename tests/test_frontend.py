"""The look: contrasts, size and origin of the style sheet, and what templates must not hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.content.colours import contrast

ROOT = Path(__file__).resolve().parent.parent
TOKENS = dict(
    re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});$", (ROOT / "static/scss/_tokens.scss").read_text(), re.M)
)
TEMPLATES = sorted(path for path in ROOT.glob("templates/**/*.html"))
TEXT, CONTROL, ENHANCED = 4.5, 3.0, 7.0  # WCAG 2.2: 1.4.3, 1.4.11 and 1.4.6


@pytest.fixture(scope="module")
def style_sheet():
    """The built style sheet, as text."""
    if not (ROOT / "node_modules/.bin/sass").exists():
        pytest.skip("the front end's packages are not installed")
    subprocess.run([sys.executable, ROOT / "tools/build_frontend.py"], check=True)
    return (ROOT / "static/dist/css/site.css").read_text()


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", ENHANCED),
        ("ink", "mist", ENHANCED),
        ("ink", "sand", ENHANCED),
        ("ink", "focus", ENHANCED),
        ("muted", "paper", ENHANCED),
        ("muted", "mist", TEXT),
        ("muted", "sand", TEXT),
        ("paper", "brand", ENHANCED),
        ("paper", "brand-deep", ENHANCED),
        ("link", "paper", ENHANCED),
        ("link", "mist", TEXT),
        ("link", "sand", TEXT),
        ("link-hover", "paper", ENHANCED),
        ("link-visited", "paper", ENHANCED),
        ("link-visited", "mist", ENHANCED),
        ("paper", "go", TEXT),
        ("urgent", "paper", ENHANCED),
        ("urgent", "mist", TEXT),
        ("open-text", "open-ground", TEXT),
        ("closed-text", "closed-ground", ENHANCED),
        ("due-text", "due-ground", ENHANCED),
        ("info-text", "info-ground", ENHANCED),
        ("urgent-text", "urgent-ground", ENHANCED),
        ("control", "paper", CONTROL),
        ("control", "mist", CONTROL),
    ],
)
def test_every_pair_of_colours_can_be_read(text, ground, least):
    assert contrast(TOKENS[text], TOKENS[ground]) >= least


def test_every_token_is_a_custom_property(style_sheet):
    assert not [name for name in TOKENS if f"--portal-{name}:" not in style_sheet]


def test_the_frame_follows_the_portals_colours(style_sheet):
    assert "background:var(--portal-brand)" in style_sheet
    assert "background:var(--portal-brand-deep)" in style_sheet


def test_the_style_sheet_is_small_and_asks_nobody_else(style_sheet):
    assert len(style_sheet.encode()) < 100_000
    assert not re.search(r"https?://", re.sub(r'\[href\^="https?://"\]', "", style_sheet))
    assert "sourceMappingURL" not in style_sheet


def test_a_second_build_has_nothing_to_do(style_sheet):
    built = (ROOT / "static/dist/css/site.css").stat().st_mtime_ns
    again = subprocess.run([sys.executable, ROOT / "tools/build_frontend.py"], capture_output=True, text=True)
    assert (again.returncode, again.stdout) == (0, "")
    assert (ROOT / "static/dist/css/site.css").stat().st_mtime_ns == built


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_script_or_style_of_their_own(template):
    text = template.read_text()
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in script or "application/json" in script for script in scripts)
    assert not re.search(r"\sstyle=|<style\b|\son\w+=", text)


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_pages_need_no_database(name):
    text = (ROOT / "templates" / name).read_text()
    assert "tel:999" in text and "tel:101" in text
    assert set(re.findall(r"{% (\w+)", text)) <= {"load", "static", "include"}
