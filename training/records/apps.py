from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is kept of the training."""

    name = "training.records"
    label = "records"
    verbose_name = "Kept of the training"

    def ready(self):
        """Write a record of each quiz that somebody hands in, and of each account that is looked at."""
        from portal.accounts.signals import account_looked_at
        from training.quizzes.signals import attempt_marked
        from training.records.learning import answer_marking
        from training.records.view_log import answer_account

        attempt_marked.connect(answer_marking, dispatch_uid="records.quiz")
        account_looked_at.connect(answer_account, dispatch_uid="records.account")
