from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Training: the toolkit, sheets to fill in, modules."""

    name = "training"
    verbose_name = "Training"
    room = {"label": "Training", "url": "/training/", "place": 3}
