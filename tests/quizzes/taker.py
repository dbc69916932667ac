"""Somebody who takes a quiz as a browser does: opens the form, fills it in, presses a button."""

import html
import re

from django.test import Client

SITTING = re.compile(r'name="sitting" value="([^"]*)"')


def fields_of(responses: dict) -> dict:
    """Return the fields that a form posts for `responses`."""
    fields = {}
    for key, value in responses.items():
        if isinstance(value, dict):
            fields |= {f"q_{key}_{part}": one for part, one in value.items()}
        else:
            fields[f"q_{key}"] = value
    return fields


class Taker:
    """One window of a browser, at a quiz."""

    def __init__(self, client: Client, slug: str, path: str = ""):
        self.client = client
        self.address = f"/training/quizzes/{slug}/take/"
        self.get(path or self.address)

    def get(self, path: str):
        """Open an address."""
        return self._take(self.client.get(path, follow=True))

    def _take(self, answer):
        self.answer = answer
        self.text = answer.content.decode()
        if found := SITTING.search(self.text):
            self.sitting = html.unescape(found[1])
        return answer

    def post(self, go: str, responses: dict | None = None, follow: bool = True, **more):
        """Press the button `go`, with `responses` filled in."""
        data = {"sitting": self.sitting, "go": go, **fields_of(responses or {}), **more}
        return self._take(self.client.post(self.address, data, follow=follow))

    def hand_in(self, responses: dict | None = None, **more):
        """Hand in, with whatever is not answered."""
        return self.post("hand-in", responses, unanswered="1", **more)

    @property
    def place(self) -> str:
        """Return the address of the page that is open now."""
        return self.answer.redirect_chain[-1][0] if self.answer.redirect_chain else ""
