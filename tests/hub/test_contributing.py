"""Good practice from schools: written in steps, kept, sent once, read, sent back, published."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import TaskState, Workflow, WorkflowPage

from hub import contributing
from hub.models import ArticlePage, CaseStudyPage, Contribution, ContributionDraft, HubSectionPage, Kind
from hub.workflow import ensure_workflow
from portal.accounts import privacy
from tests.factories.accounts import PASSWORD, UserFactory
from tests.hub.conftest import EDITOR, LEAD, READER, TRAINER, person

pytestmark = pytest.mark.django_db
START, SENT = "/hub/contribute/", "/hub/contributions/"
WORDS = {
    "about": {
        "kind": "article",
        "title": "Ringing home before nine",
        "standfirst": "Two calls before nine bring half of them in.",
    },
    "done": {"context": "Mornings were hard.", "done": "We ring twice.\n\nThen we walk round."},
    "changed": {"changed": "Half as many are away.", "childs_experience": "Somebody noticed."},
    "names": {"naming": "both", "name_shown": "Asha Mistry, pastoral lead", "agreed": "on"},
}


@pytest.fixture
def write(signed_in, hub):
    """Fill in every step as somebody: `write(READER, about={"title": "Other"})`; give the client."""

    def write_(email=READER, **changes):
        client = signed_in(email)
        for name, words in WORDS.items():
            response = client.post(f"{START}{name}/", words | changes.get(name, {}))
            assert response.status_code == 302, response.text
        assert response["Location"] == f"{START}check/"
        return client

    return write_


@pytest.fixture
def sent(write):
    """Send a contribution; give it."""

    def send(email=READER, **changes) -> Contribution:
        client = write(email, **changes)
        assert client.post(f"{START}check/").status_code == 302
        return Contribution.objects.first()

    return send


def decide(contribution, action, comment=""):
    """Let an editor approve or reject what was sent."""
    state = TaskState.objects.get(workflow_state__object_id=str(contribution.page_id), status="in_progress")
    getattr(state, action)(user=person(EDITOR), comment=comment)


def test_the_first_page_is_for_everybody_and_the_steps_are_not(client, hub):
    assert "Sign in and start" in client.get(START).text
    for path in (f"{START}about/", f"{START}check/", SENT):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_it_becomes_a_draft_in_a_workflow_with_the_name_and_school(write):
    client = write()
    check = client.get(f"{START}check/").text
    assert "Half as many are away." in check
    assert "My name and my school" in check
    client.post(f"{START}check/")
    contribution = Contribution.objects.get()
    assert contribution.credit == "Asha Mistry, pastoral lead, Ravensmoor High School" or (
        contribution.credit.startswith("Asha Mistry, pastoral lead, Ravensmoor")
    )
    page = ArticlePage.objects.get(pk=contribution.page_id)
    assert (page.live, page.title, page.slug) == (
        False,
        "Ringing home before nine",
        "ringing-home-before-nine",
    )
    assert page.get_parent().specific.holds == Kind.ARTICLE
    assert page.workflow_in_progress
    assert "<h2>What we did</h2><p>We ring twice.</p><p>Then we walk round.</p>" in str(page.body)
    assert "An editor is reading it" in client.get(SENT).text
    assert not ContributionDraft.objects.exists()
    assert Client().get(page.url).status_code == 404


def test_a_case_study_has_its_own_fields(sent):
    contribution = sent(about={"kind": "casestudy"})
    page = CaseStudyPage.objects.get(pk=contribution.page_id)
    assert (page.context, page.outcome) == ("Mornings were hard.", "Half as many are away.")
    assert page.childs_experience == "Somebody noticed."
    assert page.get_parent().specific.holds == Kind.CASE_STUDY


def test_an_editor_publishes_it_and_the_page_names_who_agreed(signed_in, sent):
    contribution = sent()
    decide(contribution, "approve", comment="Lovely")
    contribution.page.refresh_from_db()
    assert contribution.page.live
    seen = Client().get(contribution.page.url).text
    assert "Contributed by Asha Mistry, pastoral lead, Ravensmoor" in seen
    mine = signed_in(READER).get(SENT).text
    assert "Published" in mine
    assert contribution.page.url in mine


@pytest.mark.parametrize(("naming", "shown"), [("school", "Contributed by Ravensmoor"), ("nobody", "")])
def test_nobody_is_named_who_did_not_agree(sent, naming, shown):
    contribution = sent(names={"naming": naming})
    decide(contribution, "approve")
    seen = Client().get(contribution.page.url).text
    assert "Asha Mistry" not in seen
    assert ("Contributed by" in seen) == bool(shown)
    assert shown in seen


def test_sent_back_changed_and_sent_again(signed_in, sent):
    contribution = sent()
    path = f"{SENT}{contribution.public_id}/"
    client = signed_in(READER)
    assert "It cannot be changed now" in client.get(path).text
    decide(contribution, "reject", comment="How many calls? <b>Say</b>")
    mine = client.get(SENT).text
    assert "Sent back to you: please change it" in mine
    assert "How many calls? &lt;b&gt;Say&lt;/b&gt;" in mine
    form = client.get(path)
    assert "We ring twice." in form.text
    words = {name: value for step in WORDS.values() for name, value in step.items()}
    assert client.post(path, words | {"done": "We ring exactly twice."}).status_code == 302
    assert "An editor is reading it" in client.get(SENT).text
    assert "It cannot be changed now" in client.post(path, words | {"done": "A third text"}).text
    decide(contribution, "approve")
    seen = Client().get(contribution.page.url).text
    assert "We ring exactly twice." in seen
    assert "A third text" not in seen


def test_others_contributions_are_not_found(signed_in, sent):
    contribution = sent()
    decide(contribution, "reject")
    client = signed_in(LEAD)
    assert client.get(f"{SENT}{contribution.public_id}/").status_code == 404
    assert contribution.title not in client.get(SENT).text


def test_sent_twice_is_one(write):
    client = write()
    draft = ContributionDraft.objects.get()
    assert client.post(f"{START}check/").status_code == 302
    assert client.post(f"{START}check/")["Location"] == SENT
    assert contributing.send(draft, person(READER)) is None  # two clicks at the same moment
    assert Contribution.objects.count() == 1
    assert ArticlePage.objects.filter(title=WORDS["about"]["title"]).count() == 1


def test_what_was_written_outlives_the_session(client, write):
    colleague = UserFactory(role="Reader", school=person(READER).school)
    write(colleague.email)
    client.cookies.clear()  # the session has ended
    check = f"{START}check/"
    response = client.post(check)
    assert response["Location"] == f"/accounts/login/?next={check}"
    client.post(response["Location"], {"login": colleague.email, "password": PASSWORD})
    assert "Half as many are away." in client.get(check).text
    assert client.post(check)["Location"] == SENT
    assert Contribution.objects.count() == 1


def test_a_step_sent_after_the_session_ended_comes_back(client, hub):
    colleague = UserFactory(role="Reader")
    path = f"{START}done/"
    response = client.post(path, WORDS["done"])
    assert not ContributionDraft.objects.exists()
    client.post(response["Location"], {"login": colleague.email, "password": PASSWORD})
    seen = client.get(path).text
    assert "We ring twice." in seen
    assert "Mornings were hard." in seen


def test_too_much_text_is_said_with_the_limit_and_kept(signed_in, hub):
    response = signed_in(READER).post(f"{START}done/", {"context": "x", "done": "word " * 40_000})
    assert response.status_code == 200
    assert "Use at most 20,000 characters" in response.text
    assert response.text.count("word") > 39_000
    assert not ContributionDraft.objects.exists()


def test_scripts_and_odd_titles_stay_text(sent):
    nasty = "<script>alert(1)</script> {{ 7*7 }} <img src=x onerror=alert(1)> [a](javascript:alert(1))"
    contribution = sent(about={"title": "🎉🎉🎉"}, done={"context": nasty, "done": nasty})
    decide(contribution, "approve")
    response = Client().get(contribution.page.url)
    assert response.status_code == 200
    main = response.text.split("<main")[1].split("</main>")[0]
    assert "<script>alert" not in main
    assert "<img" not in main
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in main


@pytest.mark.parametrize(
    ("step", "words", "said"),
    [
        ("about", {"kind": "barrier"}, "Select a valid choice"),
        ("about", {"title": ""}, "Give it a title"),
        ("about", {"title": "x" * 121}, "Use at most 120 characters"),
        ("done", {"done": ""}, "Write something here"),
        ("done", {"done": "a\x00b"}, "Null characters"),
        ("names", {"naming": ""}, "Choose whom we may name"),
        ("names", {"name_shown": ""}, "Write the name to show"),
        ("names", {"agreed": ""}, "Make sure of this"),
    ],
)
def test_a_mistake_is_said(signed_in, hub, step, words, said):
    response = signed_in(READER).post(f"{START}{step}/", WORDS[step] | words)
    assert response.status_code == 200
    assert said in response.text
    assert "There is a problem" in response.text
    assert not ContributionDraft.objects.exists()


def test_what_looks_like_a_child_is_asked_about_once(signed_in, hub):
    client = signed_in(READER)
    words = WORDS["done"] | {"done": "We met Jamie, a boy called Jamie."}
    assert "Have another look" in client.post(f"{START}done/", words).text
    assert client.post(f"{START}done/", words | {"looked": "1"}).status_code == 302


def test_a_step_left_out_is_asked_for(signed_in, hub):
    client = signed_in(READER)
    assert client.get(f"{START}check/")["Location"] == START
    client.post(f"{START}about/", WORDS["about"])
    assert client.get(f"{START}check/")["Location"] == f"{START}done/"
    assert client.post(f"{START}check/")["Location"] == f"{START}done/"
    assert client.get(f"{START}nonsense/").status_code == 404
    assert not Contribution.objects.exists()


def test_ten_a_day_are_enough_and_the_text_stays(write, monkeypatch):
    monkeypatch.setattr("hub.views.contribute.MOST_A_DAY", 0)
    client = write()
    response = client.post(f"{START}check/")
    assert response.status_code == 429
    assert "everything is kept" in response.text
    assert ContributionDraft.objects.exists()


def test_a_shelf_that_is_gone_loses_nothing_and_breaks_nothing(write):
    client = write()
    HubSectionPage.objects.get(holds=Kind.ARTICLE).delete()
    for answer in (client.get(f"{START}check/"), client.post(f"{START}check/")):
        assert answer.status_code == 404
    assert ContributionDraft.objects.get().answers["title"] == WORDS["about"]["title"]


def test_without_shelves_it_says_so(client, demo):
    HubSectionPage.objects.filter(holds=Kind.ARTICLE).update(holds="other")
    assert "Contributions are not taken yet" in client.get(START).text


def test_a_page_that_editors_took_away_is_told_plainly(signed_in, sent):
    contribution = sent()
    contribution.page.delete()
    assert "Not published: an editor took it away" in signed_in(READER).get(SENT).text


def test_how_it_stands_asks_the_same_number_of_questions(signed_in, sent, django_assert_max_num_queries):
    counts = []
    for many in (2, 12):
        while Contribution.objects.count() < many:
            contribution = sent(about={"title": f"Practice {Contribution.objects.count()}"})
            if Contribution.objects.count() == 1:
                decide(contribution, "reject", comment="Say more")
        client = signed_in(READER)
        client.get(SENT)
        with django_assert_max_num_queries(15) as asked:
            client.get(SENT)
        counts.append(len(asked))
        if many == 2:
            from django.core.cache import cache

            cache.clear()
    assert counts[0] == counts[1]


def test_the_workflow_is_made_once_and_an_editors_choice_stands(hub):
    first = ensure_workflow(hub)
    assert ensure_workflow(hub) == first
    assert first.workflow_tasks.count() == 1
    task = first.tasks.first().specific
    assert set(task.groups.values_list("name", flat=True)) == {"Portal editor", "Administrator"}
    other = Workflow.objects.create(name="Another")
    WorkflowPage.objects.filter(page=hub.pk).update(workflow=other)
    assert ensure_workflow(hub) == other


def test_a_trainer_adds_and_submits_and_does_not_publish(signed_in, hub):
    shelf = HubSectionPage.objects.get(holds=Kind.ARTICLE)
    rights = shelf.permissions_for_user(person(TRAINER))
    assert rights.can_add_subpage()
    assert not rights.can_publish_subpage()
    client = signed_in(TRAINER)
    assert client.get(f"/admin/pages/add/hub/articlepage/{shelf.pk}/").status_code == 200
    other = shelf.get_children().first()
    if other:
        assert not other.permissions_for_user(person(TRAINER)).can_edit()
    assert (
        Group.objects.get(name="Portal editor")
        .page_permissions.filter(permission__codename="publish_page")
        .exists()
    )


def test_what_was_sent_is_exported_and_the_name_erased(sent, write):
    contribution = sent()
    decide(contribution, "approve")
    write(about={"title": "Not sent yet"})
    held = privacy.export_everything(person(READER))["hub"]
    assert held["contributions"][0]["title"] == WORDS["about"]["title"]
    assert held["contribution not sent"]["title"] == "Not sent yet"
    privacy.erase_everything(person(READER))
    contribution.refresh_from_db()
    assert (contribution.contributor, contribution.name_shown, contribution.answers) == (None, "", {})
    assert not ContributionDraft.objects.exists()
    seen = Client().get(contribution.page.url).text
    assert "Asha Mistry" not in seen
    assert "Contributed by Ravensmoor" in seen


def test_old_beginnings_go(write):
    import datetime

    from django.utils import timezone

    write()
    ContributionDraft.objects.update(changed=timezone.now() - datetime.timedelta(days=200))
    privacy.expire_everything(timezone.now() - datetime.timedelta(days=183))
    assert not ContributionDraft.objects.exists()
