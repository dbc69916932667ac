"""People's own pages: their addresses, and what is pressed there."""

from django.urls import reverse

MINE = reverse("records:my_learning")


def at(name, *args) -> str:
    """Return an address of the records."""
    return reverse(f"records:{name}", args=args)


def say(client, page, version="1"):
    """Say that one did a page, as a person would."""
    return client.post(at("did", page.pk), {"version": version}, follow=True)


def files(tmp_path) -> list:
    """Return the files of evidence, which the fixture `evidence_in_march` keeps there."""
    return [path for path in tmp_path.rglob("*") if path.is_file()]
