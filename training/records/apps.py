from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is kept of the training."""

    name = "training.records"
    label = "records"
    verbose_name = "Kept of the training"
