"""The school's side: open a sheet to a partner, see what came back, decide, close the link.

For who may change the sheet: its maker, and the lead of the school.
"""

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from training.records import own_sheets as ours
from training.records import partners
from training.records.adapting import mistakes_in
from training.records.models import NoteState, OwnSheet, PartnerNote
from training.records.partner_forms import OpenForm
from training.records.partners import Outcome
from training.records.views.own_sheets import MEANWHILE, own_sheet, version_of

MOST_SHOWN = 50
FULL = f"{partners.MOST_LINKS} links to this sheet work now: withdraw one first."
SAID = {
    "accepted": "Accepted: the sheet says it now.",
    "declined": "Declined. The sheet stays as it is.",
    "read": "Put aside as read.",
}
DECIDED = "A colleague has decided on this already. Look at what came of it below."
GONE = "That part is not on the sheet any more, so it cannot be changed. You can decline the proposal."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.changed_by)
def own_partners(request, own: OwnSheet):
    """The links of a sheet and what came over them; posted, open one more and show its address once."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if partners.working().filter(sheet=own).count() < partners.MOST_LINKS:
            link, token = partners.open_link(own, request.user, **form.cleaned_data)
            address = request.build_absolute_uri(f"{reverse('training:partner')}?link={token}")
            context = {"own": own, "link": link, "address": address}
            return render(request, "training/own/link_made.html", context)
        form.add_error(None, FULL)
    return render(
        request, "training/own/partners.html", _shown(own, form), status=400 if form.errors else 200
    )


def _shown(own: OwnSheet, form: OpenForm) -> dict:
    notes = PartnerNote.objects.filter(link__sheet=own).select_related("link", "decided_by")
    waiting = list(notes.filter(state=NoteState.WAITING)[: MOST_SHOWN + 1])
    done = notes.exclude(state=NoteState.WAITING).order_by(F("decided").desc(), "-pk")
    return {
        "own": own,
        "form": form,
        "links": list(partners.with_counts(own)[:MOST_SHOWN]),
        "waiting": [_told(note, own) for note in waiting[:MOST_SHOWN]],
        "has_more": len(waiting) > MOST_SHOWN,
        "done": [_told(note, own) for note in done[:MOST_SHOWN]],
    }


def _told(note: PartnerNote, own: OwnSheet) -> dict:
    """Return a note with what a template cannot find out: whether its part is there, and what it changes."""
    block = partners.block_of(own, note.block_id)
    changes = partners.changes_of(note, block) if note.is_proposal else []
    return {"note": note, "changes": changes, "is_gone": bool(note.block_id) and block is None}


@require_POST
@own_sheet(ours.changed_by)
def decide(request, own: OwnSheet, pk: int):
    """Accept or decline a proposal, or put a comment aside as read: `do` says which."""
    note = get_object_or_404(PartnerNote, pk=pk, link__sheet=own)
    wanted = request.POST.get("do", "")
    if wanted not in (("accepted", "declined") if note.is_proposal else ("read",)):
        raise Http404
    if wanted == "accepted":
        outcome = _accept(request, own, note)
    else:
        outcome = partners.decide(note, request.user, NoteState(wanted))
    if outcome is Outcome.DONE:
        messages.success(request, SAID[wanted])
    elif outcome:
        messages.error(request, DECIDED if outcome is Outcome.DECIDED else MEANWHILE)
    return redirect("training:own_partners", public_id=own.public_id)


def _accept(request, own: OwnSheet, note: PartnerNote) -> Outcome | None:
    """Return what became of it; None where it could not be tried, which is said."""
    body = partners.body_with(note, own)
    wrong = mistakes_in(body) if body else [GONE]
    for line in wrong:
        messages.error(request, line)
    return None if wrong else partners.accept(note, own, body, version_of(request), request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sheet(ours.changed_by)
def end_link(request, own: OwnSheet, link_id):
    """Ask once, then withdraw a link that works; of one that is over, delete all that came over it."""
    link = get_object_or_404(partners.with_counts(own), public_id=link_id)
    if request.method != "POST":
        return render(request, "training/own/end_link.html", {"own": own, "link": link})
    if link.works:
        partners.withdraw(link)
        messages.success(request, "Withdrawn. The link opens nothing any more.")
    elif request.POST.get("delete"):
        link.delete()
        messages.success(request, "Deleted.")
    return redirect("training:own_partners", public_id=own.public_id)
