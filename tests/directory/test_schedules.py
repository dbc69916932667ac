"""Rows of hours that contradict each other, and the editor's form that refuses them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from directory import forms
from directory.enums import Weekday
from directory.models import Service
from directory.schedules import overlaps
from tests.factories.accounts import UserFactory
from tests.factories.directory import EVERY_DAY, AreaFactory, OrganizationFactory, ServiceFactory, hours

JANUARY = {"valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2027, 1, 31)}
FEBRUARY = {"valid_from": dt.date(2027, 2, 1), "valid_to": None}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (hours("09:00", "13:00"), hours("12:00", "17:00"), True),
        (hours("09:00", "12:00"), hours("12:00", "17:00"), False),
        (hours("09:00", "17:00", ["mon"]), hours("09:00", "17:00", ["tue"]), False),
        (hours("22:00", "03:00", ["mon"]), hours("02:00", "04:00", ["tue"]), True),
        (hours("22:00", "03:00", ["sun"]), hours("02:00", "04:00", ["mon"]), True),
        (hours("22:00", "03:00", ["mon"]), hours("03:00", "04:00", ["tue"]), False),
        (hours("00:00", "23:59", ["mon"]), hours("00:00", "01:00", ["tue"]), False),
        (hours("09:00", "17:00"), hours("09:00", "17:00", purpose="crisis"), False),
        (hours("09:00", "17:00"), hours("09:00", "17:00", term_time_only=True), False),
        (hours("09:00", "17:00"), hours("09:00", "17:00", **JANUARY), False),
        (hours("09:00", "17:00", **JANUARY), hours("09:00", "17:00", **FEBRUARY), False),
        (hours("09:00", "17:00", **JANUARY), hours("09:00", "10:00", **JANUARY), True),
        (hours(**JANUARY), hours("09:00", "10:00", **JANUARY), False),
    ],
)
def test_overlaps(one, other, expected):
    assert bool(overlaps([one, other])) is expected


times = st.times().map(lambda time: time.replace(second=0, microsecond=0))
days = st.lists(st.sampled_from(list(Weekday)), min_size=1, unique=True)
rows = st.builds(lambda d, a, b: hours(f"{a:%H:%M}", f"{b:%H:%M}", d), days, times, times)


@given(rows, rows)
def test_overlap_is_mutual(one, other):
    assert bool(overlaps([one, other])) is bool(overlaps([other, one]))


@given(rows)
def test_a_row_overlaps_its_own_copy_and_not_itself(row):
    copy = hours(f"{row.opens:%H:%M}", f"{row.closes:%H:%M}", row.days)
    assert overlaps([row]) == []
    assert overlaps([row, copy]) == [(row, copy)]


@given(times, times)
def test_a_row_never_overlaps_the_rest_of_the_day(opens, closes):
    if opens == closes or dt.time(23, 59) in {opens, closes}:
        return  # the whole day: there is no rest
    row = hours(f"{opens:%H:%M}", f"{closes:%H:%M}", EVERY_DAY)
    assert overlaps([row, hours(f"{closes:%H:%M}", f"{opens:%H:%M}", EVERY_DAY)]) == []


# The editor's form.


def number(purpose="main", visibility="public", text="01632 960101"):
    return {"number": text, "purpose": purpose, "visibility": visibility, "extension": "", "description": ""}


def row(opens, closes, days=("mon", "tue"), **fields):
    return {"days": ",".join(days), "opens": opens, "closes": closes, "bank_holidays": "closed", **fields}


def posted(phones=(), schedules=(), **fields):
    """Return what the editor sends for a service with these rows."""
    rows = {
        name: inline_formset([])
        for name in ["alternate_names", "contacts", "routes", "escalation_steps", "notes"]
    }
    data = nested_form_data(
        {
            "name": "Help",
            "slug": "help-at-last",
            "kind": "service",
            "summary": "Helps schools.",
            "availability": "active",
            "criticality": "standard",
            "holiday_cover": "not_recorded",
            "consent_basis": "ask",
            "status": "current",
            "source": "local practice",
            "organization": OrganizationFactory().pk,
            "maintainer": UserFactory().pk,
            "phones": inline_formset(list(phones)),
            "schedules": inline_formset(list(schedules)),
            **rows,
            **fields,
        }
    )
    ticked = {key: value.split(",") for key, value in data.items() if key.endswith("-days")}
    return data | ticked | {"areas": [AreaFactory().pk]}


def form_of(data, draft=False, instance=None):
    form = Service.edit_handler.bind_to_model(Service).get_form_class()(
        data, instance=instance or Service(), for_user=UserFactory()
    )
    if draft:
        form.defer_required_fields()
    return form


def test_a_whole_service_is_accepted(db):
    form = form_of(posted([number()], [row("09:00", "12:00"), row("13:00", "17:00")]))
    assert form.is_valid(), (form.errors, {k: f.errors for k, f in form.formsets.items()})


def test_hours_that_overlap_are_refused_at_their_row(db):
    form = form_of(posted([number()], [row("09:00", "13:00"), row("12:00", "17:00")]), draft=True)
    assert not form.is_valid()
    assert form.formsets["schedules"].errors == [{}, {"opens": [forms.OVERLAP]}]


def test_a_row_to_be_deleted_does_not_count(db):
    rows = [row("09:00", "13:00"), row("12:00", "17:00", DELETE="on")]
    assert form_of(posted([number()], rows)).is_valid()


def test_what_is_published_needs_a_public_main_number(db):
    form = form_of(posted())
    assert not form.is_valid()
    assert form.formsets["phones"].non_form_errors() == [forms.NO_MAIN_NUMBER]
    form = form_of(posted([number("professionals")]))
    assert not form.is_valid()
    assert form.formsets["phones"].errors == [{"purpose": [forms.NO_MAIN_NUMBER]}]


def test_a_draft_and_a_national_link_may_be_without(db):
    assert form_of(posted(), draft=True).is_valid()
    assert form_of(posted(kind="national_link")).is_valid()


def test_a_hidden_main_number_is_refused(db):
    form = form_of(posted([number(visibility="staff")]))
    assert not form.is_valid()
    assert "visibility" in form.formsets["phones"].errors[0]


def test_no_organisation_and_a_taken_address_say_what_to_do(db):
    taken = ServiceFactory()
    form = form_of(posted([number()], organization="", slug=taken.slug))
    assert not form.is_valid()
    assert form.errors["organization"] == [forms.NO_ORGANISATION]
    assert form.errors["slug"] == [forms.SLUG_TAKEN]
