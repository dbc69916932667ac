"""Make `.venv`, fetch the packages and build the front end. What is up to date is skipped, quietly.

Runs on the system's Python, before anything is installed: standard library only.
`--system` also installs what the tests need from Debian: a browser, a database server, Java and Maven, Pango.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
STAMPS = ROOT / "var" / "stamps"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18

# The program, or the library, that each Debian package brings.
FOR_TESTS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "postgresql": ("initdb", "/usr/lib/postgresql/*/bin/initdb"),
    "default-jdk-headless": ("javac",),  # these two for a real Elasticsearch
    "maven": ("mvn",),
    # These draw the PDF files of sheets.
    "libpango-1.0-0": ("/usr/lib/*/libpango-1.0.so.0",),
    "libpangoft2-1.0-0": ("/usr/lib/*/libpangoft2-1.0.so.0",),
    "libharfbuzz-subset0": ("/usr/lib/*/libharfbuzz-subset.so.0",),
}


def main(arguments: list[str]) -> None:
    """Bring everything up to date."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"The portal needs Python 3.11 or later with venv; this is {found} ({sys.executable}).")
    refuse_links()
    if "--system" in arguments:
        install_for_tests()
    once("venv", [ROOT / "requirements/uv.txt"], make_venv, extra=sys.version, made=PYTHON)
    once("packages", [ROOT / "requirements/dev.txt"], sync_packages, extra=sys.version)
    lock_files = [ROOT / "package-lock.json", ROOT / ".npmrc"]
    once("npm", lock_files, install_npm_packages, made=NODE_MODULES)
    run(PYTHON, "tools/build_frontend.py")


def refuse_links() -> None:
    """End where a folder that is emptied here is a link: it is another checkout's, and stays whole."""
    for folder in (VENV, NODE_MODULES):
        if folder.is_symlink():
            sys.exit(f"{folder.name} is a link; what it leads to is never emptied. Remove the link first.")


def once(name: str, inputs: list[Path], work, extra: str = "", made: Path | None = None) -> None:
    """Do `work` unless it was done for these `inputs`, and what it `made` still stands."""
    digest = hashlib.sha256(extra.encode())
    for file in inputs:
        digest.update(file.read_bytes())
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and (made is None or made.exists()):
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def make_venv() -> None:
    """Make the virtual environment, with uv in it. What was stamped for an older one is forgotten."""
    print("Making .venv ...", flush=True)
    (STAMPS / "packages").unlink(missing_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], cwd=ROOT)
    if made.returncode:
        sys.exit("Python could not make a virtual environment. On Debian: apt-get install python3-venv")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run(*pip, "install", "--require-hashes", "--no-deps", "-r", "requirements/uv.txt")


def sync_packages() -> None:
    """Install exactly what requirements/dev.txt pins."""
    print("Installing the Python packages ...", flush=True)
    sync = [VENV / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    run(*sync, "--python", PYTHON, "requirements/dev.txt")
    (STAMPS / "npm").unlink(missing_ok=True)  # the sync took away a Node that stood in .venv


def install_npm_packages() -> None:
    """Install what package-lock.json pins, with the system's npm or with one of our own."""
    print("Installing the front end's packages ...", flush=True)
    if not has_node():
        install = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--require-hashes"]
        run(*install, "--python", PYTHON, "-r", "requirements/node.txt")
    run("npm", "ci", "--silent")


def has_node() -> bool:
    """Return whether the system has npm and a Node that is new enough."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = answer.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def install_for_tests() -> None:
    """Install the browser and the servers of the tests, or say what will be skipped."""
    missing = [package for package, programs in FOR_TESTS.items() if not any(map(is_there, programs))]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(missing)} for the tests ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", "-qq", *command], env=environment, capture_output=True)
    for package in missing:
        if not any(map(is_there, FOR_TESTS[package])):
            print(f"Not installed: {package}. Its tests will be skipped (apt-get install {package}).")


def is_there(program: str) -> bool:
    """Return whether `program`, a name on the path or a pattern of files, exists."""
    if program.startswith("/"):
        return any(Path("/").glob(program.lstrip("/")))
    return shutil.which(program) is not None


def run(*command) -> None:
    """Run `command` in the project's folder, its own programs first. Ends everything where it fails."""
    folders = [str(VENV / "bin"), os.environ.get("PATH", "")]
    if has_node():
        folders.reverse()
    environment = {**os.environ, "PATH": os.pathsep.join(folders)}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment)
    if done.returncode:
        sys.exit(f"This failed: {' '.join(str(part) for part in command)}")


if __name__ == "__main__":
    main(sys.argv[1:])
