"""The partner's side: read a sheet, comment on it, propose other words. The secret in the address is the key.

It stands in the query, which no log of ours holds. Without a cookie there is nothing that another site could
use, so these forms need no token; and as no page says where it came from, none could be checked.
"""

from functools import wraps
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.lockout import address
from portal.limits import allow
from training.records import own_sheets as ours
from training.records import partners
from training.records.adapting import Block, mistakes_in, written
from training.records.differences import name_of
from training.records.models import OwnSheet, PartnerLink
from training.records.partner_forms import LONGEST_NOTE, CommentForm, ProposalForm
from training.sheets.filled import begun
from training.sheets.html import Look, html_of

MINUTE = 60
TOO_MANY = "Not sent: a lot came in a short time. Wait a few minutes: your words are still here."
FULL = "Not sent: as much was said over this link as may be. Ask the school for a new one."
NOTHING = "You have changed nothing yet. Change the words above, or write a comment."
MEANWHILE = (
    "The school changed this part while you wrote. Yours stands below, the part as it is now above: look at "
    "both, and send it again if it still holds."
)


def by_link(view):
    """Call `view` with the link whose secret is in the address; any other secret gets one page."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def wrapped(request):
        # Should anything go wrong from here on, no report says what was typed.
        request.sensitive_post_parameters = "__ALL__"
        link = partners.opened_with(request.GET.get("link", ""))
        answer = view(request, link) if link else render(request, "training/partner/over.html", status=404)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return wrapped


@require_safe
@by_link
def sheet(request, link: PartnerLink):
    """The sheet, part by part, with what was said over the link."""
    notes: dict[str, list] = {}
    for note in link.notes.all():
        changes = partners.changes_of(note, None) if note.is_proposal else []
        notes.setdefault(note.block_id, []).append((note, changes))
    parts = [
        {
            "id": block["id"],
            "name": name_of(block),
            "html": _html(link.sheet, block),
            "notes": notes.pop(block["id"], []),
            "address": _address(request, "training:partner_part", part=block["id"]),
        }
        for block in link.sheet.body
    ]
    context = {
        "link": link,
        "own": link.sheet,
        "parts": parts,
        "others": [note for some in notes.values() for note in some],
        "whole": _address(request, "training:partner_part"),
        "said": "said" in request.GET,
    }
    return render(request, "training/partner/sheet.html", context)


def _html(own: OwnSheet, block: Block):
    tree = ours.sheet_of(own, [block])
    return html_of(tree.parts, Look(filled=begun(tree)))


def _address(request, name: str, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'link': request.GET['link'], **more})}"


@require_safe
@by_link
def part(request, link: PartnerLink):
    """One part, to say something about it or to propose other words; without one, about the whole sheet."""
    return _page(request, link, 404 if _is_gone(request, link) else 200)


@require_POST
@by_link
def comment(request, link: PartnerLink):
    """Say something about a part."""
    block, form = _block(request, link), CommentForm(request.POST, prefix="say")
    if _is_gone(request, link):
        return _page(request, link, 409, comment=form)
    if not form.may_go():
        return _page(request, link, 400 if form.errors else 200, comment=form)
    if problem := _too_much(request, link):
        form.add_error(None, problem)
        return _page(request, link, 429, comment=form)
    told = form.cleaned_data
    partners.comment(link, block, told["who"], told["text"])
    return _thanks(request, block)


@require_POST
@by_link
def propose(request, link: PartnerLink):
    """Propose other words for a part."""
    block = _block(request, link)
    if block is None:  # its words need not be lost: they can be said about the whole sheet
        return _page(request, link, 409, comment=CommentForm(prefix="say", initial={"text": _words(request)}))
    form = ProposalForm(block, request.POST, prefix="new")
    if not form.may_go():
        return _page(request, link, 400 if form.errors else 200, proposal=form)
    problem, status = _wrong(request, link, block, form)
    if problem:
        form.add_error(None, problem)
        return _page(request, link, status, proposal=form)
    told = form.cleaned_data
    partners.propose(link, block, form.typed(block), told["who"], told["why"])
    return _thanks(request, block)


def _wrong(request, link: PartnerLink, block: Block, form: ProposalForm) -> tuple[list[str] | str, int]:
    """Return (what keeps a proposal from being kept, the status that says so); nothing where all is well."""
    if request.POST.get("seen") != partners.digest_of(block):
        return MEANWHILE, 409
    changed = written(block, form.typed(block))
    if changed == block:
        return NOTHING, 400
    if wrong := mistakes_in([changed]):
        return wrong, 400
    return _too_much(request, link), 429


def _too_much(request, link: PartnerLink) -> str:
    """Return what to say where too much came over the link, or from one address."""
    few = allow("partner", str(link.pk), 10, MINUTE) and allow("partners", address(request), 60, 10 * MINUTE)
    if not few:
        return TOO_MANY
    return FULL if partners.is_full(link) else ""


def _block(request, link: PartnerLink) -> Block | None:
    return partners.block_of(link.sheet, request.GET.get("part", ""))


def _is_gone(request, link: PartnerLink) -> bool:
    return bool(request.GET.get("part")) and _block(request, link) is None


def _words(request) -> str:
    """Return what was typed into a proposal, as one text."""
    typed = (value for name, value in request.POST.items() if name.startswith("new-"))
    return "\n\n".join(filter(None, typed))[:LONGEST_NOTE]


def _thanks(request, block: Block | None):
    place = _address(request, "training:partner", said="1")
    return redirect(f"{place}#part-{block['id']}" if block else f"{place}#said")


def _page(request, link: PartnerLink, status: int, comment=None, proposal=None) -> HttpResponse:
    """Return the page of a part with its two forms; `comment` or `proposal` is the one that was sent."""
    block = _block(request, link)
    about = {"part": block["id"]} if block else {}
    context = {
        "own": link.sheet,
        "link": link,
        "block": block,
        "name": name_of(block) if block else partners.WHOLE,
        "html": _html(link.sheet, block) if block else "",
        "seen": partners.digest_of(block) if block else "",
        "comment": comment or CommentForm(prefix="say"),
        "proposal": proposal or (ProposalForm(block, prefix="new") if block else None),
        "sent": proposal or comment,
        "is_gone": _is_gone(request, link),
        "says": _address(request, "training:partner_comment", **about),
        "proposes": _address(request, "training:partner_propose", **about),
        "back": _address(request, "training:partner"),
    }
    return render(request, "training/partner/part.html", context, status=status)
