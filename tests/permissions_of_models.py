"""The objects that the permission matrix opens."""

import datetime

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from directory.models import Report, SchoolLink, Service
from home.models import HomePage
from hub.models import ArticlePage, Comment, Contribution
from portal.content.models import GuidanceRecord, Tag
from portal.content.usefulness import form_address
from tests.factories.quizzes import add_attempt, add_bank_item, add_quiz, single
from training.enums import Holds
from training.models import ModulePage, ResourceSheetPage, TrainingShelfPage
from training.quizzes.models import BankItem, QuizAttempt, QuizPage
from training.quizzes.views.results import signed_of
from training.records import plans
from training.records.assigning import assign, choose
from training.records.certificates import issue
from training.records.copies import keep
from training.records.cpd import keep as keep_entry
from training.records.learning import note
from training.records.models import (
    Assignment,
    Certificate,
    CpdEntry,
    KeptCopy,
    LearningRecord,
    OwnSheet,
    Plan,
    Programme,
    Requirement,
    SupervisionEntry,
)
from training.records.models.learning import Sort
from training.records.own_sheets import adapt
from training.records.partners import comment, open_link
from training.records.plans import Content, Entry, Group
from training.sheets.filled import Filled
from training.tree import add_training


def reader():
    """Return the reader of the matrix, who has written what belongs to somebody."""
    return get_user_model().objects.get(email="asha.mistry@ravensmoor.example.org")


def talked_about() -> ArticlePage:
    """Return a page that everybody may read and comment on."""
    page = ArticlePage.objects.live().filter(access="public").first()
    ArticlePage.objects.filter(pk=page.pk).update(comments="open")
    return page


def said(state: str) -> Comment:
    """Return a comment of the reader."""
    page = talked_about()
    return Comment.objects.create(page=page, author=reader(), text="So do we.", digest=state, state=state)


def sent_back() -> Contribution:
    """Return a contribution of the reader."""
    return Contribution.objects.create(contributor=reader(), title="Ringing home")


def sheet() -> ResourceSheetPage:
    """Return a sheet that everybody may read."""
    found = ResourceSheetPage.objects.filter(slug="a-sheet").first()
    if found is None:
        training = add_training(HomePage.objects.get(), reader())
        shelf = TrainingShelfPage.objects.child_of(training).get(holds=Holds.SHEET)
        body = [("lines", {"label": "What we do", "help": "", "lines": 2})]
        found = ResourceSheetPage(title="A sheet", slug="a-sheet", standfirst="A sheet.", body=body)
        found.maintainer = reader()
        shelf.add_child(instance=found)
    return found


def copy() -> KeptCopy:
    """Return a copy of a sheet that the reader keeps."""
    return keep(reader(), sheet(), Filled(), "")


def own_sheet() -> OwnSheet:
    """Return a sheet that the reader made their school's own."""
    sheet()
    return adapt(reader(), sheet())


def a_block(own: OwnSheet) -> dict:
    """Return what names the first block of a sheet."""
    return {"public_id": own.public_id, "block_id": own.body[0]["id"]}


def a_link() -> dict:
    """Return what names a link of the reader to a partner."""
    own = own_sheet()
    link, _ = open_link(own, reader(), "school nursing", 7)
    return {"public_id": own.public_id, "link_id": link.public_id}


def a_note() -> dict:
    """Return what names a comment of a partner."""
    own = own_sheet()
    link, _ = open_link(own, reader(), "school nursing", 7)
    return {"public_id": own.public_id, "pk": comment(link, None, "", "Good.").pk}


def programme() -> Programme:
    """Return a programme that the reader shares with their school."""
    return Programme.objects.create(name="Autumn", maker=reader(), school=reader().school, shared=True)


def quiz() -> QuizPage:
    """Return a published quiz."""
    return QuizPage.objects.filter(live=True).first() or add_quiz()


def attempt(state: str = "handed-in") -> QuizAttempt:
    """Return an attempt of the reader at a quiz."""
    return add_attempt(quiz().newest_version, person=reader(), state=state)


def quiz_of_the_trainer() -> QuizPage:
    """Return a quiz that the trainer of the matrix has made."""
    tom = get_user_model().objects.get(email="tom.aldous@ambleford.example.org")
    return QuizPage.objects.filter(owner=tom).first() or add_quiz([single()], owner=tom)


def entry() -> CpdEntry:
    """Return an entry in the log of the reader, with a file."""
    made = CpdEntry(person=reader(), done_on=timezone.localdate(), title="A course", hours=2)
    keep_entry(made, SimpleUploadedFile("course.pdf", b"%PDF-1.7"))
    return made


def supervision() -> SupervisionEntry:
    """Return a supervision of the reader, with a date to come."""
    today = timezone.localdate()
    next_on = today + datetime.timedelta(days=30)
    return SupervisionEntry.objects.create(
        person=reader(), held_on=today, with_role="line manager", next_on=next_on
    )


def something_due() -> dict:
    """Give the reader something that falls due; its address needs nothing."""
    supervision()
    return {}


def learned() -> LearningRecord:
    """Return a record of the reader: a module that they read."""
    module = ModulePage.objects.filter(slug="a-module").first()
    if module is None:
        training = add_training(HomePage.objects.get(), reader())
        shelf = TrainingShelfPage.objects.child_of(training).get(holds=Holds.MODULE)
        module = ModulePage(title="A module", slug="a-module", standfirst="A module.", maintainer=reader())
        shelf.add_child(instance=module)
    return note(reader(), module, "1")


def plan_of_the_school() -> Plan:
    """Return a training plan of the reader's school, with a session."""
    session = Entry(Sort.SESSION, "The first meeting", key="first-meeting")
    return plans.add(Content("First weeks", groups=(Group("All", (session,)),)), school=reader().school)


def given() -> Assignment:
    """Return that plan, as the reader has it."""
    plan = plan_of_the_school()
    assign(plan, [reader()], school=plan.school, by=None)
    return Assignment.objects.get(plan=plan)


def chosen_plan() -> Assignment:
    """Return a plan that the reader chose, with a session in it."""
    groups = (Group("To do", (Entry(Sort.SESSION, "A session", key="session"),)),)
    plan = Plan.objects.filter(name="A plan").first() or plans.add(Content("A plan", groups=groups))
    return choose(plan, reader())


def certificate() -> Certificate:
    """Return a certificate of the reader."""
    record = learned()
    return issue(record, ModulePage.objects.get(pk=record.number))


def requirement() -> Requirement:
    """Return a requirement of the school of the reader."""
    plan = Plan.objects.create(name="Each year", school=reader().school)
    return Requirement.objects.create(school=reader().school, plan=plan, every_months=12)


EXTRA_KWARGS = {
    "records:school_training_file": lambda: {"sort": "csv"},
    "records:school_record": lambda: {"public_id": reader().memberships.get().public_id},
    "records:school_record_file": lambda: {"public_id": reader().memberships.get().public_id},
    "records:change_rule": lambda: {"public_id": requirement().public_id},
    "records:delete_rule": lambda: {"public_id": requirement().public_id},
    "records:due": something_due,
    "records:cpd_file": lambda: {"sort": "csv"},
    "records:did": lambda: {"number": learned().number},
    "records:induction_plan": lambda: {"public_id": chosen_plan().plan.public_id},
    "records:induction_start": lambda: {"public_id": chosen_plan().plan.public_id},
    "records:induction_end": lambda: {"public_id": chosen_plan().public_id},
    "records:induction_item": lambda: {"public_id": chosen_plan().public_id, "key": "session"},
    "records:take_back": lambda: {"public_id": learned().public_id},
    "records:issue": lambda: {"public_id": learned().public_id},
    "records:reflect": lambda: {"public_id": learned().public_id},
    "records:edit_cpd": lambda: {"public_id": entry().public_id},
    "records:delete_cpd": lambda: {"public_id": entry().public_id},
    "records:evidence": lambda: {"public_id": entry().public_id},
    "records:edit_supervision": lambda: {"public_id": supervision().public_id},
    "records:delete_supervision": lambda: {"public_id": supervision().public_id},
    **{
        f"records:{name}": lambda: {"public_id": plan_of_the_school().public_id}
        for name in ("plan", "change_plan", "copy_plan", "put_plan_away", "give_plan", "update_plan")
    },
    "records:attended": lambda: {"public_id": plan_of_the_school().public_id, "key": "first-meeting"},
    "records:take_plan_away": lambda: {"public_id": given().public_id},
    "records:certificate": lambda: {"uuid": certificate().uuid},
    "records:certificate_file": lambda: {"uuid": certificate().uuid},
    "records:correct": lambda: {"uuid": certificate().uuid},
    "quizzes:attempt": lambda: {"public_id": attempt("open").public_id},
    "quizzes:result": lambda: {"signed": signed_of(attempt())},
    "quizzes:slip": lambda: {"signed": signed_of(attempt())},
    "quizzes:join": lambda: {"signed": signed_of(attempt())},
    "quizzes:take": lambda: {"slug": quiz().slug},
    "quizzes:paper": lambda: {"slug": quiz().slug},
    "quizzes_admin:regrade": lambda: {"pk": quiz().pk},
    "quizzes_statistics": lambda: {"pk": quiz_of_the_trainer().pk},
    "training:keep_copy": lambda: {"slug": sheet().slug},
    "training:copy": lambda: {"public_id": copy().public_id},
    "training:copy_file": lambda: {"public_id": copy().public_id, "sort": "docx"},
    "training:change_copy": lambda: {"public_id": copy().public_id},
    "training:delete_copy": lambda: {"public_id": copy().public_id},
    "training:adapt": lambda: {"slug": sheet().slug},
    "training:own_sheet": lambda: {"public_id": own_sheet().public_id},
    "training:own_blank": lambda: {"public_id": own_sheet().public_id, "sort": "docx"},
    "training:edit_own_sheet": lambda: {"public_id": own_sheet().public_id},
    "training:edit_own_block": lambda: a_block(own_sheet()),
    "training:delete_own_sheet": lambda: {"public_id": own_sheet().public_id},
    "training:own_fill": lambda: {"public_id": own_sheet().public_id},
    "training:own_partners": lambda: {"public_id": own_sheet().public_id},
    "training:own_link": a_link,
    "training:decide_note": a_note,
    "training:kept_programme": lambda: {"public_id": programme().public_id},
    "training:delete_programme": lambda: {"public_id": programme().public_id},
    "training:fill": lambda: {"slug": sheet().slug},
    "training:blank_pdf": lambda: {"slug": sheet().slug},
    "training:blank_docx": lambda: {"slug": sheet().slug},
    "hub:comments": lambda: {"page_id": talked_about().pk},
    "hub:add_comment": lambda: {"page_id": talked_about().pk},
    "hub:remove_comment": lambda: {"pk": said("waiting").pk},
    "hub:report_comment": lambda: {"pk": said("published").pk},
    "hub:change_contribution": lambda: {"public_id": sent_back().public_id},
    "directory:my_school_service": lambda: {
        "pk": SchoolLink.objects.filter(school__slug="ravensmoor-high").first().pk
    },
    "directory:my_school_remove": lambda: {
        "pk": SchoolLink.objects.filter(school__slug="ravensmoor-high").first().pk
    },
    "directory_due:undo": lambda: {"pk": 1},
    "quizzes_export": lambda: {"pk": add_quiz().pk},
    "quizzes_export_file": lambda: {"pk": add_quiz().pk, "written_as": "gift"},
    "directory_merge": lambda: {"pk": Service.objects.first().pk},
    "directory_due:check": lambda: {"pk": Service.objects.first().pk},
    "directory_number_changes:agree": lambda: {"pk": 1},
    "directory_number_changes:decline": lambda: {"pk": 1},
    "content:tag": lambda: {"slug": Tag.objects.filter(merged_into=None).first().slug},
    "content:guidance": lambda: {"slug": GuidanceRecord.objects.filter(live=True).first().slug},
    "content_impact": lambda: {"pk": GuidanceRecord.objects.first().pk},
    "content:useful": lambda: {
        "reference": form_address(GuidanceRecord.objects.filter(live=True).first()).split("/")[2]
    },
    "people:again": lambda: {"pk": 1},
    "people:withdraw": lambda: {"pk": 1},
    "people:person": lambda: {"public_id": reader().memberships.get().public_id},
    "people:leave": lambda: {"public_id": reader().memberships.get().public_id},
    "people:hand_over": lambda: {"public_id": reader().memberships.get().public_id},
    "people:back": lambda: {"public_id": reader().memberships.get().public_id},
    "accounts:act_for": lambda: {"public_id": reader().memberships.get().public_id},
    "accounts:leave_school": lambda: {"public_id": reader().memberships.get().public_id},
    "accounts:reset_second_factor": lambda: {
        "public_id": get_user_model().objects.get(email="tom.aldous@ambleford.example.org").public_id
    },
}

# What no demo holds: readers send it.
MADE = {
    BankItem: add_bank_item,
    Report: lambda: Report.objects.create(service=Service.objects.first(), topic="number"),
}


def object_for(model):
    """Return one object of `model` from the demo content."""
    thing = model.objects.first()
    if thing is None and model in MADE:
        thing = MADE[model]()
    assert thing is not None, f"the demo has no {model._meta.verbose_name}"
    return thing
