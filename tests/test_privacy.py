"""No model of ours holds something about a person without saying so."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from portal.accounts import privacy

OURS = ("portal", "home", "hub", "training", "glossary", "directory")


def models_about_people() -> dict[str, str]:
    """Return "app_label.Model" -> app name, for the user and every model of ours that points at one."""
    user = get_user_model()
    return {
        model._meta.label: model._meta.app_config.name
        for model in apps.get_models(include_auto_created=False)
        if model._meta.app_config.name.split(".")[0] in OURS
        and (model is user or any(field.related_model is user for field in own_fields(model)))
    }


def own_fields(model):
    """Return the fields that stand on `model` itself and point at another."""
    return [
        field
        for field in model._meta.get_fields()
        if not field.auto_created and (field.many_to_one or field.one_to_one or field.many_to_many)
    ]


def test_every_model_about_people_is_described_by_its_app():
    undeclared = {
        label
        for label, app in models_about_people().items()
        if label
        not in {
            holding.model
            for module in privacy.registry()
            if module.__name__ == f"{app}.privacy"
            for holding in module.describe()
        }
    }
    assert not undeclared, "Describe these in the privacy.py of their app"


def test_the_walk_finds_the_models():
    assert {"accounts.User", "accounts.Invitation"} <= set(models_about_people())


@pytest.mark.parametrize("module", privacy.registry(), ids=lambda module: module.__name__)
def test_the_protocol_is_kept(module):
    assert all(callable(getattr(module, name, None)) for name in ("describe", "export", "erase", "over"))
    for holding in module.describe():
        assert apps.get_model(holding.model)
        assert holding.what
        assert holding.why
        assert holding.kept


PERIOD = re.compile(r"\b(\d+|one|two|three|four|six|seven|twelve|thirteen) (days?|weeks?|months?|years?)\b")


def test_operators_read_the_periods_that_people_are_told(settings):
    """The table of docs/operations/accounts.md and the page about one's data name the same ones."""
    told = " ".join(holding.kept for holding in privacy.everything_held()).lower()
    guide = (settings.BASE_DIR / "docs" / "operations" / "accounts.md").read_text()
    table = guide[guide.index("| what | goes |") :].split("\n\n")[0]
    of_schools = {("four", "weeks"), ("three", "months")}  # each chooses: a copy says its own day
    assert set(PERIOD.findall(table)) - of_schools == set(PERIOD.findall(told))
