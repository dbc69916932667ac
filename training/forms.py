"""The form in which pages of the training are written."""

from wagtail.admin.forms import WagtailAdminPageForm

# A draft may be without any of them. Nothing goes live without all of them.
NEEDED = {
    "maintainer": "Choose an owner: without somebody who keeps it right, it cannot go live.",
    "source": "Say what it rests on, or “local practice”: without a source it cannot go live.",
    "status": "Choose a status: without one it cannot go live.",
    "last_reviewed": "Say when it was last looked at: without that date it cannot go live.",
    "next_review": "Say when it will be looked at again: without that date it cannot go live.",
}


class TrainingPageForm(WagtailAdminPageForm):
    """Whoever begins a page is its owner, unless they choose another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, said in NEEDED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = said
        if self.instance._state.adding and self.for_user and not self.initial.get("maintainer"):
            self.initial["maintainer"] = self.for_user.pk
