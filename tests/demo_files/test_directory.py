"""Services, helplines, schools and lists: closed lists, references, dates, numbers."""

import re
from collections import Counter

import pytest

from tests.demo_files.files import (
    CHOICES,
    CORE,
    DEMO,
    DRAMA,
    ENTRIES,
    FORMATS,
    HELP_WITH,
    HELPLINES,
    IDS,
    METHODS,
    NATIONAL_NUMBERS,
    NATIONAL_ONLY,
    OVERDUE,
    PURPOSES,
    REFERRERS,
    SERVICES,
    STATUSES,
    VERIFIED,
    read,
    slugs,
    text_files,
)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_uses_only_the_closed_lists(name):
    entry = ENTRIES[name]
    assert name == f"{entry['id'].lower()}-{entry['slug']}.yaml"
    for key, allowed in CHOICES.items():
        assert entry[key] in allowed, key
    assert set(entry["help_with"]) <= HELP_WITH
    assert set(entry["formats"]) <= FORMATS
    assert {phone["purpose"] for phone in entry["phones"]} <= PURPOSES
    assert {phone["visibility"] for phone in entry["phones"]} <= {"public", "staff", "dsl"}
    for route in entry["routes"]:
        assert set(route["who_may_refer"]) <= REFERRERS
        assert route["urgency"] in {"now", "same_day", "planned"}
        assert set(route["methods"]) <= METHODS
        assert len(route["have_ready"]) == 3


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_refers_only_to_what_exists(name):
    entry = ENTRIES[name]
    assert entry["organisation"] in slugs("organisations.yaml")
    assert set(entry["areas"]) <= slugs("areas.yaml")
    assert set(entry["tags"]) <= slugs("tags.yaml")
    assert 2 <= len(entry["tags"]) <= 3
    assert set(entry["protocols"]) <= slugs("protocols.yaml")
    for other in [*entry["works_with"], entry["out_of_hours"], entry.get("replaced_by", "")]:
        assert other in IDS | {""}
    assert len(entry["summary"]) <= 200


def test_slugs_and_ids_are_unique():
    assert len(IDS) == len(ENTRIES)
    assert len({entry["slug"] for entry in ENTRIES.values()}) == len(ENTRIES)
    for path in DEMO.glob("*.yaml"):
        rows = read(path.name)
        words = ("slug", "email", "number", "phrase", "query", "url")
        keys = [next(row[word] for word in words if row.get(word)) for row in rows]
        assert len(set(keys)) == len(keys), path.name


def test_works_with_goes_both_ways():
    by_id = {entry["id"].lower(): entry for entry in SERVICES.values()}
    for key, entry in by_id.items():
        assert key not in entry["works_with"]
        for other in entry["works_with"]:
            assert key in by_id[other]["works_with"], f"{key} and {other}"
        assert len(entry["works_with"]) >= 2 or entry["availability"] == "defunct", key


def test_the_two_gaps_have_only_national_help():
    local = {term for entry in SERVICES.values() for term in entry["help_with"]}
    national = {term for entry in HELPLINES.values() for term in entry["help_with"]}
    assert not local & NATIONAL_ONLY
    assert national >= NATIONAL_ONLY
    assert local == HELP_WITH - NATIONAL_ONLY


def test_the_dates_of_checks_hold_their_shares():
    days = {s["id"]: s["checked"]["days_ago"] for s in SERVICES.values()}
    counted = {key: age for key, age in days.items() if key[0] == "A" and key not in {"A47", "A48"}}
    assert len(counted) == 46
    assert sum(age <= 25 for age in counted.values()) == 30
    middle = {key for key, age in counted.items() if 90 <= age <= 170}
    assert len(middle) == 10 and not middle & CORE
    assert {key for key, age in counted.items() if 200 <= age <= 400} == OVERDUE
    assert all(10 <= days[key] <= 20 for key in ("A47", "A48", "D01", "D02"))
    assert {s["id"] for s in SERVICES.values() if s["criticality"] == "core"} == CORE


def test_only_confirmed_helplines_count_as_checked():
    assert {entry["id"] for entry in HELPLINES.values() if "checked" in entry} == VERIFIED


def test_the_chosen_labels_are_there():
    by_id = {entry["id"]: entry for entry in SERVICES.values()}
    assert {key for key, entry in by_id.items() if entry["independent"]} == {"A17", "A18", "A42"}
    assert {key for key, entry in by_id.items() if entry["traded"]} == {"A45"}
    assert {key for key, e in by_id.items() if e["holiday_cover"] == "not_recorded"} == {"A19", "A38"}
    assert by_id["D01"]["replaced_by"] == "a29"
    assert by_id["D02"]["unavailable_until_days"] == 30


def test_phones_of_local_services_are_drama_numbers_or_101():
    for name, entry in SERVICES.items():
        for phone in entry["phones"]:
            assert DRAMA.fullmatch(phone["number"]) or phone["number"] == "101", name
    for name, entry in HELPLINES.items():
        for phone in entry["phones"]:
            assert phone["number"].replace(" ", "") in NATIONAL_NUMBERS, name


def test_no_other_number_stands_in_any_file():
    for path in text_files():
        for number in re.findall(r"(?<![\d-])0\d[\d ]{7,12}\d(?!\d)", path.read_text(encoding="utf-8")):
            assert DRAMA.fullmatch(number) or number.replace(" ", "") in NATIONAL_NUMBERS, (path.name, number)


def test_addresses_are_of_example_domains():
    real = {"nspcc.org.uk", "www.legislation.gov.uk"}
    for path in text_files():
        if path.name == "elsewhere.yaml":  # pages of other sites are real ones
            continue
        for host in re.findall(r"(?:https?://|[\w.+-]+@)([\w.-]+\w)", path.read_text(encoding="utf-8")):
            assert re.search(r"(^|\.)example\.(org|net|com)$", host) or host in real, (path.name, host)


def test_hours_are_times_and_do_not_overlap():
    for name, entry in ENTRIES.items():
        spans = Counter()
        for row in entry["hours"]:
            start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (row["opens"], row["closes"]))
            for day in row["days"]:
                first = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day) * 1440 + start
                length = (end - start) % 1440
                spans.update((row["for"], (first + minute) % 10080) for minute in range(length))
        assert not spans or max(spans.values()) == 1, name


def test_the_other_lists_refer_only_to_what_exists():
    areas, schools = slugs("areas.yaml"), slugs("schools.yaml")
    for rule in read("lead-rules.yaml"):
        assert set(rule["services"]) <= IDS
    for school in read("schools.yaml"):
        assert school["area"] in areas
        assert {link["service"] for link in school["links"]} <= IDS
    for person in read("people.yaml"):
        assert person["school"] in schools | {""}
    for row in read("organisations.yaml"):
        assert set(row["areas"]) <= areas
        assert row.get("parent", "") in slugs("organisations.yaml") | {""}
    for row in read("guidance.yaml"):
        assert row["status"] in STATUSES
        assert row["replaced_by"] in slugs("guidance.yaml") | {""}
    for row in read("protocols.yaml"):
        assert (DEMO / row["document"]).is_file()


def test_the_lists_are_as_long_as_promised():
    assert len(read("lead-rules.yaml")) == 14
    assert len(read("guidance.yaml")) >= 70
    links = {school["slug"]: len(school["links"]) for school in read("schools.yaml")}
    assert len(links) == 7 and links["ravensmoor-high"] == 14 and links["tidewell-academy"] == 6
    assert len(SERVICES) == 50 and len(HELPLINES) == 23
