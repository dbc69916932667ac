"""A site that has its training already gets a shelf for quizzes: /training/quizzes/."""

from django.db import migrations
from django.utils import timezone
from wagtail.models import Page

HOLDS = "quizzes.quiz"
STEP = 4  # digits of one step of a page's path, of base 36


def add_shelf(apps, schema_editor):
    shelves = apps.get_model("training", "TrainingShelfPage").objects
    training = apps.get_model("training", "TrainingHomePage").objects.first()
    if training is None or shelves.filter(holds=HOLDS).exists():
        return
    pages = apps.get_model("wagtailcore", "Page").objects
    below = pages.filter(path__startswith=training.path, depth=training.depth + 1).order_by("path")
    last = below.last()
    step = int(last.path[-STEP:], 36) + 1 if last else 1
    slugs = set(below.values_list("slug", flat=True))
    slug = next(slug for slug in ("quizzes", "quizzes-2", "quizzes-3") if slug not in slugs)
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="training", model="trainingshelfpage"
    )
    now = timezone.now()
    shelves.create(
        title="Quizzes",
        draft_title="Quizzes",
        slug=slug,
        holds=HOLDS,
        standfirst="See what you know, why it is so, and what to read.",
        content_type=content_type,
        path=Page._get_path(training.path, training.depth + 1, step),
        depth=training.depth + 1,
        numchild=0,
        url_path=f"{training.url_path}{slug}/",
        locale_id=training.locale_id,
        maintainer_id=training.maintainer_id,
        owner_id=training.owner_id,
        live=training.live,
        first_published_at=now,
        last_published_at=now,
    )
    pages.filter(pk=training.pk).update(numchild=training.numchild + 1)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_a_module_has_a_quiz"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_shelf, migrations.RunPython.noop)]
