"""The database refuses to change a version of a quiz, and to delete one with attempts."""

from django.db import migrations

from training.quizzes import guard


def put_up(apps, schema_editor):
    guard.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
