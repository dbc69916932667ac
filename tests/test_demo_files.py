"""The files under demo/ keep their promises: closed lists, references, dates, numbers, our own words."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from training.quizzes.formats.question import Choice, TrueFalse
from training.quizzes.formats.reading import read as read_questions

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
HUB = DEMO / "hub"
SEEDS = ROOT.parent / "shared" / "seeds"

BARRIERS = {
    "attendance",
    "ebsa-anxiety",
    "send",
    "health",
    "hardship",
    "housing",
    "domestic-abuse",
    "caring",
    "bereavement",
    "exploitation-missing",
    "substances",
    "language-new-arrival",
    "bullying",
    "parenting-conflict",
    "behaviour-exclusion",
    "looked-after-social-worker",
}
HELP_WITH = BARRIERS | {
    "mental-health",
    "missing-education",
    "home-education",
    "staff-allegation",
    "radicalisation",
    "offending",
    "parenting",
    "early-years",
    "youth-neet",
    "childs-voice",
    "training",
    "escalation",
    "thresholds",
    "incident",
    "communication",
    "media",
}
NATIONAL_ONLY = {"bullying", "language-new-arrival"}
CHOICES = {
    "kind": {"front_door", "out_of_hours", "lado", "service", "helpline", "national_link"},
    "availability": {"active", "inactive", "defunct", "temporarily closed"},
    "criticality": {"core", "standard"},
    "holiday_cover": {"full", "reduced", "none", "by_contract", "not_recorded"},
    "consent_basis": {"seek", "inform", "not_required", "ask"},
}
FORMATS = {"one_to_one", "group", "course", "workshop", "helpline", "drop_in", "online", "leaflet"}
PURPOSES = {"main", "professionals", "out_of_hours", "crisis", "text", "textphone"}
REFERRERS = {
    "any_staff",
    "dsl",
    "senco",
    "head",
    "attendance_lead",
    "designated_teacher",
    "parent",
    "young_person",
    "gp",
    "social_worker",
    "professional",
}
METHODS = {"phone", "online", "email", "form", "in_person"}
STATUSES = {
    "current",
    "change-expected",
    "draft",
    "enacted-not-in-force",
    "superseded",
    "historical",
    "withdrawn",
    "local-check",
}
OVERDUE = {"A09", "A13", "A19", "A30", "A38", "A45"}
CORE = {"A01", "A02", "A03", "A14", "A15"}
VERIFIED = {f"N{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)}
# Ranges set aside for drama: numbers that ring nobody.
DRAMA = re.compile(r"01632 ?960\d{3}|07700 ?900\d{3}|020 ?7946 ?0\d{3}|0808 ?157 ?0\d{3}")
NATIONAL_NUMBERS = {
    re.sub(" ", "", n)
    for n in [
        "999",
        "101",
        "0808 800 5000",
        "0800 1111",
        "0800 028 0285",
        "0204 513 9990",
        "0344 381 4772",
        "08000 121 700",
        "0800 555 111",
        "0800 40 50 40",
        "61016",
        "0808 2000 247",
        "0800 011 3764",
        "0800 789 321",
        "020 7340 7264",
        "0808 802 5544",
        "0808 800 2222",
        "116 123",
        "85258",
        "111",
        "116 000",
        "0808 801 0366",
    ]
}


def read(name):
    """The rows of one list file."""
    return yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))


def folder(name):
    """{file name: entry} of every YAML file in one folder."""
    paths = sorted((DEMO / name).glob("*.yaml"))
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


SERVICES, HELPLINES = folder("services"), folder("helplines")
ENTRIES = {**SERVICES, **HELPLINES}
IDS = {entry["id"].lower() for entry in ENTRIES.values()}


def slugs(name):
    return {row["slug"] for row in read(name)}


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def text_files():
    return [path for path in sorted(DEMO.rglob("*")) if path.suffix in {".yaml", ".md", ".gift"}]


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


def hub_pages():
    """{path: (front matter, text)} of every page of the hub."""
    parts = {path: path.read_text(encoding="utf-8").split("---\n", 2) for path in HUB.rglob("*.md")}
    return {path: (yaml.safe_load(head), text) for path, (_, head, text) in sorted(parts.items())}


HUB_PAGES = hub_pages()
HUB_SLUGS = {head["slug"] for head, _ in HUB_PAGES.values()}


def test_the_hub_is_as_large_as_promised():
    assert Counter(path.parent.name for path in HUB_PAGES) == {
        "articles": 12,
        "topics": 12,
        "barriers": 32,
        "practice": 6,
        "questions": 6,
        "bulletins": 6,
        "case-studies": 3,
        "meetings": 3,
        "policies": 2,
        "governance": 1,
    }
    assert len(HUB_SLUGS) == len(HUB_PAGES)
    assert {
        head["need"] for path, (head, _) in HUB_PAGES.items() if path.parent.name == "barriers"
    } == HELP_WITH


@pytest.mark.parametrize("path", HUB_PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_hub_refers_only_to_what_exists(path):
    head, text = HUB_PAGES[path]
    assert path.stem == head["slug"]
    assert set(head.get("topics", [])) <= slugs("topics.yaml")
    assert set(head.get("audiences", [])) <= slugs("audiences.yaml")
    assert set(head.get("tags", [])) <= slugs("tags.yaml")
    assert set(head.get("cites", [])) | set(re.findall(r"\[cite: *([\w-]+)", text)) <= slugs("guidance.yaml")
    assert set(head.get("related", [])) <= HUB_SLUGS - {path.stem}
    assert {item.get("page") for item in head.get("items", [])} <= HUB_SLUGS | {None}
    assert {call["service"] for call in head.get("call", [])} <= IDS
    assert set(re.findall(r"\[card: *([\w-]+)", text)) <= IDS
    assert set(re.findall(r"\[learning: *([\w-]+)", text)) <= slugs("hub/learnings.yaml")
    assert head.get("author") in slugs("hub/authors.yaml") | {None}
    assert head["owner"] in {person["email"] for person in read("people.yaml")}


@pytest.mark.parametrize("path", HUB_PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_hub_says_how_it_stands(path):
    head, _ = HUB_PAGES[path]
    assert head["status"] in STATUSES
    assert head["access"] in {"public", "staff", "dsl"}
    if path.parent.name in {"topics", "barriers", "questions", "governance"}:
        assert head["access"] == "public"
    assert head["reviewed_days_ago"] >= 0 and head["review_days"] > 0
    assert len(head["standfirst"]) <= 250


QUIZZES = folder("quizzes")
SELF_CHECK = "leaders-self-check.yaml"


def gift_of(name):
    """{id: question} of the GIFT file beside a file of settings."""
    file = (DEMO / "quizzes" / name).with_suffix(".gift")
    report = read_questions(file.name, file.read_bytes())
    assert not report.problems
    return {question.id: question for question in report.questions if question.kind != "category"}


def slugs_of_pages():
    """What a question may lead to: pages by slug or code, services by id."""
    heads = [yaml.safe_load(path.read_text()) for path in (DEMO / "training/sheets").glob("*.yaml")]
    modules = [path.stem for path in (DEMO / "training/modules").glob("*.md")]
    return HUB_SLUGS | IDS | set(modules) | {head["slug"] for head in heads}


def test_there_are_eight_quizzes_of_eight_questions_and_a_check_of_twelve_statements():
    sizes = {name: len(quiz["questions"]) for name, quiz in QUIZZES.items() if name != SELF_CHECK}
    assert len(sizes) == 8 and set(sizes.values()) == {8}
    ratings = [asked for asked in QUIZZES[SELF_CHECK]["questions"].values() if "bands" in asked]
    assert len(ratings) == 12
    assert all(asked["bands"][0]["read"] for asked in ratings)
    kinds = {question.kind for name in QUIZZES for question in gift_of(name).values()}
    assert len(kinds) == 8, "of every kind that GIFT has"
    modules = [path.read_text() for path in (DEMO / "training/modules").glob("*.md")]
    named = {found[1] for text in modules if (found := re.search(r"^quiz: (.+)$", text, re.M))}
    assert named == {name.removesuffix(".yaml") for name in sizes}


@pytest.mark.parametrize("name", QUIZZES)
def test_each_question_explains_itself_and_says_what_it_rests_on(name):
    quiz, there, pages = QUIZZES[name], gift_of(name), slugs_of_pages()
    assert set(quiz["topics"]) <= slugs("topics.yaml")
    assert set(quiz["audiences"]) <= slugs("audiences.yaml")
    assert set(quiz["tags"]) <= slugs("tags.yaml")
    assert quiz["owner"] in {person["email"] for person in read("people.yaml")}
    assert name == f"{quiz['slug']}.yaml" and quiz["status"] in STATUSES
    for key, asked in quiz["questions"].items():
        if key in there and there[key].kind in ("description", "essay"):
            continue
        explained = there[key].general_feedback if key in there else asked.get("general_feedback")
        bands = asked.get("bands", [])
        assert explained or bands, key
        read_this = [*asked.get("read", []), *(page for band in bands for page in band.get("read", []))]
        assert read_this and set(read_this) <= pages, key
        assert asked["cites"] and set(asked["cites"]) <= slugs("guidance.yaml"), key
        assert asked["review_on"].year >= 2027, key
        assert asked.get("bank", "safeguarding") in slugs("topics.yaml"), key


def test_every_option_has_feedback_and_the_right_one_is_not_known_by_place_or_length():
    questions = [question for name in QUIZZES for question in gift_of(name).values()]
    single = [question for question in questions if isinstance(question, Choice) and question.single]
    places, longest = Counter(), 0
    for question in single:
        right = next(place for place, option in enumerate(question.options) if option.fraction == 1)
        lengths = [len(option.text.plain) for option in question.options]
        assert len(lengths) == 4 and all(option.feedback for option in question.options), question.id
        places[right] += 1
        longest += lengths[right] == max(lengths)
    assert set(places) == {0, 1, 2, 3} and max(places.values()) <= len(single) / 3
    assert longest <= len(single) / 3
    for question in questions:
        if isinstance(question, TrueFalse):
            assert question.feedback_true and question.feedback_false, question.id
    assert {question.right for question in questions if isinstance(question, TrueFalse)} == {True, False}


def test_no_seven_words_in_a_row_come_from_the_seed_texts():
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not beside this checkout")
    seen = set()
    for path in SEEDS.glob("*.txt"):
        said = words(path.read_text(encoding="utf-8", errors="replace"))
        seen.update(zip(*(said[n:] for n in range(7)), strict=False))
    for path in text_files():
        ours = words(path.read_text(encoding="utf-8"))
        shared = [" ".join(run) for run in zip(*(ours[n:] for n in range(7)), strict=False) if run in seen]
        assert not shared, (path.name, shared)
