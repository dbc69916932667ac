"""Links out of the portal are asked politely, and never inside our own network; answers are kept."""

import datetime
import io
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.content.link_check import check, visit
from portal.content.link_check.visit import Answer, Visitor
from portal.content.management.commands.check_links import Command
from portal.content.models import LinkCheck

BIG = 5_000_000


class Handler(BaseHTTPRequestHandler):
    """A small site with good and bad pages; it notes what it was asked."""

    asked: list = []

    def answer(self, status, location="", length=0):
        type(self).asked.append((self.command, self.path, self.headers["User-Agent"]))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def do_HEAD(self):
        self.page()

    def do_GET(self):
        self.page()

    def page(self):
        name = self.path.split("?")[0].strip("/")
        if name == "no-head":
            self.answer(405 if self.command == "HEAD" else 200)
        elif name == "head-lies":
            self.answer(404 if self.command == "HEAD" else 200)
        elif name == "moved":
            self.answer(301, "/ok")
        elif name == "round":
            self.answer(302, "/round")
        elif name == "inside":
            self.answer(302, "http://169.254.169.254/latest/meta-data/")
        elif name == "to-file":
            self.answer(302, "file:///etc/passwd")
        elif name == "slow":
            type(self).stop.wait(5)
        elif name == "drip":
            self.drip()
        elif name == "big":
            self.big()
        elif name.isdigit():
            self.answer(int(name))
        else:
            self.answer(200)

    def big(self):
        if self.command == "HEAD":
            self.answer(501)
            return
        self.answer(200, length=BIG)
        try:
            for _ in range(BIG // 10_000):
                self.wfile.write(b"x" * 10_000)
                type(self).sent += 10_000
        except OSError:
            pass

    def drip(self):
        """Send one byte now and then, so that no single wait is long."""
        with suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"H")
                type(self).stop.wait(0.05)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    """The address of a server of our own."""
    Handler.asked, Handler.sent, Handler.stop = [], 0, threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Handler.stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor():
    return Visitor(delay=0, timeout=1, longest=2, allow_loopback=True)


class TestVisit:
    @pytest.mark.parametrize(
        ("page", "status", "dead"),
        [
            ("ok", 200, False),
            ("no-head", 200, False),
            ("head-lies", 200, False),
            ("moved", 200, False),
            ("404", 404, True),
            ("410", 410, True),
            ("500", 500, True),
            ("403", 403, False),
            ("429", 429, False),
        ],
    )
    def test_answers(self, site, visitor, page, status, dead):
        answer = visitor.ask(f"{site}/{page}")
        assert (answer.status, answer.is_dead) == (status, dead)

    def test_asks_politely(self, site, visitor):
        visitor.ask(f"{site}/ok")
        assert [(method, path) for method, path, _ in Handler.asked] == [("HEAD", "/ok")]
        assert "LinkCheck" in Handler.asked[0][2]

    def test_waits_between_two_questions_to_one_host(self, site, visitor, monkeypatch):
        waits = []
        monkeypatch.setattr(visit.time, "sleep", waits.append)
        visitor.delay = 7.0
        visitor.ask(f"{site}/ok")
        assert waits == []
        visitor.ask(f"{site}/404")
        assert len(waits) == 2 and all(6 < wait <= 7 for wait in waits)

    def test_a_circle_of_redirects_ends(self, site, visitor):
        answer = visitor.ask(f"{site}/round")
        assert answer.is_dead and "redirects" in answer.error
        assert len(Handler.asked) == visit.MOST_REDIRECTS + 1

    @pytest.mark.parametrize("page", ["inside", "to-file"])
    def test_a_redirect_leads_nowhere_inside(self, site, visitor, page):
        answer = visitor.ask(f"{site}/{page}")
        assert answer.status == 0 and answer.error
        assert len(Handler.asked) == 1

    def test_a_slow_server_is_left(self, site, visitor):
        answer = visitor.ask(f"{site}/slow")
        assert answer.is_dead and answer.error

    def test_a_server_that_dribbles_is_left(self, site):
        begun = time.monotonic()
        answer = Visitor(delay=0, timeout=1, longest=0.3, allow_loopback=True).ask(f"{site}/drip")
        assert answer == Answer(0, "Nobody answered in time.")
        assert time.monotonic() - begun < 2

    def test_a_handshake_that_never_ends_is_left(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            begun = time.monotonic()
            visitor = Visitor(delay=0, timeout=5, longest=0.3, allow_loopback=True)
            answer = visitor.ask(f"https://127.0.0.1:{port}/")
        assert answer == Answer(0, "Nobody answered in time.")
        assert time.monotonic() - begun < 2

    def test_a_large_page_is_not_read_to_its_end(self, site, visitor):
        assert visitor.ask(f"{site}/big").status == 200
        assert Handler.sent < BIG

    def test_nobody_there(self, visitor):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        answer = visitor.ask(f"http://127.0.0.1:{port}/")
        assert answer.is_dead and "No answer" in answer.error

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://[::1]/",
            "http://0.0.0.0/",
            "http://10.0.0.1/",
            "http://172.16.0.9/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/",
            "http://100.64.0.1/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[2002:0a00:0001::]/",
            "http://[64:ff9b::a00:1]/",
            "http://[::10.0.0.1]/",
            "http://[fec0::1]/",
            "http://224.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
        ],
    )
    def test_addresses_inside_are_refused(self, url, monkeypatch):
        monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it connected"))
        answer = Visitor(delay=0).ask(url)
        assert answer.status == 0
        assert "not on the public internet" in answer.error or "no such host" in answer.error

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://example.org/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://",
            "http://user:word@example.org/",
            "http://example.org:22/",
            "http://example.org:99999/",
            "http://[",
            "",
            "http://exa mple.org/",
            "http://" + "a" * 300 + ".org/",
        ],
    )
    def test_odd_addresses_are_refused_with_words(self, url, monkeypatch):
        monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it connected"))
        answer = Visitor(delay=0).ask(url)
        assert answer.status == 0 and answer.error

    @pytest.mark.parametrize("where", ["93.184.216.34", "2606:2800::1", "64:ff9b::5db8:d822"])
    def test_addresses_outside_are_asked(self, where):
        """The last is how a network without IPv4 names 93.184.216.34."""
        assert Visitor()._is_outside(where)

    def test_a_name_with_one_address_inside_is_refused(self, monkeypatch):
        def lookup(*_, **__):
            return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        assert "public internet" in Visitor(delay=0).ask("http://two.example.org/").error

    def test_the_judged_address_is_the_one_that_is_asked(self, monkeypatch):
        """A name that answers differently the second time (DNS rebinding) is asked where it was judged."""
        connected = []

        def lookup(*_, **__):
            return [(2, 1, 6, "", ("93.184.216.34", 80))]

        def connect(where, *_):
            connected.append(where)
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        monkeypatch.setattr(socket, "create_connection", connect)
        Visitor(delay=0).ask("http://two.example.org/")
        assert connected == [("93.184.216.34", 80)]


@pytest.mark.django_db
class TestCommand:
    @pytest.fixture(autouse=True)
    def only_ours(self, site, visitor, record, monkeypatch):
        """Nothing of the demo links out, and the command may ask our own server."""
        ours = {}
        monkeypatch.setattr(check, "outside_links", lambda: ours)
        monkeypatch.setattr(Command, "visitor", lambda self: visitor)
        self.ours, self.site = ours, site

    def link(self, page):
        self.ours[f"{self.site}/{page}"] = []
        return f"{self.site}/{page}"

    def run(self, **options):
        out = io.StringIO()
        call_command("check_links", stdout=out, **options)
        return out.getvalue()

    def test_keeps_answers(self):
        good, bad = self.link("ok"), self.link("404")
        assert "2 links checked, 1 dead." in self.run()
        assert LinkCheck.objects.get(url=good).first_failed_at is None
        assert LinkCheck.objects.get(url=bad).status == 404

    def test_a_dry_run_asks_nothing(self):
        url = self.link("ok")
        said = self.run(dry_run=True)
        assert url in said and "1 links would be checked" in said
        assert Handler.asked == []
        assert not LinkCheck.objects.exists()

    def test_a_limit_takes_the_longest_unasked(self):
        first = self.link("a")
        with time_machine.travel(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), tick=False):
            self.run()
        second = self.link("b")
        self.run(limit=1)
        assert LinkCheck.objects.count() == 2
        newest = LinkCheck.objects.order_by("-checked_at").first()
        assert newest.url == second
        self.run(limit=1)
        assert LinkCheck.objects.order_by("-checked_at").first().url == first

    @pytest.mark.parametrize("limit", [0, -1])
    def test_an_odd_limit_is_refused(self, limit):
        with pytest.raises(CommandError):
            self.run(limit=limit)

    def test_the_first_failure_stays_until_it_answers_again(self):
        url = self.link("404")
        days = [datetime.datetime(2026, 1, day, tzinfo=datetime.UTC) for day in (1, 2, 3)]
        for day in days[:2]:
            with time_machine.travel(day, tick=False):
                check.keep(url, Answer(404))
        kept = LinkCheck.objects.get()
        assert (kept.first_failed_at, kept.checked_at) == (days[0], days[1])
        assert check.keep(url, Answer(200)).first_failed_at is None
        with time_machine.travel(days[2], tick=False):
            assert check.keep(url, Answer(500)).first_failed_at == days[2]

    def test_what_nothing_links_to_is_forgotten(self):
        url = self.link("404")
        self.run()
        self.ours.pop(url)
        self.run()
        assert not LinkCheck.objects.exists()
