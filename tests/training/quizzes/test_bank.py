"""The question bank, "Make a quiz of these", and marking again, as the admin shows them."""

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.content.models import GuidanceRecord, Tag, Topic
from tests.factories.quizzes import (
    add_attempt,
    add_bank_item,
    add_quiz,
    owner,
    publish_again,
    rows,
    single,
)
from tests.factories.training import add_module
from training.quizzes.models import BankItem, QuizPage, Regrade

pytestmark = pytest.mark.django_db
TRAINER, EDITOR = "tom.aldous@ambleford.example.org", "marguerite.osei@ambleford.example.org"
MAKE = "/admin/quizzes/from-bank/"


def from_bank(question: BankItem) -> dict:
    return {"type": "from_bank", "id": f"row-{question.pk}", "value": {"question": question.pk}}


def test_a_trainer_makes_a_draft_and_attaches_it_to_a_draft(signed_in):
    client = signed_in(TRAINER)
    questions = [add_bank_item(title=f"Question {place}") for place in range(8)]
    module = add_module(owner=owner(), title="Whom to ring")
    shown = client.get(MAKE).text
    assert all(question.title in shown for question in questions)
    posted = {"questions": [one.pk for one in questions], "title": "Eight questions", "module": module.pk}
    answer = client.post(MAKE, posted)
    quiz = QuizPage.objects.get(title="Eight questions")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    assert not quiz.live
    assert [child.value["question"] for child in quiz.items] == questions
    assert quiz.maintainer == owner()
    module.refresh_from_db()
    assert module.quiz is None  # readers see no change before it is published
    assert module.get_latest_revision_as_object().quiz == quiz
    assert client.get(answer.url).status_code == 200
    assert client.post(MAKE, posted).status_code == 302
    assert QuizPage.objects.get(slug="eight-questions-2")


def test_somebody_elses_module_is_not_offered_and_not_taken(signed_in):
    client = signed_in(TRAINER)
    question, module = add_bank_item(), add_module(title="Not Tom's")
    assert module.title not in client.get(MAKE).text
    answer = client.post(MAKE, {"questions": [question.pk], "title": "Mine", "module": module.pk})
    assert answer.status_code == 200
    assert not QuizPage.objects.filter(title="Mine").exists()
    assert "Not Tom" in signed_in(EDITOR).get(MAKE).text


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"title": "A quiz"}, "Tick at least one question."),
        ({"title": ""}, "Give the quiz a title."),
        ({"questions": ["999999"], "title": "A quiz"}, "999999"),
        ({"questions": ["x\0"], "title": "A quiz"}, "x"),
    ],
)
def test_what_is_missing_is_said(signed_in, posted, said):
    add_bank_item()
    answer = signed_in(TRAINER).post(MAKE, posted)
    assert answer.status_code == 200
    assert said in answer.text
    assert not QuizPage.objects.filter(title="A quiz").exists()


def test_the_list_is_filtered_and_tells_what_a_question_lacks(signed_in):
    topic = Topic.objects.first()
    bare = add_bank_item(single("bare", general_feedback=""), title="Bare one")
    bare.topics.add(topic)
    bare.save()
    record = GuidanceRecord.objects.filter(live=True).first()
    add_bank_item(single("full", cites=rows(record.pk, prefix="cite")), title="Full one")
    add_bank_item(title="A draft", live=False)
    client = signed_in(TRAINER)
    of_topic = client.get(MAKE, {"topic": topic.slug}).text
    assert "Bare one" in of_topic
    assert "without an explanation" in of_topic
    assert "Full one" not in of_topic
    everything = client.get(MAKE).text
    assert "Full one" in everything
    assert "A draft" not in everything
    assert "No question of the bank fits" in client.get(MAKE, {"topic": "no-such-topic"}).text


def test_the_screen_asks_as_many_questions_of_the_database_for_two_as_for_fifty(
    signed_in, django_assert_max_num_queries
):
    client = signed_in(EDITOR)
    record = GuidanceRecord.objects.filter(live=True).first()
    client.get(MAKE)

    def add(count):
        for place in range(count):
            add_bank_item(single(f"q{place}", cites=rows(record.pk, prefix="cite")), title=f"{place}")

    add(2)
    with django_assert_max_num_queries(200) as few:
        client.get(MAKE)
    add(48)
    with django_assert_max_num_queries(len(few)):
        client.get(MAKE)


def test_the_bank_says_where_a_question_stands(signed_in):
    question, other = add_bank_item(title="Used"), add_bank_item(title="Pooled")
    pool = {"name": "Pool", "draw": 1, "items": [from_bank(question), from_bank(other)]}
    for _ in range(2):
        page = add_quiz([from_bank(question), {"type": "pool", "id": "p", "value": {**pool, "items": [
            from_bank(other), single()]}}])  # fmt: skip
        ReferenceIndex.create_or_update_for_object(page)
    client = signed_in(EDITOR)
    listed = client.get(reverse("wagtailsnippets_quizzes_bankitem:list")).text
    assert listed.count("Used") >= 1
    usage = client.get(reverse("wagtailsnippets_quizzes_bankitem:usage", args=[question.pk])).text
    assert page.title in usage
    assert "2" in usage


def test_a_question_of_the_bank_rests_on_what_it_cites():
    record = GuidanceRecord.objects.filter(live=True).first()
    question = add_bank_item(single("cited", cites=rows(record.pk, prefix="cite")))
    question.full_clean()
    assert record in question.cites.all()
    (item,) = add_quiz([from_bank(question)]).newest_version.content["items"]
    assert item["cites"] == [
        {"title": record.title, "url": record.get_absolute_url(), "status": record.status}
    ]


def test_attempts_are_marked_again_in_two_steps(signed_in):
    page = add_quiz([single()])
    old = page.newest_version
    attempt = add_attempt(old)
    raw = page.items.get_prep_value()
    raw[0]["value"]["options"][0]["value"]["percent"] = "0"
    raw[0]["value"]["options"][1]["value"]["percent"] = "100"
    page.items = raw
    newest = publish_again(page).newest_version
    address = reverse("quizzes_admin:regrade", args=[page.pk])
    client = signed_in(EDITOR)
    assert "version 1" in client.get(address).text
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    posted = {"version": old.pk, "why": "The key was wrong"}
    assert "Say why" in client.post(address, {"version": old.pk}).text
    assert "1 of 1 attempts" in client.post(address, posted).text
    assert not Regrade.objects.exists()
    assert client.post(address, {**posted, "confirmed": f"{old.pk}-{newest.pk}"}).status_code == 302
    row = Regrade.objects.get()
    assert (row.attempt, row.who.email, row.why) == (attempt, EDITOR, "The key was wrong")
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text
    assert "1 of 1 have another score. The key was wrong" in history


def test_a_trainer_marks_nothing_again(signed_in):
    address = reverse("quizzes_admin:regrade", args=[add_quiz().pk])
    assert signed_in(TRAINER).get(address).url == "/admin/"


def test_a_question_without_owner_or_item_may_be_a_draft_and_is_not_published(signed_in):
    add = reverse("wagtailsnippets_quizzes_bankitem:add")
    client = signed_in(EDITOR)
    assert client.post(add, {"title": "Not yet"}).status_code == 302
    assert not BankItem.objects.get(title="Not yet").live
    assert client.post(add, {"title": "Too early", "action-publish": "1"}).status_code == 200
    assert not BankItem.objects.filter(title="Too early").exists()
    assert "Not yet" in client.get(reverse("wagtailsnippets_quizzes_bankitem:list")).text


def test_readers_meet_no_question_of_the_bank_by_itself(client, signed_in):
    """Neither with its tag nor with its guidance; an editor sees that it rests on that guidance."""
    tag = Tag.objects.filter(merged_into=None).first()
    record = GuidanceRecord.objects.filter(live=True).first()
    question = add_bank_item(single("hidden", cites=rows(record.pk, prefix="cite")), title="Hidden question")
    question.full_clean()
    question.tags.add(tag)
    question.save()
    for address in (tag.get_absolute_url(), record.get_absolute_url(), "/guidance/", "/sitemap.xml"):
        shown = client.get(address)
        assert shown.status_code == 200
        assert "Hidden question" not in shown.text
    assert "Hidden question" in signed_in(EDITOR).get(reverse("content_impact", args=[record.pk])).text
