"""`make screenshots`: the pictures of docs/editors/, taken on a copy of a database with the demo content.

Give the database in DATABASE_URL (a SQLite file that `load_demo` has filled); the file stays as it is.
"""

import os
import shutil
import sys
import tempfile
from importlib import import_module
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop makes Django think it runs in async code
os.environ.setdefault("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'db.sqlite3'}")

TARGET = ROOT / "docs" / "editors" / "images"
TRAINER = "tom.aldous@ambleford.example.org"
EDITOR = "marguerite.osei@ambleford.example.org"
WIDTH, HEIGHT = 1280, 800
COLOURS = 64
LARGEST = 120_000  # bytes


def main() -> None:
    """Take every picture; say the size of each."""
    import django

    django.setup()
    from django.db import connection

    from tests.browser import server

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "site.sqlite3"
        shutil.copyfile(connection.settings_dict["NAME"], database)
        people = {email: session(database, email) for email in (TRAINER, EDITOR)}
        with server.serve(database) as address:
            take(address, people)


def session(database: Path, email: str) -> str:
    """Sign the account of `email` in, both steps done; return the key of its session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.utils.crypto import get_random_string

    from tests.browser import server
    from tests.sessions import signed_in_session

    key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
    data = signed_in_session(get_user_model().objects.get(email=email))
    server.store_session(database, key, import_module(settings.SESSION_ENGINE).SessionStore().encode(data))
    return key


def shots() -> list[tuple[str, str, str, str]]:
    """Return each picture’s name, who looks, the address, and what is brought into sight."""
    from hub.models import BarrierPage, BulletinPage, HubSectionPage, Kind, QuestionPage

    shelves = {shelf.holds: shelf.pk for shelf in HubSectionPage.objects.all()}
    new = {kind: f"/admin/pages/add/hub/{kind.model_name}/{shelves[kind]}/" for kind in Kind}
    article = f"/admin/pages/{_first(Kind.ARTICLE)}/edit/"
    question = QuestionPage.objects.order_by("pk").first()
    card, bulletin = BarrierPage.objects.order_by("pk").first(), BulletinPage.objects.order_by("pk").first()
    return [
        ("article", TRAINER, new[Kind.ARTICLE], ""),
        ("case-study", TRAINER, new[Kind.CASE_STUDY], ""),
        ("topic", EDITOR, new[Kind.TOPIC], ""),
        ("barrier-card", EDITOR, f"/admin/pages/{card.pk}/edit/" if card else new[Kind.BARRIER], ""),
        ("question", EDITOR, f"/admin/pages/{question.pk}/edit/" if question else new[Kind.QUESTION], ""),
        ("bulletin", EDITOR, f"/admin/pages/{bulletin.pk}/edit/" if bulletin else new[Kind.BULLETIN], ""),
        ("practice", TRAINER, new[Kind.PRACTICE], ""),
        ("governance", EDITOR, new[Kind.GOVERNANCE], ""),
        ("shelves", TRAINER, f"/admin/pages/{shelves[Kind.ARTICLE]}/", ""),
        ("checker", EDITOR, f"/admin/pages/{bulletin.pk}/edit/" if bulletin else article, "details"),
        ("access", EDITOR, f"{article}#tab-promote", "Readers"),
        ("tags", EDITOR, f"{article}#tab-promote", "How people find it"),
        ("learnings", TRAINER, "/admin/snippets/hub/keylearning/", ""),
        ("schedule", EDITOR, article, "status"),
        ("contribute", TRAINER, "/hub/contribute/", ""),
    ]


def _first(kind) -> int:
    from django.apps import apps

    return apps.get_model("hub", kind.model_name).objects.order_by("pk").values_list("pk", flat=True)[0]


def take(address: str, people: dict[str, str]) -> None:
    """Open each address in a window of its own and write the picture."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, QUIET

    TARGET.mkdir(parents=True, exist_ok=True)
    plan = shots()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, who, path, what in plan:
            page = _window(browser, address, people[who])
            page.goto(address + path, wait_until="load")
            _bring_up(page, what)
            file = TARGET / f"{name}.png"
            file.write_bytes(smaller(page.screenshot()))
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
            page.context.close()
        browser.close()


def _window(browser, address: str, key: str):
    from django.conf import settings

    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return context.new_page()


def _bring_up(page, what: str) -> None:
    """Open or scroll to what the picture is about."""
    if what == "details":
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    elif what == "status":
        page.get_by_role("button", name="Toggle status").first.click()
    elif what:
        page.get_by_role("heading", name=what).first.scroll_into_view_if_needed()
        page.mouse.wheel(0, 400)
    page.wait_for_timeout(500)


def smaller(png: bytes) -> bytes:
    """Return the picture with few colours. Raises ValueError where it is still too large to keep."""
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    if out.tell() > LARGEST:
        raise ValueError(f"A picture of {out.tell()} bytes: at most {LARGEST}.")
    return out.getvalue()


if __name__ == "__main__":
    main()
