"""`manage.py prepare_site`: everything between an empty database and the first request, in one process."""

from hashlib import sha256
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from portal.one_run import locked

DEMO_SOURCES = ("demo", "directory", "glossary", "home", "hub", "portal", "training")
DEMO_SUFFIXES = {".py", ".yaml", ".yml", ".csv", ".md", ".html"}


class Command(BaseCommand):
    help = "Migrate, make the cache table and, on a demonstration, load the demo content where it changed."

    def add_arguments(self, parser):
        parser.add_argument("--welcome", type=Path, help="write here who may sign in, or how to begin")

    def handle(self, welcome=None, **options):
        with locked(settings.VAR_DIR / "prepare.lock", wait=True):  # a second process waits
            connection = connections[DEFAULT_DB_ALIAS]
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stdout.write("Preparing the database ...")
                call_command("migrate", interactive=False, verbosity=0)
            if "cache" not in connection.introspection.table_names():
                call_command("createcachetable", verbosity=0)
            Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            if settings.DEMO:
                self.load_demo()
            give_address()
            self.index()
        if welcome:
            welcome.write_text(sign_ins() if settings.DEMO else first_step(), encoding="utf-8")

    def load_demo(self):
        """Load the demo content, unless this database already holds these very files."""
        stamp = stamp_file()
        if stamp.exists() and stamp.read_text() == demo_version() and has_content():
            return
        self.stdout.write("Loading the demo content ...")
        # What visitors of a demonstration made must not keep newer files out.
        call_command("load_demo", verbosity=0, force=is_demonstration())
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(demo_version())

    def index(self):
        """Let the search hold all that stands here: a site may be older than its search, a tool new."""
        from portal.search import adapters, index, outbox, texts

        def said(done: int) -> None:
            self.stdout.write(f"Indexed for the search: {done} ...")

        texts.read_new()
        outbox.settle(said=said)
        outbox.renew([*adapters.tools(), *index.compare(thorough=False).keys()], said)


def give_address():
    """Give the default site the host and port of BASE_URL: full addresses of pages are made from them."""
    from wagtail.models import Site

    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (base.hostname, port):
        site.hostname, site.port = base.hostname, port
        site.save()


def stamp_file() -> Path:
    """Return the file that remembers what was loaded last into this database."""
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    place = f"{database['NAME']} {database.get('HOST')} {database.get('PORT')}"
    return settings.VAR_DIR / "stamps" / f"demo-{sha256(place.encode()).hexdigest()[:12]}"


def demo_version() -> str:
    """Return a hash of the demo files and of the code that loads them."""
    digest = sha256()
    for room in DEMO_SOURCES:
        for file in sorted((settings.BASE_DIR / room).rglob("*")):
            if file.suffix in DEMO_SUFFIXES and file.is_file():
                digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


def has_content() -> bool:
    """Return whether the database holds an account, as every loaded demonstration does."""
    from portal.accounts.models import User

    return User.objects.exists()


def is_demonstration() -> bool:
    """Return whether the demo content was loaded into this database before."""
    from portal.accounts.models import User

    return User.objects.filter(is_demo=True).exists()


def sign_ins() -> str:
    """Return a line for each demo account: its address and what it is there to show."""
    from portal.accounts.models import User

    people = User.objects.filter(is_demo=True, is_active=True).prefetch_related("groups").order_by("email")
    lines = [f"  {user.email:44} {', '.join(group.name for group in user.groups.all())}" for user in people]
    return "\n".join(["Demo sign-ins:", *lines]) + "\n"


def first_step() -> str:
    """Return where the first administrator of an empty portal begins, in the words of `set_up_key`."""
    answer = StringIO()
    call_command("set_up_key", stdout=answer)
    return answer.getvalue()
