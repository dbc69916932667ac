"""What everything stands on: settings, refusals, request ids, logs, health and headers."""

import json
import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from portal import health
from portal.logs import JsonFormatter, RequestIdFilter
from portal.middleware import request_id
from portal.one_run import locked
from portal.settings import env

ADMINISTRATOR = "ellen.vance@ambleford.example.org"


class TestEnvironment:
    @pytest.mark.parametrize(("word", "meaning"), [("1", True), ("Yes", True), ("0", False), ("off", False)])
    def test_flag_knows_its_words(self, monkeypatch, word, meaning):
        monkeypatch.setenv("DEMO", word)
        assert env.flag("DEMO") is meaning

    def test_flag_refuses_another_word(self, monkeypatch):
        monkeypatch.setenv("DEMO", "perhaps")
        with pytest.raises(ImproperlyConfigured, match="DEMO must be 1 or 0"):
            env.flag("DEMO")

    def test_required_says_where_to_read_more(self, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", " ")
        with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY.*docs/operations/settings\.md"):
            env.required("SECRET_KEY")

    def test_words_are_split_at_commas(self, monkeypatch):
        monkeypatch.setenv("ALLOWED_HOSTS", "a.example.org, b.example.org,")
        assert env.words("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]

    def test_database_of_a_socket(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql://me:p%40ss@/portal?host=/run/pg")
        database = env.database()
        assert (database["NAME"], database["HOST"], database["PASSWORD"]) == ("portal", "/run/pg", "p@ss")

    def test_database_refuses_another_scheme(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "mysql://localhost/portal")
        with pytest.raises(ImproperlyConfigured, match="not 'mysql'"):
            env.database()

    def test_site_environment_does_not_overrule_what_is_set(self, monkeypatch, tmp_path):
        file = tmp_path / "site.env"
        file.write_text("# a comment\nBASE_URL=http://from-file\nSECURITY_CONTACT=a@example.org\n")
        monkeypatch.setenv("BASE_URL", "http://from-shell")
        monkeypatch.delenv("SECURITY_CONTACT", raising=False)
        env.use_site_environment(file)
        assert env.text("BASE_URL") == "http://from-shell"
        assert env.text("SECURITY_CONTACT") == "a@example.org"
        monkeypatch.delenv("SECURITY_CONTACT")

    def test_a_relative_folder_lies_in_the_checkout(self, monkeypatch, tmp_path, settings):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("VAR_DIR", "elsewhere/var")
        monkeypatch.delenv("DATABASE_URL", raising=False)
        folder = settings.BASE_DIR / "elsewhere" / "var"
        assert env.var_dir() == folder
        assert env.database()["NAME"].lstrip("/") == str(folder / "db.sqlite3").lstrip("/")

    def test_the_folder_may_be_set_in_the_site_environment(self, monkeypatch, tmp_path, settings):
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "set"))
        assert env.SITE_ENVIRONMENT == settings.BASE_DIR / "var" / "site.env"
        monkeypatch.delenv("VAR_DIR")
        file = tmp_path / "site.env"
        file.write_text(f"VAR_DIR={tmp_path / 'own'}\n")
        env.use_site_environment(file)
        assert env.var_dir() == tmp_path / "own"
        monkeypatch.delenv("VAR_DIR")

    def test_the_folder_is_made_with_those_above_it(self, tmp_path):
        with locked(tmp_path / "a" / "b" / "lock", wait=True) as is_ours:
            assert is_ours
            with locked(tmp_path / "a" / "b" / "lock", wait=False) as is_ours_too:
                assert not is_ours_too


def test_every_variable_is_documented(settings):
    """The table of docs/operations/settings.md names exactly what the settings read."""
    folder = settings.BASE_DIR / "portal" / "settings"
    source = "".join(file.read_text() for file in folder.glob("*.py") if file.name != "env.py")
    read = set(re.findall(r'env\.(?:text|required|flag|words)\(\s*"([A-Z_]+)"', source))
    read |= {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "VAR_DIR"}  # env.py itself reads these
    table = (settings.BASE_DIR / "docs" / "operations" / "settings.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read


BAD = [
    "/?q=%00",
    "/directory/services/?q=a%00b",
    "/%00",
    "/directory/%00/",
    "/?%00=1",
    "/?q=" + "a" * 257,
    "/?query=" + "a" * 300,
    "/?other=" + "a" * 2100,
    "/?" + "&".join(f"a{n}=1" for n in range(1100))[:2040] + "&" + "b" * 100,
]


@pytest.mark.django_db
class TestRefusals:
    @pytest.mark.parametrize("path", BAD, ids=lambda path: path[:20])
    def test_absurd_input_is_a_bad_request(self, client, path):
        response = client.get(path)
        assert response.status_code == 400
        assert "Content-Security-Policy" in response
        assert b"<h1" in response.content

    def test_nul_in_the_raw_query_is_a_bad_request(self, client):
        assert client.get("/", QUERY_STRING="q=\x00").status_code == 400

    @pytest.mark.parametrize("query", ["%ff%fe", "%ed%a0%80", "%F0%9F%98%80", "%27%22%3Cscript%3E", "%25s"])
    def test_odd_but_harmless_input_is_no_error(self, client, query):
        assert client.get(f"/directory/services/?q={query}").status_code in {200, 400}

    @pytest.mark.parametrize("path", ["/\xff/", "/\xed\xa0\x80/", "/directory/services/\xed\xb0\x80/"])
    def test_bytes_that_are_no_text_in_the_path_are_no_error(self, client, path):
        assert client.get("/", PATH_INFO=path).status_code in {400, 404}

    def test_another_host_is_a_bad_request(self, client):
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400

    def test_a_page_with_a_short_query_is_served(self, client):
        assert client.get("/?q=attendance").status_code == 200


@pytest.mark.django_db
class TestRequestId:
    def test_a_sound_id_is_taken_over(self, client):
        response = client.get("/livez", headers={"X-Request-ID": "abc-12345678"})
        assert response["X-Request-ID"] == "abc-12345678"

    @pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space 123", "a\tb-12345678"])
    def test_an_unsound_id_is_replaced(self, client, given):
        response = client.get("/livez", headers={"X-Request-ID": given})
        assert re.fullmatch(r"[0-9a-f-]{36}", response["X-Request-ID"])

    def test_the_id_is_forgotten_after_the_request(self, client):
        client.get("/livez")
        assert request_id.get() == "-"


class TestLogs:
    def record(self, message, *arguments, exc_info=None):
        record = logging.LogRecord("portal", logging.WARNING, __file__, 1, message, arguments, exc_info)
        RequestIdFilter().filter(record)
        return json.loads(JsonFormatter().format(record))

    def test_a_line_is_json_with_the_request_id(self):
        token = request_id.set("abcdefgh")
        line = self.record("Not Found: %s", "/nowhere/")
        request_id.reset(token)
        assert line["request_id"] == "abcdefgh"
        assert line["message"] == "Not Found: /nowhere/"
        assert line["level"] == "WARNING"

    @pytest.mark.django_db
    def test_a_missing_page_is_logged_with_its_request_id(self, client, caplog):
        caplog.handler.addFilter(RequestIdFilter())
        response = client.get("/there/is/no/such/page/")
        found = next(record for record in caplog.records if "Not Found" in record.getMessage())
        assert found.request_id == response["X-Request-ID"]

    def test_a_query_is_not_logged(self):
        line = self.record("Bad Request: %s", "/directory/?q=child+of+mine")
        assert line["message"] == "Bad Request: /directory/"

    def test_an_exception_is_one_line(self):
        try:
            raise ValueError("first\nsecond")
        except ValueError as error:
            line = self.record("failed", exc_info=(type(error), error, error.__traceback__))
        assert "ValueError" in line["exception"]


@pytest.mark.django_db
class TestHealth:
    def test_livez_asks_nothing_of_the_database(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = client.get("/livez")
        assert (response.status_code, response.content) == (200, b"ok")

    def test_readyz_is_ready(self, client):
        response = client.get("/readyz")
        assert response.status_code == 200, response.json()
        assert response.json() == {
            "ready": True,
            "database": True,
            "migrations": True,
            "media": True,
            "disk": True,
            "search": "sqlite" if connection.vendor == "sqlite" else "postgres",
        }

    @pytest.mark.parametrize(
        ("check", "name"),
        [
            ("database_answers", "database"),
            ("migrations_are_applied", "migrations"),
            ("media_can_be_written", "media"),
            ("disk_has_room", "disk"),
        ],
    )
    def test_readyz_says_what_is_wrong(self, client, monkeypatch, check, name):
        def fails():
            raise OSError("not today")

        monkeypatch.setattr(health, check, fails)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()[name] is False
        assert b"not today" not in response.content


COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def assert_safe(response):
    """Check the headers that every answer of the portal carries."""
    for name, value in COMMON.items():
        assert response[name] == value, name
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Request-ID"]
    policy = response["Content-Security-Policy"]
    assert "http" not in policy, "no other host"
    assert "unsafe-eval" not in policy


def is_strict(response) -> bool:
    """Return whether the answer lets no inline script and no inline style through."""
    policy = response["Content-Security-Policy"]
    return "unsafe-inline" not in policy and ("default-src 'self'" in policy or "'none'" in policy)


@pytest.mark.django_db
class TestHeaders:
    def test_page(self, client):
        response = client.get("/")
        assert response.status_code == 200
        assert_safe(response)
        assert is_strict(response)
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    def test_admin(self, signed_in):
        response = signed_in(ADMINISTRATOR).get("/admin/")
        assert response.status_code == 200
        assert_safe(response)
        assert "script-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_document(self, client, settings, tmp_path):
        from wagtail.documents.models import Document

        settings.MEDIA_ROOT = tmp_path
        document = Document.objects.create(title="List", file=ContentFile(b"a,b\n", name="list.csv"))
        response = client.get(document.url)
        assert response.status_code == 200
        assert_safe(response)
        assert is_strict(response)

    def test_static(self, client):
        response = client.get("/static/wagtailadmin/css/core.css")
        assert response.status_code == 200
        assert_safe(response)

    def test_json(self, client):
        response = client.get("/readyz")
        assert_safe(response)
        assert "no-store" in response["Cache-Control"]

    def test_error(self, client):
        response = client.get("/there/is/no/such/page/")
        assert response.status_code == 404
        assert_safe(response)
        assert is_strict(response)

    def test_account_pages_are_not_stored(self, client):
        response = client.get(reverse("account_login"))
        assert "no-store" in response["Cache-Control"]

    def test_a_public_page_is_not_stored_for_somebody_signed_in(self, signed_in):
        assert "no-store" in signed_in(ADMINISTRATOR).get("/")["Cache-Control"]


@pytest.mark.django_db
class TestAddresses:
    @pytest.mark.parametrize(
        ("following", "lands"),
        [
            ("/admin/pages/", "/admin/pages/"),
            ("https://evil.example", "/admin/"),
            ("//evil.example/", "/admin/"),
            ("", "/admin/"),
        ],
    )
    def test_wagtails_own_sign_in_leads_to_ours(self, client, following, lands):
        response = client.get("/admin/login/", {"next": following})
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))
        assert response["Location"].endswith(lands.replace("/", "%2F"))

    def test_a_password_posted_to_wagtails_sign_in_is_not_looked_at(self, client):
        response = client.post("/admin/login/", {"username": "a@example.org", "password": "x"})
        assert response["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("path", ["", "done/", "confirm/a/b/", "complete/"])
    def test_wagtails_own_password_reset_leads_to_ours(self, client, path):
        response = client.get(f"/admin/password_reset/{path}")
        assert response["Location"] == reverse("account_reset_password")

    def test_robots(self, client):
        text = client.get("/robots.txt").content.decode()
        assert "Disallow: /admin/" in text
        assert "/sitemap.xml" in text

    def test_security_txt(self, client):
        text = client.get("/.well-known/security.txt").content.decode()
        assert "Contact: mailto:" in text
        assert "Expires: " in text

    def test_favicon(self, client):
        assert client.get("/favicon.ico").status_code == 302

    def test_sitemap_holds_only_what_is_public(self, client, demo):
        response = client.get("/sitemap.xml")
        assert response.status_code == 200
        addresses = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", response.content.decode())
        assert any(address.startswith("/directory/services/") for address in addresses)
        failing = {address for address in addresses if client.get(address).status_code != 200}
        assert not failing
