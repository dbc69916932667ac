"""What the search finds of the content that all rooms share."""

from portal.content.models import GuidanceComparison, GuidanceRecord
from portal.search.adapters import Adapter, Entry, register
from portal.search.enums import Kind


class GuidanceAdapter(Adapter):
    """A record of the guidance register, those that no longer hold too."""

    model = GuidanceRecord
    parts = {GuidanceComparison: "record"}

    def entry(self, record) -> Entry:
        rows = record.comparison.all()
        return Entry(
            kind=Kind.GUIDANCE,
            title=record.title,
            url=record.get_absolute_url(),
            summary=record.summary,
            body="\n".join([record.issuer, record.version, *(f"{r.matter} {r.then} {r.now}" for r in rows)]),
            place="Guidance register",
            status=record.status,
            checked_on=record.last_reviewed,
        )


register(GuidanceAdapter)
