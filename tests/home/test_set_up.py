"""The first steps of an empty portal, from the key to the first number."""

import re
import time
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from django.core.management import call_command

from directory.models import Service
from home.set_up import keys
from portal.accounts.models import User
from portal.content.models import Area, PortalSettings
from tests.sessions import signed_in_session

ACCOUNT = {"name": "Test Admin", "email": "Admin@test.example.org", "password": "harbour lantern pebble"}
PORTAL = {
    "name": "Test portal",
    "publisher": "Test Council",
    "strapline": "for schools",
    "contact_email": "a@b.org",
}
COLOURS = {
    "colour_brand": "#0d4a5a",
    "colour_brand_deep": "#08323e",
    "colour_link": "#0a5c8f",
    "colour_go": "#0f6b4f",
}
SERVICE = {
    "name": "Aford Front Door",
    "organisation": "Aford Council",
    "summary": "Advice and safeguarding",
    "phone": "01632 960101",
    "email": "",
    "opens": "08:45",
    "closes": "17:15",
}


def printed_link():
    """Return the path that the command prints."""
    answer = StringIO()
    call_command("set_up_key", stdout=answer)
    return re.search(r"http://[^/]+(/\S*)", answer.getvalue())[1]


@pytest.fixture
def begun(client, empty_portal):
    """A client that has made the first account."""
    client.get(printed_link())
    client.post("/set-up/account/", ACCOUNT)
    return client


@pytest.fixture
def administrator(begun):
    """A client of an administrator with both steps done."""
    user = User.objects.get()
    Authenticator.objects.create(user=user, type="totp", data={})
    session = begun.session
    session.update(signed_in_session(user))
    session.save()
    return begun


def at(step):
    return f"/set-up/{step}/"


class TestWholeWay:
    def test_from_the_key_to_the_first_number(self, client, empty_portal, monkeypatch):
        # Outside a test each request has ended its transaction by the time it answers.
        monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **kwargs: then())
        assert client.get(printed_link()).url == at("account")
        assert client.post(at("account"), ACCOUNT).url == at("second-factor")

        assert client.get(at("portal")).url == at("second-factor")
        assert "authenticator app" in client.get(at("second-factor")).text
        assert "Not set up yet" in client.post(at("second-factor")).text
        self.set_up_second_factor(client)
        assert client.post(at("second-factor")).url == at("portal")

        assert client.post(at("portal"), PORTAL).url == at("authorities")
        two = {
            "place": "Aford",
            "authority": "Aford Council",
            "place_2": "Bmere",
            "authority_2": "Bmere Council",
        }
        assert client.post(at("authorities"), two).url == at("colours")
        assert client.post(at("colours"), COLOURS).url == at("first-service")
        area = Area.objects.get(slug="aford")
        assert client.post(at("first-service"), {**SERVICE, "area": area.pk}).url == at("done")
        assert "is ready" in client.get(at("done")).text

        client.cookies.clear()
        home = client.get("/").text
        assert "tel:+441632960101" in home
        assert "Test portal" in home
        assert client.get("/directory/services/aford-front-door/").status_code == 200
        assert client.get("/privacy/").status_code == 200

    def set_up_second_factor(self, client):
        """Set up an authenticator app, as allauth's own page asks."""
        page = client.get("/accounts/2fa/totp/activate/")
        assert page.status_code == 200
        secret = client.session["mfa.totp.secret"]
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302


class TestKey:
    @pytest.mark.parametrize("key", ["", "wrong", "set-up:x:y", "\u2603"])
    def test_wrong_key_opens_nothing(self, client, empty_portal, key):
        assert client.get("/set-up/", {"key": key}).status_code == 404
        assert client.get(at("account")).status_code == 404
        assert client.post(at("account"), ACCOUNT).status_code == 404
        assert not User.objects.exists()

    def test_old_key_opens_nothing(self, client, empty_portal, monkeypatch):
        link = printed_link()
        later = time.time() + keys.LIFETIME_SECONDS + 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert client.get(link).status_code == 404

    def test_key_is_over_once_there_is_an_administrator(self, client, empty_portal):
        link = printed_link()
        client.get(link)
        admin = User.objects.create_user("first@test.example.org", name="First")
        admin.groups.add(Group.objects.get(name="Administrator"))
        assert client.get(link).status_code == 404
        assert client.post(at("account"), ACCOUNT).status_code == 404
        answer = StringIO()
        call_command("set_up_key", stdout=answer)
        assert "key=" not in answer.getvalue()

    def test_steps_are_closed_to_others(self, client, empty_portal):
        reader = User.objects.create_user("reader@test.example.org", name="Reader")
        for user in (None, reader):
            if user:
                session = client.session
                session.update(signed_in_session(user))
                session.save()
            for step in ("", "account/", "second-factor/", "portal/", "done/", "nonsense/"):
                assert client.get(f"/set-up/{step}").status_code == 404
                assert client.post(f"/set-up/{step}").status_code in {404, 405}


class TestAccount:
    def test_makes_an_administrator_with_a_proven_address(self, begun):
        user = User.objects.get()
        assert user.email == "admin@test.example.org"
        assert user.role_names == ["Administrator"]
        assert not user.is_superuser
        assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()
        assert int(begun.session["_auth_user_id"]) == user.pk

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", ""), ("email", "nobody"), ("password", "short"), ("password", "password1234")],
    )
    def test_refuses_on_the_field(self, client, empty_portal, field, value):
        client.get(printed_link())
        response = client.post(at("account"), {**ACCOUNT, field: value})
        assert field in response.context["form"].errors
        assert not User.objects.exists()

    def test_only_once(self, begun):
        assert begun.post(at("account"), {**ACCOUNT, "email": "b@test.example.org"}).status_code == 302
        assert User.objects.count() == 1


class TestSteps:
    def test_resumes_where_it_stopped(self, administrator):
        assert administrator.get("/set-up/").url == at("portal")
        administrator.post(at("portal"), PORTAL)
        assert administrator.get("/set-up/").url == at("authorities")
        assert administrator.get(at("first-service")).url == at("authorities")
        administrator.post(at("authorities"), {"place": "Aford", "authority": "Aford Council"})
        assert administrator.get("/set-up/").url == at("colours")

    def test_pale_colours_are_refused(self, administrator):
        response = administrator.post(at("colours"), {**COLOURS, "colour_link": "#cccccc"})
        assert "Too pale" in str(response.context["form"].errors["colour_link"])
        assert PortalSettings.objects.get().colour_link != "#cccccc"

    def test_going_back_changes_the_authorities_and_adds_none(self, administrator):
        administrator.post(at("authorities"), {"place": "Afrod", "authority": "Afrod Council"})
        administrator.post(at("authorities"), {"place": "Aford", "authority": "Aford Council"})
        assert list(Area.objects.values_list("name", flat=True)) == ["Aford"]
        assert PortalSettings.objects.get().home_authority.name == "Aford"

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"place": "", "authority": "A"}, "place"),
            ({"place": "A", "authority": "A", "place_2": "B"}, "authority_2"),
            ({"place": "A", "authority": "A", "place_2": "a", "authority_2": "B"}, "place_2"),
        ],
    )
    def test_authorities_are_refused_on_the_field(self, administrator, data, field):
        assert field in administrator.post(at("authorities"), data).context["form"].errors
        assert not Area.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "ring us"),
            ("phone", "12"),
            ("closes", "08:00"),
            ("organisation", ""),
            ("area", "999"),
            ("opens", "x"),
        ],
    )
    def test_service_is_refused_on_the_field(self, administrator, field, value):
        administrator.post(at("authorities"), {"place": "Aford", "authority": "Aford Council"})
        data = {**SERVICE, "area": Area.objects.get().pk, field: value}
        assert field in administrator.post(at("first-service"), data).context["form"].errors
        assert not Service.objects.exists()

    def test_service_is_published_and_checked(self, administrator):
        administrator.post(at("authorities"), {"place": "Aford", "authority": "Aford Council"})
        administrator.post(at("first-service"), {**SERVICE, "area": Area.objects.get().pk})
        service = Service.objects.get()
        assert service.live
        assert service.maintainer == User.objects.get()
        assert service.newest_assurance.assurer == service.maintainer
        assert service.main_phone.number == "+441632960101"
        assert service.organization.live

    def test_over_once_there_is_a_service(self, administrator):
        administrator.post(at("authorities"), {"place": "Aford", "authority": "Aford Council"})
        administrator.post(at("first-service"), {**SERVICE, "area": Area.objects.get().pk})
        for step in ("portal", "authorities", "colours", "first-service", "account"):
            assert administrator.post(at(step), PORTAL).url == at("done")
