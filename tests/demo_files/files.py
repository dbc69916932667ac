"""What stands under demo/, and the closed lists that its files may take their words from."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"
HUB = DEMO / "hub"

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


def text_files():
    return [path for path in sorted(DEMO.rglob("*")) if path.suffix in {".yaml", ".md", ".gift"}]


def hub_pages():
    """{path: (front matter, text)} of every page of the hub."""
    parts = {path: path.read_text(encoding="utf-8").split("---\n", 2) for path in HUB.rglob("*.md")}
    return {path: (yaml.safe_load(head), text) for path, (_, head, text) in sorted(parts.items())}


HUB_PAGES = hub_pages()
HUB_SLUGS = {head["slug"] for head, _ in HUB_PAGES.values()}
