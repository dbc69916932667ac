"""Check outside links, and say which are dead and whose they are."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from portal.content.impact import NOBODY
from portal.content.link_check.collect import Place, outside_links
from portal.content.link_check.visit import Answer, Visitor
from portal.content.models import LinkCheck


@dataclass(frozen=True)
class DeadLink:
    """A dead link in one place."""

    check: LinkCheck
    place: Place

    @property
    def owner_name(self) -> str:
        """Return the name of the owner, in words where there is none."""
        return str(self.place.owner) if self.place.owner else NOBODY

    @property
    def why(self) -> str:
        """Return what the address answered."""
        return self.check.error or f"It answers with {self.check.status}."


def to_check(limit: int | None = None) -> list[str]:
    """Return the addresses to ask: those never asked first, then the longest ago; `limit` of them."""
    asked = dict(LinkCheck.objects.values_list("digest", "checked_at"))
    urls = sorted(outside_links())
    urls.sort(key=lambda url: (digest(url) in asked, asked.get(digest(url), 0)))
    return urls[:limit]


def check_links(urls: list[str], visitor: Visitor, say: Callable[[str], None]) -> int:
    """Ask each of `urls`, keep the answers, and return how many are dead. `say` hears of each."""
    dead = 0
    for url in urls:
        answer = visitor.ask(url)
        keep(url, answer)
        dead += answer.is_dead
        say(f"{'dead' if answer.is_dead else 'ok':4} {answer.status or '-':>3} {url} {answer.error}".rstrip())
    return dead


def keep(url: str, answer: Answer) -> LinkCheck:
    """Keep the newest answer of `url`; the day of its first failure stays until it answers again."""
    now = timezone.now()
    before = LinkCheck.objects.filter(digest=digest(url)).first()
    failed = (before.first_failed_at if before else None) or now
    values = {
        "url": url,
        "status": answer.status,
        "error": answer.error,
        "checked_at": now,
        "first_failed_at": failed if answer.is_dead else None,
    }
    return LinkCheck.objects.update_or_create(digest=digest(url), defaults=values)[0]


def forget_unlinked() -> int:
    """Delete what is known of addresses that nothing links to any more; return how many."""
    linked = {digest(url) for url in outside_links()}
    gone = [pk for pk, known in LinkCheck.objects.values_list("pk", "digest") if known not in linked]
    for at in range(0, len(gone), 500):
        LinkCheck.objects.filter(pk__in=gone[at : at + 500]).delete()
    return len(gone)


def dead_links() -> list[DeadLink]:
    """Return each dead link in each place where it stands now, by owner, the longest dead first."""
    dead = {check.url: check for check in LinkCheck.objects.exclude(first_failed_at=None)}
    places = outside_links() if dead else {}
    found = [DeadLink(check, place) for url, check in dead.items() for place in places.get(url, [])]
    return sorted(found, key=lambda one: (one.owner_name, one.check.first_failed_at, one.place.title))


def digest(url: str) -> str:
    """Return the key by which the answer of `url` is found."""
    return sha256(url.encode()).hexdigest()
