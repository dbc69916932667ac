"""Who sees trainers' notes and model answers. Pages go by Wagtail's permissions for the tree."""

_NOTES = ["training.see_trainers_notes"]

ROLE_PERMISSIONS = {"Trainer": _NOTES, "Portal editor": _NOTES, "Administrator": _NOTES}
