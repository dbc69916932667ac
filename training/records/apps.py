from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is kept of the training."""

    name = "training.records"
    label = "records"
    verbose_name = "Kept of the training"

    def ready(self):
        """Write a record of each quiz that somebody hands in."""
        from training.quizzes.signals import attempt_marked
        from training.records.learning import answer_marking

        attempt_marked.connect(answer_marking, dispatch_uid="records.quiz")
