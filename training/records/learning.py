"""What people did: note it, take it back, list it. A record is never changed; see decision 17."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from training.models import ActivityPage, ModulePage, ResourceSheetPage, TrainingPage
from training.quizzes.models import QuizAttempt
from training.quizzes.passing import passed_with
from training.records.models import Certificate, CpdEntry, How, LearningRecord, Outcome, Sort
from training.records.progress import Thing

KINDS = (ModulePage, ActivityPage, ResourceSheetPage)  # what one can say of that one did it
HOW = {Sort.TASK: How.DECLARED, Sort.SESSION: How.ATTENDED, Sort.EXTERNAL: How.EXTERNAL}  # what is no page
SIXTY = Decimal(60)
LARGEST = 2**31 - 1  # that a database takes for a number


class OtherVersionError(Exception):
    """The page was changed while somebody read it: they did not read what stands there now."""


def of(person) -> QuerySet[LearningRecord]:
    """Return all records of `person`: nobody else's can be reached from here."""
    return LearningRecord.objects.filter(person=person.pk)


def version_of(page: TrainingPage) -> str:
    """Return the version of a page as a record names it; other pages than modules have none."""
    return str(page.version) if isinstance(page, ModulePage) else ""


def hours_of(page: TrainingPage | Thing) -> Decimal:
    """Return how long a page, or a thing of a plan, takes in hours. Sheets take no time of their own."""
    return (Decimal(getattr(page, "minutes", 0)) / SIXTY).quantize(Decimal("0.01"))


def page_for(person, number: int) -> TrainingPage | None:
    """Return the module, activity or sheet of that number, if `person` may read it."""
    page = TrainingPage.objects.readable_by(person).filter(pk=min(number, LARGEST)).first()
    page = page and page.specific
    return page if isinstance(page, KINDS) else None


def pages_for(person, numbers: Collection[int]) -> dict[int, TrainingPage]:
    """Return the pages of these numbers that `person` may read; modules with their version. Two queries."""
    pages = {page.pk: page for page in TrainingPage.objects.readable_by(person).filter(pk__in=numbers)}
    return pages | {page.pk: page for page in ModulePage.objects.filter(pk__in=pages)}


@transaction.atomic
def note(person, page: TrainingPage, version: str) -> LearningRecord:
    """Note that `person` says they did `page`, as it was in `version`.

    Twice on a day is once. Raises OtherVersionError where the page has another version by now.
    """
    if version != version_of(page):
        raise OtherVersionError
    get_user_model().objects.select_for_update().get(pk=person.pk)  # two presses at once make one record
    today = timezone.localdate()
    there = of(person).standing().filter(number=page.pk, version=version, done_on=today).first()
    return there or LearningRecord.objects.create(
        person=person,
        school_id=person.school_id,
        sort=Sort.PAGE,
        number=page.pk,
        title=page.title,
        version=version,
        done_on=today,
        how=How.READ if isinstance(page, ModulePage) else How.DECLARED,
        hours=hours_of(page),
    )


@transaction.atomic
def note_task(person, item: Thing, done_on: datetime.date, **more) -> LearningRecord:
    """Note that `person` did something that is no page: a task, a session, training elsewhere.

    In: the thing of a plan that says so; `how`, `hours` and `note` as `more`. Twice on a day is once.
    """
    get_user_model().objects.select_for_update().get(pk=person.pk)
    there = of(person).standing().filter(sort=item.sort, key=item.key, done_on=done_on).first()
    return there or LearningRecord.objects.create(
        person=person,
        school_id=person.school_id,
        sort=item.sort,
        key=item.key,
        title=item.title,
        done_on=done_on,
        **{"how": HOW[Sort(item.sort)], **more},
    )


@transaction.atomic
def note_attended(people: Collection, item: Thing, done_on: datetime.date, *, school, hours=None) -> None:
    """Note that `school` saw `people` at a session. Twice on a day is once.

    In: `hours` None where nothing is said of them. What somebody said of that day themselves is corrected by
    it, so that the session stands once in their log, with what they wrote about it. As many queries for two
    people as for fifty.
    """
    numbers = sorted(person.pk for person in people)
    list(get_user_model().objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    that_day = LearningRecord.objects.standing().filter(sort=item.sort, key=item.key, done_on=done_on)
    there = {record.person_id: record for record in that_day.filter(person__in=numbers)}
    missing = [one for one in numbers if one not in there or there[one].how != How.ATTENDED]
    records = [
        LearningRecord(
            person_id=number,
            school=school,
            sort=item.sort,
            key=item.key,
            title=item.title,
            done_on=done_on,
            how=How.ATTENDED,
            hours=_first_said(hours, there.get(number)),
            corrects=there.get(number),
        )
        for number in missing
    ]
    LearningRecord.objects.bulk_create(records)
    _move_entries({record.corrects_id: record for record in records if record.corrects_id})


def _first_said(hours: Decimal | None, earlier: LearningRecord | None) -> Decimal:
    if hours is not None:
        return hours
    return earlier.hours if earlier else Decimal(0)


def _move_entries(now: dict[int, LearningRecord]) -> None:
    """Let what people wrote about a record be about the one that corrects it; in: that one, by number."""
    entries = list(CpdEntry.objects.filter(record__in=now))
    for entry in entries:
        entry.record = now[entry.record_id or 0]
    CpdEntry.objects.bulk_update(entries, ["record"])


def note_quiz(attempt: QuizAttempt, again: bool) -> None:
    """Note that somebody handed in a quiz: taken, passed, or not yet. Nothing of marks or answers.

    Each attempt is judged by itself, also where the average or the last of them counts for a certificate:
    a record says what came of one day. Marked again, an attempt makes a record where that lifts it and
    nothing of that day says so yet; what was passed stays so. Of somebody who was not signed in nothing is
    noted.
    """
    if attempt.person is None or attempt.quiz_id is None:
        return
    passed = passed_with(attempt)
    if again and (not passed or _is_noted_as_passed(attempt)):
        return
    outcome = {None: Outcome.DONE, True: Outcome.PASSED, False: Outcome.NOT_YET}[passed]
    LearningRecord.objects.create(
        person=attempt.person,
        school_id=attempt.person.school_id,
        sort=Sort.QUIZ,
        number=attempt.quiz_id,
        title=attempt.version.title,
        version=str(attempt.version.number),
        done_on=attempt.handed_in_on,
        outcome=outcome,
        how=How.PASSED if passed else How.TAKEN,
    )


def _is_noted_as_passed(attempt: QuizAttempt) -> bool:
    records = of(attempt.person).standing().filter(sort=Sort.QUIZ, number=attempt.quiz_id)
    return records.filter(done_on=attempt.handed_in_on, outcome=Outcome.PASSED).exists()


def answer_marking(sender, attempt: QuizAttempt, again: bool, **kwargs) -> None:
    """Hear from the quizzes that an attempt was marked."""
    note_quiz(attempt, again)


def may_be_taken_back(record: LearningRecord) -> bool:
    """Return whether somebody may take back what they said: on the same day, if nothing rests on it."""
    return (
        record.how in (How.READ, How.DECLARED, How.EXTERNAL)
        and timezone.localdate(record.made) == timezone.localdate()
        and not any(True for _ in record.certificates.all())
    )


@transaction.atomic
def take_back(record: LearningRecord) -> bool:
    """Write the record that takes back `record`. Returns whether it could be.

    What the person wrote about it stays, as an entry of their own without hours.
    """
    get_user_model().objects.select_for_update().get(pk=record.person_id)
    stands = of(record.person).standing().filter(pk=record.pk).exists()
    if not stands or not may_be_taken_back(record):
        return False
    LearningRecord.objects.create(
        person=record.person,
        school_id=record.school_id,
        sort=record.sort,
        number=record.number,
        key=record.key,
        title=record.title,
        version=record.version,
        done_on=record.done_on,
        outcome=Outcome.TAKEN_BACK,
        how=record.how,
        corrects=record,
    )
    CpdEntry.objects.filter(record=record).update(record=None, hours=0)
    return True


@dataclass(frozen=True)
class Learned:
    """A record, with what has become of its page and the certificate that rests on it."""

    record: LearningRecord
    page: TrainingPage | None  # as long as the person may read it
    certificates: list[Certificate]

    @property
    def newer(self) -> int | None:
        """Return the version that the module has now, where it is a later one than was read."""
        now = getattr(self.page, "version", None)
        read = int(self.record.version) if self.record.version.isdigit() else 0
        return now if now and 0 < read < now else None

    @property
    def is_module(self) -> bool:
        """Return whether it is a module that can be read still."""
        return isinstance(self.page, ModulePage)

    @property
    def may_be_taken_back(self) -> bool:
        """Return whether it was said today and nothing rests on it."""
        return not self.certificates and may_be_taken_back(self.record)


def learned_by(person) -> list[Learned]:
    """Return what `person` did that stands, the newest first: as many queries for two as for fifty."""
    records = list(of(person).standing().prefetch_related("certificates__superseded_by"))
    pages = pages_for(person, {one.number for one in records if one.sort == Sort.PAGE and one.number})
    return [
        Learned(record, pages.get(record.number or 0), list(record.certificates.all())) for record in records
    ]
