"""Build static/dist/: the style sheet, fonts, scripts and images. Does nothing where nothing has changed."""

import gzip
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
DIST = STATIC / "dist"
STAMP = DIST / ".built-from"
STYLES = ("site", "sheets", "quizzes")  # of every page; of resource sheets and of quizzes alone
FONT = ROOT / (
    "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/"
    "atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
# The same letters, a file for each weight, for PDFs: the one file of all weights costs each sheet a second.
PAPER_FONTS = ROOT / "node_modules/@fontsource/atkinson-hyperlegible-next/files"
PAPER_WEIGHTS = (400, 600, 700)


def sources() -> list[Path]:
    """Return every file the result depends on."""
    ours = [path for folder in ("scss", "js", "images") for path in (STATIC / folder).rglob("*")]
    return sorted(path for path in ours if path.is_file()) + [ROOT / "package-lock.json", Path(__file__)]


def fingerprint() -> str:
    """Return a digest of the names and contents of all sources."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compile_styles() -> None:
    """Compile each style sheet, small, without a source map. Raises CalledProcessError where Sass refuses."""
    print(f"front end: compiling {', '.join(f'css/{name}.css' for name in STYLES)}")
    command = [ROOT / "node_modules/.bin/sass", "--style=compressed", "--no-source-map", "--no-error-css"]
    command += ["--quiet-deps", f"--load-path={ROOT / 'node_modules'}"]
    pairs = [f"{STATIC / 'scss' / name}.scss:{DIST / 'css' / name}.css" for name in STYLES]
    subprocess.run([*command, *pairs], check=True)


def copy_files() -> None:
    """Copy the fonts, our scripts and our images."""
    print("front end: copying fonts/, js/ and images/")
    (DIST / "fonts").mkdir(parents=True)
    shutil.copy(FONT, DIST / "fonts")
    for weight in PAPER_WEIGHTS:
        name = f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
        shutil.copy(PAPER_FONTS / name, DIST / "fonts")
    for folder in ("js", "images"):
        shutil.copytree(STATIC / folder, DIST / folder)


def compress() -> None:
    """Lay a .gz beside each style sheet and script: whitenoise sends it to whoever takes it."""
    for path in [*DIST.glob("css/*.css"), *DIST.glob("js/*.js")]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def main() -> int:
    """Build where a source has changed. Returns 0, or 1 where the build failed."""
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text() == now:
        return 0
    shutil.rmtree(DIST, ignore_errors=True)
    copy_files()
    try:
        compile_styles()
    except subprocess.CalledProcessError:
        return 1
    compress()
    STAMP.write_text(now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
