"""Who sees trainers' notes, and who publishes what they wrote. All else goes by Wagtail's permissions."""

_TRAINING = ["training.see_trainers_notes", "training.publish_own_pages"]

ROLE_PERMISSIONS = {"Trainer": _TRAINING, "Portal editor": _TRAINING, "Administrator": _TRAINING}
