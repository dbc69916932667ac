"""What one school keeps about its services: its links, its key contacts, and what changed since it looked."""

import datetime

from directory.held import held
from directory.models import KeyContact, SchoolLink, SchoolVisit, Service
from directory.rows import rows_of
from portal.accounts.memberships import is_lead as is_lead

NEVER = datetime.date.min


def links_of(school) -> tuple[list[dict], int]:
    """Return a row (`directory.rows`) for each published service of the school, and how many others it has.

    Each row has the school's own `link` too. The oldest check comes first. The number of queries
    is the same however many there are.
    """
    links = {link.service_id: link for link in SchoolLink.objects.filter(school=school)}
    rows = rows_of(held(), links)
    rows.sort(key=lambda row: (row["service"].last_reviewed or NEVER, row["service"].name))
    for row in rows:
        row["link"] = links[row["service"].pk]
        row["link"].service = row["service"]
    return rows, len(links) - len(rows)


def link_with(user, service: Service) -> SchoolLink | None:
    """Return the link of the user's own school with `service`, or None."""
    if not (user.is_authenticated and user.school_id and service.pk):
        return None
    return SchoolLink.objects.filter(school=user.school_id, service=service.pk).first()


def key_contacts_of(school) -> list[KeyContact]:
    """Return the people whom the school puts on its poster, in its own order."""
    return list(KeyContact.objects.filter(school=school).order_by("order", "pk"))


def looked_at(school) -> datetime.datetime | None:
    """Return when the school last said that it has seen what changed, or None."""
    return SchoolVisit.objects.filter(school=school).values_list("looked_at", flat=True).first()


def choose_services(school, shown, chosen) -> tuple[int, int]:
    """Make the links of `school` follow the boxes of one page of services; return (added, put aside).

    `shown` are the services that had a box, `chosen` the public ids of those ticked. A service
    that is no longer ticked is put aside ("not used now"), so that its note is not lost.
    """
    shown = list(shown)
    links = {link.service_id: link for link in SchoolLink.objects.filter(school=school, service__in=shown)}
    wanted = [service for service in shown if str(service.public_id) in chosen]
    new = [SchoolLink(school=school, service=one, link_person="") for one in wanted if one.pk not in links]
    SchoolLink.objects.bulk_create(new, ignore_conflicts=True)
    wanted_pks = {service.pk for service in wanted}
    again = [link.pk for link in links.values() if not link.used_now and link.service_id in wanted_pks]
    aside = [link.pk for link in links.values() if link.used_now and link.service_id not in wanted_pks]
    SchoolLink.objects.filter(pk__in=again).update(used_now=True)
    SchoolLink.objects.filter(pk__in=aside).update(used_now=False)
    return len(new) + len(again), len(aside)
