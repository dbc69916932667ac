from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QuizzesConfig(AppConfig):
    """Quizzes: items, versions, attempts."""

    name = "training.quizzes"
    label = "quizzes"
    verbose_name = "Quizzes"

    def ready(self):
        """Make a version with each publication, and keep the database's own guard over versions."""
        from wagtail.signals import page_published

        from training.quizzes import guard, publishing
        from training.quizzes.models import QuizPage

        page_published.connect(publishing.answer_publication, sender=QuizPage, dispatch_uid="quizzes.version")
        post_migrate.connect(guard.answer_migration, sender=self, dispatch_uid="quizzes.guard")
