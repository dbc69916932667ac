"""One of everything that the portal can hold about a person, each free text with a word of its own."""

import datetime
import itertools
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from directory.models import Contact, KeyContact, NumberChange, Report, SchoolLink, Service
from hub.models import ArticlePage, Comment, CommentReport, Contribution, ContributionDraft
from portal.accounts import memberships, roles
from portal.accounts.models import Invitation, User
from portal.content.models import Area, Usefulness
from portal.search.models import SearchLog
from tests.factories import quizzes as factory
from tests.factories.accounts import SchoolFactory, UserFactory
from training.quizzes.models import Regrade
from training.records.models import (
    AssignedItem,
    Assignment,
    Certificate,
    CpdEntry,
    Digest,
    KeptCopy,
    LearningRecord,
    OwnSheet,
    PartnerLink,
    PartnerNote,
    Plan,
    Programme,
    RecordView,
    Reminder,
    Requirement,
    SupervisionEntry,
)

_numbers = itertools.count(1)


class Everything:
    """A person, a colleague at the same school, and what there is of the person.

    `words` holds what the person typed, by where; each begins with `marker`, as name and address do.
    """

    def __init__(self):
        self.marker = f"zq{uuid.uuid4().hex[:10]}"
        self.words: dict[str, str] = {}
        self.school = SchoolFactory()
        self.person = UserFactory(
            name=f"{self.marker} Rowe", email=f"{self.marker}@school.example", school=self.school
        )
        self.colleague = UserFactory(school=self.school)
        self.now, self.today = timezone.now(), timezone.localdate()
        self.add_account()
        self.add_learning()
        self.add_logs()
        self.add_plans()
        self.add_sheets()
        self.add_quizzes()
        self.add_hub()
        self.add_directory()
        self.add_admin()
        self.add_what_names_nobody()

    def typed(self, where: str) -> str:
        """Return a word that the person typed there."""
        self.words[where] = f"{self.marker}-{next(_numbers)}"
        return self.words[where]

    def add_account(self) -> None:
        """Add what belongs to the account itself, and a school of before."""
        person, email = self.person, self.person.email
        person.job_title = self.typed("User.job_title")
        person.save()
        membership = memberships.join(person, SchoolFactory(), job_title=self.typed("Membership.job_title"))
        memberships.leave(membership, last_lead_may=True)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
        SocialAccount.objects.create(user=person, provider="entra", uid=self.typed("SocialAccount.uid"))
        EmailAddress.objects.create(user=person, email=f"{self.marker}@home.example")
        key = uuid.uuid4().hex
        UserSession.objects.create(
            user=person,
            ip="192.0.2.1",
            session_key=key,
            user_agent=self.typed("UserSession.user_agent"),
        )
        Session.objects.create(session_key=uuid.uuid4().hex, session_data="x", expire_date=self.now)
        at = {"username": email, "ip_address": "192.0.2.1", "attempt_time": self.now}
        AccessLog.objects.create(**at, user_agent=self.typed("AccessLog.user_agent"))
        AccessFailureLog.objects.create(**at, user_agent=self.typed("AccessFailureLog.user_agent"))
        AccessAttempt.objects.create(
            **at,
            user_agent=self.typed("AccessAttempt.user_agent"),
            get_data="",
            post_data="",
            failures_since_start=1,
        )
        role = Group.objects.get(name=roles.READER)
        for address, by in ((email, self.colleague), (f"{uuid.uuid4().hex}@school.example", person)):
            own = address == email
            Invitation.objects.invite(
                email=address,
                name=self.typed("Invitation.name") if own else "",
                job_title=self.typed("Invitation.job_title") if own else "",
                role=role,
                school=self.school,
                invited_by=by,
            )

    def add_learning(self) -> None:
        """Add a record and its certificate."""
        record = LearningRecord.objects.create(
            person=self.person,
            school=self.school,
            number=1,
            title=self.typed("LearningRecord.title"),
            note=self.typed("LearningRecord.note"),
            done_on=self.today,
            how="external",
        )
        Certificate.objects.create(
            person=self.person,
            record=record,
            name=self.person.name,
            title=self.typed("Certificate.title"),
            hours=1,
            issued=self.today,
            issuer="Us",
            revoked_on=self.today,
            why_revoked=self.typed("Certificate.why_revoked"),
        )

    def add_logs(self) -> None:
        """Add what they wrote down for themselves."""
        CpdEntry.objects.create(
            person=self.person,
            record=LearningRecord.objects.get(person=self.person),
            done_on=self.today,
            title=self.typed("CpdEntry.title"),
            provider=self.typed("CpdEntry.provider"),
            reflection=self.typed("CpdEntry.reflection"),
            evidence_name=self.typed("CpdEntry.evidence_name"),
        )
        SupervisionEntry.objects.create(
            person=self.person,
            held_on=self.today,
            with_role=self.typed("SupervisionEntry.with_role"),
            agreed=self.typed("SupervisionEntry.agreed"),
        )

    def add_plans(self) -> None:
        """Add a plan that they made, have, and gave; what they require; letters; who looked."""
        plan = Plan.objects.create(name="A plan", school=self.school, maker=self.person)
        rule = Requirement.objects.create(school=self.school, plan=plan, every_months=12, made_by=self.person)
        day = {"name": plan.name, "version": 1, "given_on": self.today, "due_on": self.today}
        mine = Assignment.objects.create(
            **day, person=self.person, school=self.school, plan=plan, given_by=self.person, requirement=rule
        )
        title = self.typed("AssignedItem.title")
        AssignedItem.objects.create(
            assignment=mine, sort="task", key="k", title=title, order=0, group="All", group_order=0
        )
        Assignment.objects.create(**day, person=self.colleague, school=self.school, given_by=self.person)
        Reminder.objects.create(assignment=mine, days=7, due_on=self.today)
        Digest.objects.create(school=self.school, person=self.person, week=self.today)
        for person, viewer in ((self.person, self.colleague), (self.colleague, self.person)):
            RecordView.objects.create(person=person, viewer=viewer, what="record", on=self.today)

    def add_sheets(self) -> None:
        """Add programmes, a copy, a sheet of the school, and what a partner said that they decided on."""
        Programme.objects.create(
            name=self.typed("Programme.name"), dates=self.typed("Programme.dates"), maker=self.person
        )
        for maker in (self.person, self.colleague):
            Programme.objects.create(
                name="Of the school",
                maker=maker,
                school=self.school,
                shared=True,
                facilitator=self.person.name,
            )
        KeptCopy.objects.create(
            person=self.person,
            title="A sheet",
            note=self.typed("KeptCopy.note"),
            answers={"a": self.typed("KeptCopy.answers")},
            kept_until=self.today,
        )
        own = OwnSheet.objects.create(
            school=self.school, maker=self.person, origin_title="T", origin_body=[], title="Ours", body=[]
        )
        link = PartnerLink.objects.create(
            sheet=own,
            token_hash=uuid.uuid4().hex,
            for_whom="school nursing",
            opened_by=self.person,
            expires=self.now,
        )
        PartnerNote.objects.create(
            link=link, part="All", text="Good.", state="read", decided_by=self.person, decided=self.now
        )

    def add_quizzes(self) -> None:
        """Add an attempt that was handed in, one that was left open, and a regrade."""
        quiz = factory.add_quiz([factory.single(), factory.block("free_text", lines=4, model_answer="")])
        said = {"choice": ["choice-1"], "free_text": self.typed("QuizResponse.response")}
        attempt = factory.add_attempt(quiz.newest_version, said, person=self.person)
        factory.add_attempt(
            quiz.newest_version,
            {},
            person=self.person,
            state="open",
            handed_in_on=None,
            changed=self.now,
        )
        Regrade.objects.create(
            attempt=attempt,
            version=quiz.newest_version,
            who=self.person,
            why="Key",
            old_score=0,
            new_score=1,
            max_score=1,
        )

    def add_hub(self) -> None:
        """Add what they said below a page, and what they sent in or began."""
        page = ArticlePage.objects.live().first()
        said = self.typed("Comment.text")
        Comment.objects.create(page=page, author=self.person, text=said, digest=uuid.uuid4().hex)
        other = Comment.objects.create(
            page=page,
            author=self.colleague,
            text="So do we.",
            digest=uuid.uuid4().hex,
            decided_by=self.person,
        )
        CommentReport.objects.create(comment=other, reason="other", reported_by=self.person)
        ContributionDraft.objects.create(
            person=self.person, answers={"title": self.typed("ContributionDraft.answers")}
        )
        Contribution.objects.create(
            contributor=self.person,
            title="Ringing home",
            naming="both",
            name_shown=self.person.name,
            answers={"text": self.typed("Contribution.answers")},
        )

    def add_directory(self) -> None:
        """Add what their school keeps that names them, and what they did for the directory."""
        service, other, third = Service.objects.all()[:3]
        SchoolLink.objects.create(
            school=self.school,
            service=service,
            link_person=self.person.name,
            role=self.typed("SchoolLink.role"),
            note=self.typed("SchoolLink.note"),
        )
        name, link = self.person.name, {"school": self.school, "link_person": "Somebody else"}
        cover, note = (
            f"{name}, {self.typed(f'SchoolLink.{field}')}" for field in ("cover", "note of another")
        )
        SchoolLink.objects.create(service=other, cover=cover, **link)
        SchoolLink.objects.create(service=third, note=note, **link)
        KeyContact.objects.create(school=self.school, role="DSL", name=self.person.name)
        NumberChange.objects.create(
            service=service,
            before="1",
            after="2",
            asked_by=self.person,
            decided_by=self.person,
            decided_at=self.now,
        )
        Contact.objects.create(service=service, title="Duty worker", name="Of an agency")
        Report.objects.create(
            service=service, text="Words of a reader", acted_by=self.person, acted_at=self.now
        )

    def add_admin(self) -> None:
        """Add what Wagtail keeps of somebody who works in the admin, and of their account there."""
        page = ArticlePage.objects.live().first()
        kind = ContentType.objects.get_for_model(ArticlePage)
        at = {"user": self.person, "content_type": kind, "object_id": str(page.pk)}
        FormState.objects.create(**at, last_updated_at=self.now, data=f"title={self.marker}-unsaved")
        EditingSession.objects.create(**at, last_seen_at=self.now)
        PageSubscription.objects.create(user=self.person, page=page.page_ptr, comment_notifications=True)
        APIToken.objects.create(user=self.person, name=f"{self.marker}-token", key_hash=uuid.uuid4().hex)
        log(instance=self.person, action="wagtail.edit", user=self.colleague)
        invitation = Invitation.objects.filter(email=self.person.email).first()
        log(instance=invitation, action="wagtail.create", user=self.person)
        UserProfile.objects.create(user=self.person, current_time_zone=f"{self.marker}-zone")

    def add_what_names_nobody(self) -> None:
        """Add what readers leave behind without a name."""
        area = Area.objects.first()
        kind = ContentType.objects.get_for_model(Area)
        Usefulness.objects.create(content_type=kind, object_id=area.pk, useful=True, line="It helped.")
        SearchLog.objects.create(query=f"rare {next(_numbers)}", day=self.today, engine="sqlite")
        for _ in range(3):
            SearchLog.objects.create(query="often", day=self.today, engine="sqlite")


def points_at_people():
    """Yield every field of every model, those of libraries too, that points at an account."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is User:
                yield model, field


def after(days: int) -> datetime.datetime:
    """Return the moment so many days from now."""
    return timezone.now() + datetime.timedelta(days=days)
