"""Partners without an account: who opens a school's own sheet to them, what they say, what becomes of it.

A link holds a secret of which the database knows the hash alone. Whoever has the link may read the sheet and
say something; only who may change the sheet sees that, and decides.
"""

import datetime
import enum
import hashlib
import json
import logging
import secrets
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import current
from portal.accounts.models import hash_token
from training.records import own_sheets
from training.records.adapting import FIELDS, Block, said, written
from training.records.differences import name_of
from training.records.models import NoteState, OwnSheet, PartnerLink, PartnerNote

logger = logging.getLogger(__name__)
DAYS = (7, 14, 30)
MOST_LINKS = 10  # of one sheet that work at the same time
MOST_NOTES = 100  # over one link
WHOLE = "The whole sheet"


def open_link(own: OwnSheet, user, for_whom: str, days: int) -> tuple[PartnerLink, str]:
    """Return (a new link to `own`, its secret). The secret is told this once."""
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + datetime.timedelta(days=days)
    link = PartnerLink.objects.create(
        sheet=own, token_hash=hash_token(token), for_whom=for_whom, opened_by=user, expires=expires
    )
    return link, token


def working() -> QuerySet[PartnerLink]:
    """Return the links that open their sheet now."""
    return PartnerLink.objects.filter(withdrawn=None, expires__gt=timezone.now())


def opened_with(token: str) -> PartnerLink | None:
    """Return the link of a secret; None for one that is wrong, withdrawn or over, which look the same."""
    return working().select_related("sheet__school").filter(token_hash=hash_token(token)).first()


def waiting_by_sheet(user) -> dict[int, int]:
    """Return how many notes wait on each sheet that `user` decides about, by the sheet's key: one query."""
    notes = PartnerNote.objects.filter(
        link__sheet__in=own_sheets.changed_by(user).values("pk"), state=NoteState.WAITING
    )
    return dict(notes.order_by().values_list("link__sheet").annotate(Count("pk")))


def with_counts(own: OwnSheet) -> QuerySet[PartnerLink]:
    """Return the links of `own`, each with how much was said over it."""
    return own.partner_links.select_related("opened_by").annotate(count=Count("notes"))


def withdraw(link: PartnerLink) -> None:
    """Close a link at once. What was said over it stays."""
    PartnerLink.objects.filter(pk=link.pk, withdrawn=None).update(withdrawn=timezone.now())


def digest_of(block: Block) -> str:
    """Return what changes when a word of `block` does: so a partner proposes about what they saw."""
    return hashlib.sha256(json.dumps(said(block)).encode()).hexdigest()[:16]


def block_of(own: OwnSheet, block_id: str) -> Block | None:
    """Return the part of `own` of an id, where it is still there."""
    return next((block for block in own.body if block["id"] == block_id), None)


def is_full(link: PartnerLink) -> bool:
    """Return whether as much was said over `link` as may be."""
    return link.notes.count() >= MOST_NOTES


def comment(link: PartnerLink, block: Block | None, who: str, text: str) -> PartnerNote:
    """Keep a comment about a part, or about the whole sheet."""
    return _keep(link, block, who=who, text=text)


def propose(link: PartnerLink, block: Block, typed: dict, who: str, text: str) -> PartnerNote | None:
    """Keep what `block` should say instead, and why; None where that is what it says already."""
    before, proposed = said(block), said(written(block, typed))
    if proposed == before:
        return None
    return _keep(link, block, who=who, text=text, before=before, proposed=proposed)


@transaction.atomic
def _keep(link: PartnerLink, block: Block | None, **fields) -> PartnerNote:
    """Keep a note, and tell whoever opened the link of the first that waits. The same twice is one."""
    PartnerLink.objects.select_for_update().get(pk=link.pk)  # two presses at once take turns
    about = {"block_id": block["id"], "block_type": block["type"], "part": name_of(block)} if block else {}
    waiting = link.notes.filter(state=NoteState.WAITING)
    if same := waiting.filter(block_id=about.get("block_id", ""), **fields).first():
        return same
    is_first = not waiting.exists()
    note = PartnerNote.objects.create(link=link, **{"part": WHOLE, **about, **fields})
    if is_first:
        transaction.on_commit(partial(tell_opener, link))
    return note


def tell_opener(link: PartnerLink) -> None:
    """Write to whoever opened the link; what the partner wrote stays out of it. Never raises."""
    try:
        opener, sheet = link.opened_by, link.sheet
        if not current(person=opener, school=sheet.school_id, person__is_active=True).exists():
            return
        place = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(
            "training:own_partners", args=[sheet.public_id]
        )
        text = render_to_string("training/email/partner.txt", {"sheet": sheet, "link": place})
        send_mail(f"A partner answered: {sheet.title}", text, None, [opener.email])
    except Exception:
        logger.exception("partner_note_not_mailed")


@dataclass(frozen=True)
class Change:
    """One thing that a proposal says otherwise. `meanwhile`: the school changed the same thing since."""

    label: str
    now: str
    proposed: str
    meanwhile: bool


def changes_of(note: PartnerNote, block: Block | None) -> list[Change]:
    """Return what a proposal changes of a part as it is now; of a part that is gone, as it was."""
    now = said(block) if block else note.before
    return [
        Change(
            field.label,
            now.get(field.name, ""),
            note.proposed[field.name],
            now.get(field.name) != note.before[field.name],
        )
        for field in FIELDS[note.block_type]
        if note.proposed.get(field.name) != note.before.get(field.name)
    ]


def body_with(note: PartnerNote, own: OwnSheet) -> list[Block] | None:
    """Return the blocks of `own` with what a proposal changes, and nothing else; None if its part is gone."""
    block = block_of(own, note.block_id)
    if block is None:
        return None
    now = said(block)
    wanted = {name: text for name, text in note.proposed.items() if text != note.before.get(name)}
    changed = written(block, now | {name: text for name, text in wanted.items() if name in now})
    return [changed if one["id"] == note.block_id else one for one in own.body]


class Outcome(enum.Enum):
    """What became of a decision."""

    DONE = "done"
    DECIDED = "a colleague was first"
    CHANGED = "the sheet was changed meanwhile"


def decide(note: PartnerNote, user, state: NoteState) -> Outcome:
    """Write down what the school makes of a note, unless a colleague has."""
    waiting = PartnerNote.objects.filter(pk=note.pk, state=NoteState.WAITING)
    done = waiting.update(state=state, decided_by=user, decided=timezone.now())
    return Outcome.DONE if done else Outcome.DECIDED


class _ChangedError(Exception):
    """The sheet is another than the one that was looked at."""


def accept(note: PartnerNote, own: OwnSheet, body: list[Block], version: int, user) -> Outcome:
    """Write `body`, which has the proposal in it, into the sheet; neither half of it happens alone."""
    try:
        with transaction.atomic():
            outcome = decide(note, user, NoteState.ACCEPTED)
            if outcome is Outcome.DONE and not own_sheets.save(own, body, version):
                raise _ChangedError
    except _ChangedError:
        return Outcome.CHANGED
    return outcome


def over_before(day) -> QuerySet[PartnerLink]:
    """Return the links that ended before `day`."""
    return PartnerLink.objects.filter(Q(expires__lt=day) | Q(withdrawn__lt=day))
