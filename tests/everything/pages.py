"""What somebody answered, said and did on the portal's pages, and what readers leave there without a name."""

import itertools
import uuid

from django.contrib.contenttypes.models import ContentType

from directory.models import Contact, KeyContact, NumberChange, Report, SchoolLink, Service
from hub.models import ArticlePage, Comment, CommentReport, Contribution, ContributionDraft
from portal.content.models import Area, Usefulness
from portal.search.models import SearchLog
from tests.everything.somebody import Somebody
from tests.factories import quizzes as factory
from training.quizzes.models import Regrade

NUMBERS = itertools.count(1)


def add_quizzes(of: Somebody) -> None:
    """Add an attempt that was handed in, one that was left open, and a regrade."""
    quiz = factory.add_quiz([factory.single(), factory.block("free_text", lines=4, model_answer="")])
    said = {"choice": ["choice-1"], "free_text": of.typed("QuizResponse.response")}
    attempt = factory.add_attempt(quiz.newest_version, said, person=of.person)
    factory.add_attempt(
        quiz.newest_version,
        {},
        person=of.person,
        state="open",
        handed_in_on=None,
        changed=of.now,
    )
    Regrade.objects.create(
        attempt=attempt,
        version=quiz.newest_version,
        who=of.person,
        why="Key",
        old_score=0,
        new_score=1,
        max_score=1,
    )


def add_hub(of: Somebody) -> None:
    """Add what they said below a page, and what they sent in or began."""
    page = ArticlePage.objects.live().first()
    said = of.typed("Comment.text")
    Comment.objects.create(page=page, author=of.person, text=said, digest=uuid.uuid4().hex)
    other = Comment.objects.create(
        page=page,
        author=of.colleague,
        text="So do we.",
        digest=uuid.uuid4().hex,
        decided_by=of.person,
    )
    CommentReport.objects.create(comment=other, reason="other", reported_by=of.person)
    ContributionDraft.objects.create(
        person=of.person, answers={"title": of.typed("ContributionDraft.answers")}
    )
    Contribution.objects.create(
        contributor=of.person,
        title="Ringing home",
        naming="both",
        name_shown=of.person.name,
        answers={"text": of.typed("Contribution.answers")},
    )


def add_directory(of: Somebody) -> None:
    """Add what their school keeps that names them, and what they did for the directory."""
    service, other, third = Service.objects.all()[:3]
    SchoolLink.objects.create(
        school=of.school,
        service=service,
        link_person=of.person.name,
        role=of.typed("SchoolLink.role"),
        note=of.typed("SchoolLink.note"),
    )
    name, link = of.person.name, {"school": of.school, "link_person": "Somebody else"}
    cover, note = (f"{name}, {of.typed(f'SchoolLink.{field}')}" for field in ("cover", "note of another"))
    SchoolLink.objects.create(service=other, cover=cover, **link)
    SchoolLink.objects.create(service=third, note=note, **link)
    KeyContact.objects.create(school=of.school, role="DSL", name=of.person.name)
    NumberChange.objects.create(
        service=service,
        before="1",
        after="2",
        asked_by=of.person,
        decided_by=of.person,
        decided_at=of.now,
    )
    Contact.objects.create(service=service, title="Duty worker", name="Of an agency")
    Report.objects.create(service=service, text="Words of a reader", acted_by=of.person, acted_at=of.now)


def add_what_names_nobody(of: Somebody) -> None:
    """Add what readers leave behind without a name."""
    area = Area.objects.first()
    kind = ContentType.objects.get_for_model(Area)
    Usefulness.objects.create(content_type=kind, object_id=area.pk, useful=True, line="It helped.")
    SearchLog.objects.create(query=f"rare {next(NUMBERS)}", day=of.today, engine="sqlite")
    for _ in range(3):
        SearchLog.objects.create(query="often", day=of.today, engine="sqlite")
