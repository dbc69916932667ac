"""The lists that carry meaning stand in every portal, a demonstration or not."""

from django.db import migrations
from django.utils.text import slugify

TOPICS = [
    "Safeguarding",
    "Attendance",
    "Family Help",
    "Mental health and wellbeing",
    "SEND and inclusion",
    "Information sharing",
    "Working with parents and carers",
    "Working together",
]
AUDIENCES = [
    ("dsl", "Designated safeguarding leads"),
    ("pastoral", "Pastoral staff"),
    ("attendance", "Attendance staff"),
    ("senco", "SENCOs"),
    ("head", "Headteachers and governors"),
    ("trainer", "Trainers"),
]
# The closed list of needs: slug, name, offered on the home page.
NEEDS = [
    ("attendance", "Attendance", True),
    ("ebsa-anxiety", "Anxiety about school", True),
    ("send", "SEND", True),
    ("health", "Health", False),
    ("hardship", "Hardship", True),
    ("housing", "Housing", True),
    ("domestic-abuse", "Domestic abuse", True),
    ("caring", "Young carers", True),
    ("bereavement", "Bereavement", True),
    ("exploitation-missing", "Exploitation and missing", True),
    ("substances", "Substances", True),
    ("language-new-arrival", "Language and new arrivals", False),
    ("bullying", "Bullying", False),
    ("parenting-conflict", "Parenting and conflict", False),
    ("behaviour-exclusion", "Behaviour and exclusion", True),
    ("looked-after-social-worker", "Looked-after or has a social worker", False),
    ("mental-health", "Mental health", True),
    ("missing-education", "Missing education", False),
    ("home-education", "Home education", False),
    ("staff-allegation", "Allegation about staff", True),
    ("radicalisation", "Radicalisation", False),
    ("offending", "Offending", False),
    ("parenting", "Parenting courses", False),
    ("early-years", "Early years", False),
    ("youth-neet", "Youth and NEET", False),
    ("childs-voice", "Child’s voice and advocacy", False),
    ("training", "Training", False),
    ("escalation", "Escalation", False),
    ("thresholds", "Thresholds", False),
    ("incident", "Incident in school", False),
    ("communication", "Speech and communication", False),
    ("media", "Media and press", False),
]


def seed(apps, schema_editor):
    for order, name in enumerate(TOPICS):
        apps.get_model("content", "Topic").objects.create(name=name, slug=slugify(name), order=order)
    for order, (slug, name) in enumerate(AUDIENCES):
        apps.get_model("content", "Audience").objects.create(name=name, slug=slug, order=order)
    for order, (slug, name, on_home_page) in enumerate(NEEDS):
        apps.get_model("content", "HelpWith").objects.create(
            name=name, slug=slug, order=order, on_home_page=on_home_page
        )


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
