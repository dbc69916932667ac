"""The order in which the files are loaded: what others name comes first."""

from wagtail.signal_handlers import disable_reference_index_auto_update

from directory.models import LeadRule, Organization, Protocol, Service, ThresholdLevel
from glossary.models import GlossaryTerm, Phrase
from home.importers.areas import load_areas
from home.importers.best_bets import FILE as BEST_BETS
from home.importers.best_bets import load_best_bets
from home.importers.elsewhere import FILE as ELSEWHERE
from home.importers.elsewhere import load_elsewhere
from home.importers.glossary import FILE as GLOSSARY
from home.importers.glossary import PHRASES, load_glossary, load_phrases
from home.importers.guidance import load_guidance, load_protocols
from home.importers.hub import FILES as HUB_FILES
from home.importers.hub import MODELS as HUB_MODELS
from home.importers.hub import load_hub
from home.importers.lead_rules import load_lead_rules
from home.importers.organisations import load_organisations
from home.importers.pages import load_pages, set_portal
from home.importers.people import load_accounts, load_schools
from home.importers.plans import load_plans, plan_ids
from home.importers.quizzes import bank_ids
from home.importers.services import FILES, load_services
from home.importers.thresholds import FILE as THRESHOLDS
from home.importers.thresholds import load_thresholds
from home.importers.training import FILES as TRAINING_FILES
from home.importers.training import begin_training, load_training, slug_of
from home.importers.vocabularies import load_vocabularies
from home.importers.writing import Load
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from portal.accounts.models import School, User
from portal.content.models import Area, GuidanceRecord
from portal.search import adapters, outbox
from portal.search.models import BestBet, ElsewherePage
from training.quizzes.models import BankItem
from training.records.models import Plan

STEPS = {
    "lists and tags": load_vocabularies,
    "people": load_accounts,
    "guidance": load_guidance,
    "areas": load_areas,
    "protocols": load_protocols,
    "organisations": load_organisations,
    "services": load_services,
    "who leads": load_lead_rules,
    "levels of need": load_thresholds,
    "schools": load_schools,
    "the training's pages": begin_training,
    "good practice": load_hub,
    "training": load_training,
    "training plans": load_plans,
    "glossary": load_glossary,
    "phrases": load_phrases,
    "pages of other sites": load_elsewhere,
    "best bets": load_best_bets,
    "pages": load_pages,
}
OWN_FILES = {
    Area: ["areas.yaml"],
    GuidanceRecord: ["guidance.yaml"],
    Protocol: ["protocols.yaml"],
    Organization: ["organisations.yaml"],
    Service: FILES,
    LeadRule: ["lead-rules.yaml"],
    ThresholdLevel: [THRESHOLDS],
    School: ["schools.yaml"],
    GlossaryTerm: [GLOSSARY],
    Phrase: [PHRASES],
    ElsewherePage: [ELSEWHERE],
    BestBet: [BEST_BETS],
}
# By which of its own words the files know a thing; most by their address.
KEYS = {ThresholdLevel: "number", Phrase: "phrase", ElsewherePage: "url", BestBet: "query"}


def load_everything(load: Load) -> None:
    """Run every step. Nothing is written once `load.mistakes` holds one; the caller undoes the rest."""
    with disable_reference_index_auto_update(), outbox.together(_said_by(load)):
        for name, step in STEPS.items():
            load.say(f"Loading {name} ...")
            step(load)
        if not load.mistakes:
            set_portal(load)
            load.index_references()
            outbox.mark(adapters.tools())  # they come with the code, not with a file


def _said_by(load: Load):
    """Return what says how far the search is, once everything is committed."""
    return lambda done: load.say(f"Indexed for the search: {done} ...")


def real_content(load: Load) -> list[str]:
    """Return what stands in the database and in no file, in words: somebody's own work."""
    found = []
    for model, patterns in OWN_FILES.items():
        key = KEYS.get(model, "slug")
        known = {item[key].text for pattern in patterns for item in load.entries(pattern)}
        found += _own(
            model, [thing for thing in model.objects.all() if str(getattr(thing, key)) not in known]
        )
    found += _own(User, User.objects.filter(is_demo=False))
    slugs = {file.stem for file in load.folder.glob("pages/*.md")}
    found += _own(PlainPage, PlainPage.objects.exclude(slug__in=slugs))
    if "accessibility" not in slugs:
        found += _own(AccessibilityStatementPage, AccessibilityStatementPage.objects.all())
    for kind, model in HUB_MODELS.items():
        slugs = {file.stem for file in load.folder.glob(HUB_FILES[kind])}
        found += _own(model, model.objects.exclude(slug__in=slugs))
    for model, pattern in TRAINING_FILES.items():
        slugs = {slug_of(file) for file in load.folder.glob(pattern)}
        found += _own(model, model.objects.exclude(slug__in=slugs))
    found += _own(BankItem, BankItem.objects.exclude(uuid__in=bank_ids(load)))
    found += _own(Plan, Plan.objects.filter(school=None).exclude(public_id__in=plan_ids(load)))
    found += _own(HomePage, HomePage.objects.exclude(slug="home"))
    return found


def _own(model, things) -> list[str]:
    return [f"{model._meta.verbose_name} “{thing}”" for thing in things]
