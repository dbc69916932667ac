"""Programmes that are kept: one's own, or shared inside one school."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document

from portal.accounts import privacy
from portal.accounts.models import User
from tests.factories.training import add_activity, add_sheet
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from training.programme.address import address_of
from training.records.models import Programme, ProgrammeItem

pytestmark = pytest.mark.django_db

LIST = reverse("training:programmes")


def keep(client, numbers, kept="", **typed):
    """Keep a programme as the button does."""
    return client.post(address_of(numbers, "training:keep_programme", kept), {"name": "Autumn term", **typed})


def made(client, **typed) -> Programme:
    """Return a programme that `client` keeps."""
    answer = keep(client, [add_activity(title="Meet the team").pk, add_sheet(title="Our sheet").pk], **typed)
    assert answer.status_code == 302
    return Programme.objects.get(public_id=answer["Location"].strip("/").rpartition("/")[2])


def address(programme, name="kept_programme") -> str:
    return reverse(f"training:{name}", args=[programme.public_id])


def colleague() -> User:
    """Return a second reader of the school of the first."""
    user = User.objects.create_user("new@ravensmoor.example.org", name="New Colleague")
    user.school = person(READER).school
    user.save()
    return user


def test_a_programme_is_kept_opened_changed_and_deleted(signed_in):
    client = signed_in(READER)
    programme = made(client, dates="2 September", facilitator="Ms Ray")
    main = main_of(client.get(address(programme)))
    for words in ("Autumn term", "2 September", "With Ms Ray", "1.1 Meet the team", "Only you can open it"):
        assert words in main
    assert main.index("Meet the team") < main.index("Our sheet")
    file = client.get(f"{address(programme)}?as=docx")
    assert "With Ms Ray" not in file.headers["Content-Disposition"]
    assert Document(io.BytesIO(file.content)).core_properties.title == "Autumn term"
    assert "Facilitator: Ms Ray" in main_of(client.get(f"{address(programme)}?as=print"))
    numbers = list(programme.items.values_list("number", flat=True))
    build = address_of(numbers, kept=programme.mark)
    assert build.replace("&", "&amp;") in main
    assert "Change “Autumn term”" in main_of(client.get(build))
    moved = client.get(f"{build}&up={numbers[1]}")["Location"]
    assert f"kept={programme.mark}" in moved
    assert keep(client, numbers[::-1], programme.mark, name="Spring term").status_code == 302
    assert Programme.objects.get().name == "Spring term"
    assert [item.number for item in programme.items.all()] == numbers[::-1]
    main_of(client.get(address(programme, "delete_programme")))
    assert Programme.objects.exists()
    client.post(address(programme, "delete_programme"))
    assert not Programme.objects.exists()
    assert not ProgrammeItem.objects.exists()


def test_without_a_name_or_items_nothing_is_kept(signed_in):
    client = signed_in(READER)
    assert "Give the programme a name" in main_of(keep(client, [add_sheet().pk], name=" "), 400)
    assert keep(client, []).status_code == 400
    assert not Programme.objects.exists()


@pytest.mark.parametrize("shared", [False, True])
def test_who_sees_and_changes_it(signed_in, client, shared):
    programme = made(signed_in(READER), **({"shared": "yes"} if shared else {}))
    mine = programme.mark
    rights = {
        READER: (True, True),
        LEAD: (shared, shared),
        colleague().email: (shared, False),
        ELSEWHERE: (False, False),
        "ellen.vance@ambleford.example.org": (False, False),
    }
    for email, (sees, changes) in rights.items():
        client = signed_in(email)
        assert ("Autumn term" in main_of(client.get(LIST))) == sees, email
        for query in ("", "?as=docx", "?as=print"):
            assert client.get(address(programme) + query).status_code == (200 if sees else 404), email
        assert client.get(address(programme, "delete_programme")).status_code == (200 if changes else 404)
        if not changes:
            assert client.post(address(programme, "delete_programme")).status_code == 404
            assert keep(client, [1], mine).status_code == 404
        assert ("Autumn term" in main_of(client.get(address_of([1], kept=mine)))) == changes
        whole = address_of([1], "training:programme_page", mine)
        assert ("Autumn term" in main_of(client.get(whole))) == changes
    client.cookies.clear()
    assert client.get(address(programme)).status_code == 302
    assert "Autumn term" not in main_of(client.get(address_of([1], kept=mine)))
    assert programme.items.count() == 2


def test_two_at_once_lose_nothing(signed_in):
    """The later one is told, with what they typed; they put theirs in its place knowingly, or keep both."""
    programme = made(signed_in(READER), shared="yes")
    numbers = list(programme.items.values_list("number", flat=True))
    began = programme.mark
    assert keep(signed_in(LEAD), numbers[:1], began, name="The lead’s", shared="yes").status_code == 302
    client = signed_in(READER)
    for name in ("training:programme", "training:programme_page"):
        page = client.get(address_of(numbers, name, began))
        assert "A colleague changed this programme meanwhile" in main_of(page)
        assert began in page.text  # a step further, it is still known with what one began
    typed = {"name": "Mine & more", "dates": "9 May", "facilitator": "Ms Ray", "shared": "yes"}
    late = main_of(keep(client, numbers, began, **typed), 409)
    for words in (
        "Not kept",
        "Mine &amp; more",
        "9 May",
        "Ms Ray",
        "checked",
        "Put mine in its place",
        "Our sheet",
    ):
        assert words in late
    programme.refresh_from_db()
    assert (programme.name, programme.version, programme.items.count()) == ("The lead’s", 2, 1)
    assert keep(client, numbers, **typed).status_code == 302  # “Keep mine as another programme”
    assert Programme.objects.count() == 2
    assert programme.mark in late
    assert keep(client, numbers, programme.mark, **typed).status_code == 302  # “Put mine in its place”
    programme.refresh_from_db()
    assert (programme.name, programme.version, programme.items.count()) == ("Mine & more", 3, 2)


@pytest.mark.parametrize("version", ["", ".", ".0", ".-1", ".٣", ".x", "." + "9" * 30, ".1.1"])
def test_an_address_with_no_right_version_changes_nothing(signed_in, version):
    client = signed_in(READER)
    programme = made(client)
    numbers = list(programme.items.values_list("number", flat=True))
    main_of(client.get(address_of(numbers, kept=f"{programme.public_id}{version}")))
    assert keep(client, numbers[:1], f"{programme.public_id}{version}", name="Other").status_code == 409
    assert programme.items.count() == 2


def test_whoever_moves_to_another_school_leaves_what_they_shared(signed_in):
    shared, own = made(signed_in(READER), shared="yes"), made(signed_in(READER))
    User.objects.filter(email=READER).update(school=person(ELSEWHERE).school)
    client = signed_in(READER)
    assert client.get(address(shared)).status_code == 404
    assert client.get(address(own)).status_code == 200
    assert signed_in(ELSEWHERE).get(address(own)).status_code == 404
    assert signed_in(LEAD).get(address(shared)).status_code == 200


def test_without_a_school_it_is_not_shared(signed_in):
    programme = made(signed_in("tom.aldous@ambleford.example.org"), shared="yes")
    assert not programme.shared
    assert signed_in("ellen.vance@ambleford.example.org").get(address(programme)).status_code == 404


def test_a_page_that_went_is_named_by_the_title_it_had(signed_in):
    client = signed_in(READER)
    programme = made(client)
    sheet, activity = (programme.items.get(title__contains=word).page for word in ("sheet", "team"))
    sheet.title = "A draft title"
    sheet.save()
    sheet.unpublish()
    activity.delete()
    main = main_of(client.get(address(programme)))
    assert "A draft title" not in main
    for title in ("1.1 Meet the team", "Our sheet"):
        assert title in main
    numbers = list(programme.items.values_list("number", flat=True))
    assert len(numbers) == 2
    keep(client, numbers, programme.mark)
    assert [item.title for item in programme.items.all()] == ["1.1 Meet the team", "Our sheet"]
    assert "Our sheet" in main_of(client.get(f"{address(programme)}?as=print"))


def test_what_is_held_is_shown_erased_and_ends(signed_in):
    shared = made(signed_in(READER), shared="yes", facilitator="Asha Mistry")
    made(signed_in(READER))
    other = made(signed_in(LEAD), shared="yes", facilitator="Asha Mistry and Declan Roe")
    held = privacy.export_everything(person(READER))["records"]
    assert len(held["programmes"]) == 2
    assert held["programmes"][0]["items"] == ["1.1 Meet the team", "Our sheet"]
    assert [row["facilitator"] for row in held["programmes that name you"]] == ["Asha Mistry and Declan Roe"]
    privacy.erase_everything(person(READER))
    assert set(Programme.objects.values_list("pk", "maker", "facilitator")) == {
        (shared.pk, None, ""),
        (other.pk, person(LEAD).pk, ""),
    }
    assert "a former colleague" in main_of(signed_in(LEAD).get(LIST))
    Programme.objects.filter(pk=shared.pk).update(changed=timezone.now() - datetime.timedelta(days=731))
    call_command("expire_records", verbosity=0)
    assert list(Programme.objects.all()) == [other]


@pytest.mark.parametrize("count", [2, 50])
def test_few_questions_whatever_is_kept(signed_in, django_assert_max_num_queries, count):
    client, numbers = signed_in(READER), [add_sheet().pk, add_sheet().pk]
    for number in range(count):
        assert keep(client, numbers, name=f"Term {number}", shared="yes").status_code == 302
    client.get(LIST)
    with django_assert_max_num_queries(14):
        assert main_of(client.get(LIST)).count("<h3") == count
    assert keep(client, numbers, name="One more").status_code == (302 if count == 2 else 400)
