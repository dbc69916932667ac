from django.db import migrations
from django.db.models import F
from django.utils import timezone


def give_memberships(apps, schema_editor):
    """Make the school of each account a membership, joined on the day the account was made."""
    memberships = apps.get_model("accounts", "Membership")
    people = apps.get_model("accounts", "User").objects.exclude(school=None)
    leads = set(people.filter(groups__name="School lead").values_list("pk", flat=True))
    rows = (
        memberships(
            person=person,
            school_id=person.school_id,
            lead=person.pk in leads,
            job_title=person.job_title,
            joined=timezone.localdate(person.date_joined),
        )
        for person in people.iterator()
    )
    memberships.objects.bulk_create(rows, batch_size=1000)


def say_when_invitations_were_sent(apps, schema_editor):
    """Until now an invitation was sent as it was made."""
    apps.get_model("accounts", "Invitation").objects.update(sent_at=F("created"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_memberships")]

    operations = [
        migrations.RunPython(give_memberships, migrations.RunPython.noop),
        migrations.RunPython(say_when_invitations_were_sent, migrations.RunPython.noop),
    ]
