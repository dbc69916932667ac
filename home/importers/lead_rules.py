"""Who leads on what: the rules, in the order of the file."""

from directory.models import LeadRule
from home.importers.writing import Load
from portal.accounts.roles import DIRECTORY_EDITOR


def load_lead_rules(load: Load) -> None:
    """Load lead-rules.yaml."""
    for order, (rule, item, before) in enumerate(load.begin(LeadRule, load.keyed("lead-rules.yaml"))):
        if load.fill(rule, item, load.governed()):
            load.govern(rule, item, DIRECTORY_EDITOR)
            load.check(rule, item, {})
        if "order" not in item:
            rule.order = order
        if not load.mistakes:
            load.publish(rule, before)
