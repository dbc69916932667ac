"""Programmes that somebody shares with their school, its own sheets, its training plans and requirements."""

from portal.accounts.handing_over import Held
from portal.accounts.models import Membership
from training.records.models import OwnSheet, PartnerLink, Plan, Programme, Requirement
from training.records.requirements import rhythm_in_words


def held(membership: Membership) -> list[Held]:
    """Return what the person made and the school uses. What they keep for themselves stays theirs."""
    programmes = _programmes(membership).values_list("pk", "name")
    sheets = _sheets(membership).values_list("pk", "title")
    plans = _plans(membership).values_list("pk", "name")
    return [
        *(Held(f"records.programme.{pk}", "Shared programme", name) for pk, name in programmes),
        *(Held(f"records.sheet.{pk}", "Our own sheet", title) for pk, title in sheets),
        *(Held(f"records.plan.{pk}", "Training plan", name) for pk, name in plans),
        *(
            Held(f"records.requirement.{one.pk}", "Requirement", one.plan.name, rhythm_in_words(one))
            for one in _requirements(membership).select_related("plan")
        ),
    ]


def give(membership: Membership, keys, successor: Membership) -> None:
    """Make `successor` the maker, who may change it."""
    for rows, start, who in (
        (_programmes, "records.programme.", "maker"),
        (_sheets, "records.sheet.", "maker"),
        (_plans, "records.plan.", "maker"),
        (_requirements, "records.requirement.", "made_by"),
    ):
        chosen = [key.removeprefix(start) for key in keys if key.startswith(start)]
        rows(membership).filter(pk__in=chosen).update(**{who: successor.person})
        if rows is _sheets:  # what partners answer is told to the successor too
            links = PartnerLink.objects.filter(sheet__in=chosen, opened_by=membership.person_id)
            links.update(opened_by=successor.person)


def _programmes(membership: Membership):
    return Programme.objects.filter(school=membership.school_id, maker=membership.person_id, shared=True)


def _sheets(membership: Membership):
    return OwnSheet.objects.filter(school=membership.school_id, maker=membership.person_id)


def _plans(membership: Membership):
    return Plan.objects.filter(school=membership.school_id, maker=membership.person_id)


def _requirements(membership: Membership):
    return Requirement.objects.filter(school=membership.school_id, made_by=membership.person_id)
