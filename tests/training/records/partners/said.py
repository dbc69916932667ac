"""What a partner says over a link, and what the school decides."""

from django.urls import reverse

from training.records import partners
from training.records.adapting import said

PARTNER = reverse("training:partner")


def at(token, name="", **more) -> str:
    """Return the address of a partner's page."""
    return reverse(f"training:partner{name}", query={"link": token, **more})


def ours(own, name="own_partners", *args) -> str:
    return reverse(f"training:{name}", args=[own.public_id, *args])


def block_of(own, kind="lines") -> dict:
    return next(block for block in own.body if block["type"] == kind)


def say(client, token, text="Ask us first.", block=None, **more):
    about = {"part": block["id"]} if block else {}
    return client.post(at(token, "_comment", **about), {"say-text": text, **more})


def propose(client, token, block, seen="", **changed):
    """Send the form of a part with some fields changed, as the page has it."""
    typed = {f"new-{name or 'text'}": text for name, text in said(block).items()}
    typed |= {f"new-{name}": text for name, text in changed.items()}
    seen = seen or partners.digest_of(block)
    return client.post(at(token, "_propose", part=block["id"]), {**typed, "seen": seen})


def decide(client, own, note, do, version=None):
    own.refresh_from_db()
    version = own.version if version is None else version
    return client.post(ours(own, "decide_note", note.pk), {"do": do, "version": version}, follow=True)
