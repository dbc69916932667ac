"""Comments: written by people who are signed in, decided on, reported, and never seen where a page is not."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hub import comments
from hub.enums import Comments
from hub.models import Comment, CommentReport, CommentState
from portal.accounts import privacy
from portal.no_names import looks_personal
from tests.factories.accounts import PASSWORD, UserFactory
from tests.hub.conftest import DIRECTORY_EDITOR, EDITOR, LEAD, READER, TRAINER, person

pytestmark = pytest.mark.django_db
QUEUE = "/admin/hub/from-readers/"


@pytest.fixture
def article(add_article):
    return add_article("Ringing home", comments=Comments.OPEN)


def address(article) -> str:
    return f"/hub/comments/{article.pk}/add/"


def publish(article, text="It works here too", author=READER) -> Comment:
    comment = comments.write(article, person(author), text)
    comments.decide(comment, person(EDITOR), CommentState.PUBLISHED)
    return comment


def test_a_comment_waits_is_published_and_shows_who_wrote_it(signed_in, client, article):
    client = signed_in(READER)
    assert "Write a comment" in client.get(article.url).text
    assert client.post(address(article), {"text": "We do this at eight."}).status_code == 302
    comment = Comment.objects.get()
    assert comment.state == CommentState.WAITING
    assert "Waiting for an editor" in client.get(article.url).text
    assert "We do this at eight." not in Client().get(article.url).text
    client = signed_in(EDITOR)
    assert "We do this at eight." in client.get(QUEUE).text
    client.post(f"{QUEUE}{comment.pk}/decide/", {"decision": "publish"})
    seen = Client().get(article.url)
    assert "We do this at eight." in seen.text
    assert "Asha Mistry</strong>, Pastoral lead" in seen.text
    assert not seen.cookies
    comment.refresh_from_db()
    assert (comment.state, comment.decided_by) == (CommentState.PUBLISHED, person(EDITOR))


@pytest.mark.parametrize(
    ("setting", "shows", "takes"),
    [
        (Comments.OFF, False, False),
        (Comments.OPEN, True, True),
        (Comments.CLOSED, False, False),
        (Comments.READ_ONLY, True, False),
    ],
)
def test_the_four_settings(signed_in, article, setting, shows, takes):
    publish(article, "Seen or not")
    article.comments = setting
    article.save()
    client = signed_in(LEAD)
    seen = client.get(article.url).text
    assert ("Seen or not" in seen) == shows
    assert ("Write a comment" in seen) == takes
    assert (client.get(f"/hub/comments/{article.pk}/").status_code == 200) == shows
    client.post(address(article), {"text": "A new one"})
    assert Comment.objects.filter(text="A new one").exists() == takes


def test_signed_out_readers_are_sent_to_sign_in(client, article):
    assert f"/accounts/login/?next={address(article)}" in client.get(article.url).text
    assert client.get(address(article)).status_code == 302


def test_words_sent_after_the_session_ended_come_back(client, article):
    response = client.post(address(article), {"text": "Written for an hour"})
    assert response["Location"] == f"/accounts/login/?next={address(article)}"
    assert not Comment.objects.exists()
    colleague = UserFactory(role="Reader")
    signed_in = client.post(response["Location"], {"login": colleague.email, "password": PASSWORD})
    assert signed_in["Location"] == address(article)
    assert "Written for an hour" in client.get(address(article)).text
    assert "Written for an hour" not in client.get(address(article)).text


def test_what_they_write_stays_text(signed_in, article):
    text = "<script>alert(1)</script> see https://bad.example/ \u202e javascript:alert(1)"
    publish(article, text)
    seen = signed_in(READER).get(article.url).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert 'href="https://bad.example' not in seen


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Write something here"), ("   ", "Write something here"), ("a\x00b", "Null characters")],
)
def test_a_mistake_is_said(signed_in, article, text, said):
    response = signed_in(READER).post(address(article), {"text": text})
    assert said in response.text
    assert not Comment.objects.exists()


def test_what_is_too_long_is_said_with_the_limit_and_kept(signed_in, article):
    response = signed_in(READER).post(address(article), {"text": "word " * 40_000})
    assert "Use at most 2,000 characters" in response.text
    assert response.text.count("word ") > 39_000
    assert "maxlength" not in response.text.split("<main")[1]


def test_what_looks_like_a_child_is_asked_about_once(signed_in, article):
    client = signed_in(READER)
    text = "We helped a boy called Jamie, born on 3 May 2012"
    first = client.post(address(article), {"text": text})
    assert "looks like a name" in first.text
    assert "looks like a date of birth" in first.text
    assert not Comment.objects.exists()
    client.post(address(article), {"text": text, "looked": "1"})
    assert Comment.objects.get().text == text


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("The number is A123456789012.", True),
        ("The number is A12345678901B.", True),
        ("Ring 01632 960101 before nine", False),
        ("Born 04/05/2013", True),
        ("The meeting on 04/05/2031", False),
        ("Circular 10/99 of 1 September 1999", False),
        ("Ask Mrs Patel", True),
        ("The mother, Karen, came in", True),
        ("we met Jamie Smith at the gate", True),
        ("we use Operation Encompass and Keeping Children Safe", False),
        ("the Early Help team rang", False),
        ("", False),
    ],
)
def test_what_looks_like_a_person(text, finds):
    assert bool(looks_personal(text)) == finds


def test_the_same_words_twice_are_one_and_a_flood_is_refused(signed_in, article):
    client = signed_in(READER)
    for text in ("Same words", "same  words ", "Same words"):
        assert client.post(address(article), {"text": text}).status_code == 302
    assert Comment.objects.count() == 1
    answers = [client.post(address(article), {"text": f"Other {n}"}).status_code for n in range(4)]
    assert answers == [302, 302, 429, 429]
    late = client.post(address(article), {"text": "One more of mine"})
    assert "Wait ten minutes" in late.text
    assert "One more of mine" in late.text
    assert Comment.objects.count() == 3


def test_two_thousand_comments_make_a_light_page(client, article, django_assert_max_num_queries):
    author = person(READER)
    Comment.objects.bulk_create(
        Comment(page=article, author=author, text=f"Number {n}", digest=str(n), state=CommentState.PUBLISHED)
        for n in range(2000)
    )
    client.get(article.url)
    with django_assert_max_num_queries(15):
        seen = client.get(article.url)
    assert len(seen.content) < 100_000
    assert "Read all comments" in seen.text
    assert "Number 1999" in seen.text
    every = f"/hub/comments/{article.pk}/"
    with django_assert_max_num_queries(15):
        first = client.get(every)
    assert "Page 1 of 40" in first.text
    assert "Number 1999" in client.get(f"{every}?page=40").text
    assert client.get(f"{every}?page=abc").status_code == 200
    assert client.get(f"{every}?page=-7").status_code == 200


def test_more_comments_ask_no_more_questions(client, article, django_assert_max_num_queries):
    counts = []
    for many in (2, 50):
        while Comment.objects.count() < many:
            publish(article, f"Comment {Comment.objects.count()}")
        client.get(article.url)
        with django_assert_max_num_queries(15) as asked:
            client.get(article.url)
        counts.append(len(asked))
    assert counts[1] == counts[0]


def test_a_page_without_comments_asks_nothing_of_them(client, add_article, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    talk = comments.Conversation(add_article(), AnonymousUser())
    with django_assert_num_queries(0):
        assert (talk.is_shown, talk.newest, talk.has_more, talk.waiting) == (False, [], False, [])


@pytest.mark.parametrize("access", ["staff", "dsl"])
def test_comments_of_a_gated_page_never_leak(signed_in, client, add_article, access):
    article = add_article(comments=Comments.OPEN, access=access)
    comment = publish(article, "Only for colleagues", author=LEAD)
    every, report = f"/hub/comments/{article.pk}/", f"/hub/comments/report/{comment.pk}/"
    outside = Client()
    assert "Only for colleagues" not in outside.get(article.url).text
    assert outside.get(every).status_code == 404
    inside = signed_in(READER)
    may = access == "staff"
    assert ("Only for colleagues" in inside.get(article.url).text) == may
    assert (inside.get(every).status_code == 200) == may
    assert (inside.get(report).status_code == 200) == may
    assert (inside.get(address(article)).status_code == 200) == may


def test_comments_of_a_draft_are_nowhere(signed_in, article):
    comment = publish(article)
    article.unpublish()
    client = signed_in(READER)
    for path in (f"/hub/comments/{article.pk}/", address(article), f"/hub/comments/report/{comment.pk}/"):
        assert client.get(path).status_code == 404


def test_a_report_brings_a_comment_before_the_editors_again(signed_in, article):
    comment = publish(article)
    client = signed_in(LEAD)
    path = f"/hub/comments/report/{comment.pk}/"
    assert "Choose what is wrong" in client.post(path, {}).text
    for _ in range(2):
        assert client.post(path, {"reason": "names"}).status_code == 302
    assert CommentReport.objects.count() == 1
    client = signed_in(EDITOR)
    assert "Somebody could be recognised in it" in client.get(QUEUE).text
    client.post(f"{QUEUE}{comment.pk}/decide/", {"decision": "remove"})
    assert comment.text not in Client().get(article.url).text
    assert comment.text not in client.get(QUEUE).text
    assert CommentReport.objects.get().closed_at


def test_who_may_decide(signed_in, article, add_article):
    """Portal editors everywhere; a trainer on their own pages; nobody else."""
    other = add_article(comments=Comments.OPEN)
    article.maintainer = person(TRAINER)
    article.save()
    own = comments.write(article, person(READER), "On the trainer's page")
    foreign = comments.write(other, person(READER), "On another page")
    client = signed_in(TRAINER)
    seen = client.get(QUEUE).text
    assert "On the trainer&#x27;s page" in seen
    assert "On another page" not in seen
    for comment in (own, foreign):
        client.post(f"{QUEUE}{comment.pk}/decide/", {"decision": "publish"})
    own.refresh_from_db(), foreign.refresh_from_db()
    assert (own.state, foreign.state) == (CommentState.PUBLISHED, CommentState.WAITING)
    client = signed_in(DIRECTORY_EDITOR)
    assert "On another page" not in client.get(QUEUE).text
    client.post(f"{QUEUE}{foreign.pk}/decide/", {"decision": "publish"})
    client = signed_in(READER)
    client.post(f"{QUEUE}{foreign.pk}/decide/", {"decision": "publish"})
    foreign.refresh_from_db()
    assert foreign.state == CommentState.WAITING
    client = signed_in(EDITOR)
    assert client.get(f"{QUEUE}{foreign.pk}/decide/").status_code == 405
    client.post(f"{QUEUE}{foreign.pk}/decide/", {"decision": "nonsense"})
    foreign.refresh_from_db()
    assert foreign.state == CommentState.WAITING


def test_the_queue_asks_the_same_number_of_questions(signed_in, article, django_assert_max_num_queries):
    client = signed_in(EDITOR)
    counts = []
    for many in (2, 50):
        while Comment.objects.count() < many:
            comments.write(article, person(READER), f"Waiting {Comment.objects.count()}")
        client.get(QUEUE)
        with django_assert_max_num_queries(40) as asked:
            client.get(QUEUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_the_author_takes_a_comment_away(signed_in, article):
    comment = publish(article)
    path = f"/hub/comments/remove/{comment.pk}/"
    assert signed_in(LEAD).post(path).status_code == 404
    client = signed_in(READER)
    assert "Remove my comment" in client.get(article.url).text
    assert client.get(path).status_code == 200
    assert Comment.objects.exists()
    assert client.post(path).status_code == 302
    assert not Comment.objects.exists()


def test_forms_need_the_token(signed_in, article):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(READER).cookies
    assert strict.post(address(article), {"text": "x"}).status_code == 403


def test_own_comments_are_exported_and_erased(article):
    publish(article, "My words")
    publish(article, "Words of another", author=LEAD)
    Comment.objects.filter(author=person(LEAD)).update(decided_by=person(READER), decided_at=timezone.now())
    held = privacy.export_everything(person(READER))["hub"]
    assert [one["text"] for one in held["comments"]] == ["My words"]
    privacy.erase_everything(person(READER))
    assert [(one.text, one.decided_by) for one in Comment.objects.all()] == [("Words of another", None)]


def test_the_share_part_asks_nobody_else(client, add_article):
    article = add_article('Tea & "toast"?')
    text = client.get(article.url).text
    assert 'readonly value="http://localhost' in text
    (link,) = re.findall(r'href="(mailto:[^"]+)"', text.split('id="share"')[1].split("</section>")[0])
    assert "subject=Tea%20%26%20%22toast%22%3F&amp;body=" in link
    assert "%2Fhub%2Farticles%2Ftea-toast%2F" in link
