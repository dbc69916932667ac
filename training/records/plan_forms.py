"""What is typed when a plan is made, given, or a session is noted."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from training.models import TrainingPage
from training.programme.address import is_number
from training.programme.forms import Line
from training.programme.items import label_of
from training.records.forms import Lines
from training.records.models import Assignment
from training.records.models.learning import Sort
from training.records.my_forms import FURTHEST, Day, DayThatWas
from training.records.plan_draft import FULL, TOO_MANY_PARTS, Draft, Part, Thing
from training.records.plan_pages import is_for_all_staff
from training.records.plans import MOST_GROUPS, MOST_ITEMS, Content, Entry, Group, entry_of

GONE = "A page that is not here, or not for you"
SORTS = {Sort.TASK: "Task", Sort.SESSION: "Session", Sort.EXTERNAL: "Training elsewhere"}
MOST_MINUTES = 6_000
MOST_NAMES = 5  # in a message
TAKEN_ONLY_SO_OFTEN = (
    "A requirement asks for this plan again and again, and this quiz can be taken only so often in all: who "
    "has used that up cannot pass it any more. Ask its editor to lift the limit, or leave the quiz out."
)
NOTHING = "There is nothing in this plan yet. Add a part, and something to do."


class _Unpunctuated(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for bound in self.fields.values():
            bound.widget.attrs["autocomplete"] = "off"


class AboutPlanForm(_Unpunctuated):
    """What a plan is called, and for whom it is."""

    name = Line(label="Name", max_length=120, error_messages={"required": "Give the plan a name."})
    for_whom = Line(
        label="For whom", max_length=100, required=False, help_text="For example: new teaching staff"
    )
    about = Lines(
        label="What it is for", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_induction = forms.BooleanField(label="This is the first plan of new staff", required=False)


class PartForm(_Unpunctuated):
    """The head of a part: what it is called, and how much of it is to be done."""

    title = Line(
        label="Title of this part", max_length=120, error_messages={"required": "Give this part a title."}
    )
    needed = forms.CharField(label="How much of it is to be done", required=False, widget=forms.Select)

    def __init__(self, *args, count: int, typed: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
        most = min(MOST_ITEMS, max(count, int(typed))) if is_number(typed) else count
        some = [(str(number), f"At least {number} of it") for number in range(1, most + 1)]
        self.fields["needed"].widget.choices = [("", "All of it"), *some]

    def clean_needed(self) -> int | None:
        """Return how many of its things are needed, None for all. Raises ValidationError."""
        typed = self.cleaned_data["needed"]
        if not typed:
            return None
        if not (is_number(typed) and int(typed)):
            raise ValidationError("Choose all of it, or at least one thing.")
        if int(typed) > self.count:
            raise ValidationError(f"There is less than that in this part: choose {self.count} at most.")
        return int(typed)

    def clean(self):
        """Refuse a part without anything in it."""
        if not self.count:
            raise ValidationError("There is nothing in this part: add something, or remove the part.")
        return super().clean()


class ThingForm(_Unpunctuated):
    """One thing to do. A page has the title that it has."""

    title = Line(
        label="What is to be done",
        max_length=300,
        error_messages={"required": "Say what is to be done, or remove this."},
    )
    note = Line(label="A word about it", max_length=300, required=False)
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args, is_page: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_page:
            del self.fields["title"]


@dataclass
class ThingRow:
    """A thing as the form shows it."""

    thing: Thing
    form: ThingForm
    place: str  # of its part and its own: 0:2
    title: str
    kind: str
    is_first: bool = False  # of the whole plan
    is_last: bool = False
    above: str = ""  # where a press on Up leads: the anchor of its place then
    below: str = ""
    warning: str = ""
    problem: str = ""

    @property
    def anchor(self) -> str:
        """Return its address on the page."""
        return f"thing-{self.place.replace(':', '-')}"

    @property
    def hidden(self) -> list[tuple[str, object]]:
        """Return what the form says of it unseen."""
        return [("sort", self.thing.sort), ("number", self.thing.number or ""), ("key", self.thing.key)]

    @property
    def shows_details(self) -> bool:
        """Return whether the word about it and the minutes are to be seen at once."""
        return bool(self.thing.note or self.form.errors or self.problem)


@dataclass
class PartRow:
    """A part as the form shows it."""

    part: Part
    form: PartForm
    place: int
    things: list[ThingRow] = field(default_factory=list)


class PlanForm:
    """The whole form of a plan: about it, its parts, their things.

    In: the draft; the pages of it that its writer may read, by number; the titles that the plan has kept, by
    number, of pages that are in it already; whether a requirement asks for the plan again and again; with
    `check`, what was typed is looked at.
    """

    def __init__(self, draft: Draft, pages, kept, *, about: dict, comes_again: bool, check: bool):
        self.draft, self.pages, self.kept, self.check = draft, pages, kept, check
        self.comes_again = comes_again
        self.about = AboutPlanForm(about) if check else AboutPlanForm(initial=about)
        data = draft.data() if check else None
        self.parts = [self._part(place, part, data) for place, part in enumerate(draft.parts)]
        self._say_where(self.things)

    @property
    def things(self) -> list[ThingRow]:
        """Return the rows of all parts."""
        return [row for part in self.parts for row in part.things]

    @property
    def can_grow(self) -> bool:
        """Return whether another part may come."""
        return len(self.parts) < MOST_GROUPS

    def is_valid(self) -> bool:
        """Look at all of it; what is wrong stands in `problems`."""
        self._look_at_pages()
        return not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong: the anchor of the place, and the words. Nothing before `is_valid`."""
        if not self.check:
            return []
        found = _problems(self.about, "parts")
        found += [("parts", text) for text in self._wrong_in_all()]
        for part in self.parts:
            found += _problems(part.form, f"part-{part.place}")
            for row in part.things:
                found += [(row.anchor, row.problem)] if row.problem else []
                found += _problems(row.form, row.anchor)
        return found

    def content(self, keys: Collection[str] = ()) -> Content:
        """Return what was typed, once it is valid.

        In: the keys that the things of the plan have or had. A thing keeps one of them, and each but once: so
        nobody can name the key of somebody else's plan, and what was done for one thing counts for no second.
        """
        free = set(keys)
        groups = [
            Group(
                part.form.cleaned_data["title"],
                tuple(self._entry(row, free) for row in part.things),
                part.form.cleaned_data["needed"],
            )
            for part in self.parts
        ]
        return Content(**self.about.cleaned_data, groups=tuple(groups))

    def _part(self, place: int, part: Part, data) -> PartRow:
        form = PartForm(
            data,
            initial=vars(part),
            prefix=f"part-{place}",
            count=len(part.things),
            typed=part.needed,
        )
        rows = [self._row(f"{place}:{number}", thing, data) for number, thing in enumerate(part.things)]
        return PartRow(part, form, place, rows)

    def _row(self, place: str, thing: Thing, data) -> ThingRow:
        prefix = f"thing-{place.replace(':', '-')}"
        form = ThingForm(data, initial=vars(thing), prefix=prefix, is_page=thing.is_page)
        if not thing.is_page:
            return ThingRow(thing, form, place, thing.title, SORTS[Sort(thing.sort)])
        page = self.pages.get(thing.number)
        title = label_of(page) if page else self.kept.get(thing.number, GONE)
        kind = page.kind if page else ""
        return ThingRow(thing, form, place, title, kind, warning=warning_of(page, self.comes_again))

    def _say_where(self, rows: list[ThingRow]) -> None:
        """Say of each row where it goes when it is moved, so that the browser can follow it."""
        if rows:
            rows[0].is_first = rows[0].place == "0:0"
            rows[-1].is_last = rows[-1].place.startswith(f"{len(self.parts) - 1}:")
        for row in rows:
            part, number = map(int, row.place.split(":"))
            before = self.parts[part - 1].things if part else []
            row.above = f"thing-{part}-{number - 1}" if number else f"thing-{part - 1}-{len(before)}"
            is_end = number == len(self.parts[part].things) - 1
            row.below = f"thing-{part + 1}-0" if is_end else f"thing-{part}-{number + 1}"

    def _look_at_pages(self) -> None:
        """Refuse a page that is there twice, or not for all staff; one that was in the plan stays."""
        times = Counter(row.thing.number for row in self.things if row.thing.number)
        for row in self.things:
            if not (number := row.thing.number):
                continue
            page = self.pages.get(number)
            if times[number] > 1:
                row.problem = f"“{row.title}” is in the plan twice: remove one of them."
            elif number not in self.kept and page is None:
                row.problem = f"{GONE}: remove it."
            elif number not in self.kept and not is_for_all_staff(page):
                row.problem = refused(page)

    def _wrong_in_all(self) -> list[str]:
        wrong = [TOO_MANY_PARTS] if len(self.parts) > MOST_GROUPS else []
        return wrong + [FULL] * (len(self.things) > MOST_ITEMS) + [NOTHING] * (not self.parts)

    def _entry(self, row: ThingRow, free: set[str]) -> Entry:
        typed = row.form.cleaned_data
        note, minutes = typed["note"], typed["minutes"] or 0
        if not row.thing.is_page:
            key = row.thing.key if row.thing.key in free else ""
            free.discard(key)
            return Entry(row.thing.sort, typed["title"], key=key, note=note, minutes=minutes)
        page: TrainingPage | None = self.pages.get(row.thing.number)
        if page is None:
            title = self.kept[row.thing.number]
            return Entry(row.thing.sort, title, number=row.thing.number, note=note, minutes=minutes)
        return replace(entry_of(page), note=note, minutes=minutes)


def warning_of(page: TrainingPage | None, comes_again: bool) -> str:
    """Return what is wrong with a page of a plan, or nothing.

    In: whether a requirement asks for the plan again and again.
    """
    if page is None:
        return "This page was taken away, or is not for you any more."
    if not is_for_all_staff(page):
        return "This page is for school leads alone: other staff cannot open it."
    return TAKEN_ONLY_SO_OFTEN if comes_again and getattr(page, "attempts_allowed", None) else ""


def refused(page: TrainingPage) -> str:
    """Return why a page cannot be in a plan."""
    return f"“{page.title}” is for school leads alone. Other staff could not open it: leave it out."


def _problems(form: forms.Form, anchor: str) -> list[tuple[str, str]]:
    return [
        (anchor if name == "__all__" else form[name].auto_id, str(text))
        for name, said in form.errors.items()
        for text in said
    ]


class DayToCome(Day):
    """Today, or a day of the next three years."""

    def clean(self, value):
        """Return the day. Raises ValidationError for one that is over, or too far off."""
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise ValidationError("That day is over. Give today, or a day to come.")
        if day and day > timezone.localdate() + FURTHEST:
            raise ValidationError("That is more than three years away.")
        return day


class GiveForm(_Unpunctuated):
    """By when it is to be done."""

    due_on = DayToCome(
        label="To be done by", required=False, help_text="Leave it empty where there is no such day."
    )


class AttendedForm(_Unpunctuated):
    """When a session was, and how long it took."""

    given: Collection[Assignment]  # what those who are ticked have

    done_on = DayThatWas(label="Day of the session")
    hours = forms.DecimalField(
        label="Hours",
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        required=False,
        help_text="For example: 1.5",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, *args, given=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.given = given

    def clean_done_on(self):
        """Return the day. Raises ValidationError for one that does not count for all who are ticked."""
        day = self.cleaned_data["done_on"]
        early = {one: one.counts_from for one in self.given if one.counts_from and day < one.counts_from}
        if early:
            first = max(early.values())
            names = ", ".join(one.person.get_full_name() for one in [*early][:MOST_NAMES])
            more = f" and {len(early) - MOST_NAMES} more" if len(early) > MOST_NAMES else ""
            raise ValidationError(
                f"This plan counts only what was done later, for {names}{more}. "
                f"Give {first.day} {first:%B %Y} or a day after it, or do not tick them."
            )
        return day
