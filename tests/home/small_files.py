"""Small folders of files for the loader, good in every respect, and what tests do with them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex, Revision

from directory.models import Assurance, LeadRule, Organization, Protocol, SchoolLink, Service
from hub.models import Author, HubPage, KeyLearning
from portal.accounts.models import School, User
from portal.content.models import Area, GuidanceRecord

EDITOR = "editor@newford.example.org"
AREAS = """\
- slug: newford
  name: Newford
  authority_name: Newford Council
  owner: editor@newford.example.org
  terms:
    - {name: Autumn 1, starts: 2026-09-02, ends: 2026-10-23}
"""
PEOPLE = """\
- email: editor@newford.example.org
  name: Nia Editor
  job_title: Directory editor
  school: newford-primary
  role: Directory editor
  second_factor: true
"""
SCHOOLS = """\
- slug: newford-primary
  name: Newford Primary
  area: newford
  links:
    - {service: z01, link_person: Nia Editor}
  key_contacts:
    - {name: Nia Editor, role: DSL}
"""
ORGANISATIONS = """\
- slug: newford-council
  name: Newford Council
  kind: council
  areas: [newford]
  description: A council.
"""
SERVICE = """\
id: Z01
name: Newford Front Door
slug: newford-front-door
organisation: newford-council
kind: front_door
criticality: core
areas: [newford]
summary: Advice and referrals.
also_known_as:
  - {name: MASH, former: true}
phones:
  - number: 01632 960801
  - number: 101
    purpose: crisis
levels: 3-4
help_with: [attendance]
hours:
  - days: [mon, tue]
    opens: 8:30
    closes: 17:30
  - days: [wed]
    opens: 17:30
    closes: 8:30
checked: {days_ago: 4, by: Directory editor, method: phone, fields: [phone]}
routes:
  - name: Urgent
    who_may_refer: [dsl]
    use_when: A child is at risk.
    have_ready:
      - The name
      - The address
"""
GUIDANCE = """\
- slug: newford-old
  title: Old rules
  issuer: Newford
  kind: local procedure
  status: superseded
  summary: Was.
  replaced_by: newford-new
  owner: editor@newford.example.org
- slug: newford-new
  title: New rules
  issuer: Newford
  kind: local procedure
  summary: Is.
  owner: editor@newford.example.org
"""
PAGE = """\
---
title: About Newford
slug: about-newford
summary: A page.
owner: editor@newford.example.org
---
# Who we are

**Newford** has [a site](https://newford.example.org/)
on two lines.
<script>alert(1)</script>

- one
- two
"""
COUNTED = [
    Area,
    Assurance,
    GuidanceRecord,
    LeadRule,
    Organization,
    Page,
    Protocol,
    School,
    SchoolLink,
    Service,
]
COUNTED += [User, Revision, EmailAddress, Authenticator, ReferenceIndex, HubPage, Author, KeyLearning]
FILES = {
    "areas.yaml": AREAS,
    "people.yaml": PEOPLE,
    "schools.yaml": SCHOOLS,
    "organisations.yaml": ORGANISATIONS,
    "guidance.yaml": GUIDANCE,
    "services/z01-front-door.yaml": SERVICE,
    "pages/about-newford.md": PAGE,
}


AUTHORS = """\
- slug: n-writer
  name: Nia Writer
  role: Head teacher
"""
LEARNINGS = """\
- slug: newford-learning
  title: Ring first
  text: A call before nine.
  owner: editor@newford.example.org
"""
TAGS = "- {slug: newford-tag, name: Newford tag}\n"
ARTICLE = """\
---
title: Ringing before nine
slug: ringing-before-nine
standfirst: What one call did.
summary:
  - One call.
  - Before nine.
topics: [attendance]
audiences: [dsl]
strand: parents
tags: [newford-tag]
access: staff
author: n-writer
owner: editor@newford.example.org
status: current
cites: [newford-new]
questions: [Who rings here?]
reviewed_days_ago: 5
review_days: 90
published_days_ago: 30
changed: {days_ago: 3, note: One step more.}
related: [newford-topic]
comments: open
---
## The call

We **rang**. <script>alert(1)</script>

[card: z01 for newford]

[cite: newford-old]

[learning: newford-learning]

::: case One morning
Nobody *answered*.
:::

::: quote A parent
Nobody had asked.
:::

::: steps
1. Ring.
2. Write down
   what was said.
:::

::: table Calls in a week
| Day | Calls |
|---|---|
| Monday | 3 |
:::

The end.
"""
TOPIC = """\
---
title: Newford topic
slug: newford-topic
standfirst: What to do.
owner: editor@newford.example.org
do_now: [Ring.]
call:
  - {service: z01, why: A Newford child}
forms:
  - {title: A form, sheet: F01, note: Two sides}
schools_take_part:
  who_is_asked: Every school.
---
Text.
"""
BULLETIN = """\
---
title: Newford bulletin
slug: newford-bulletin
issue: 901
standfirst: News.
owner: editor@newford.example.org
items:
  - heading: A call
    text: Read *this*.
    page: ringing-before-nine
    learning: newford-learning
---
"""
HUB_FILES = {
    **FILES,
    "tags.yaml": TAGS,
    "topics.yaml": "- {slug: attendance, name: Attendance}\n",
    "audiences.yaml": "- {slug: dsl, name: Designated safeguarding leads}\n",
    "hub/authors.yaml": AUTHORS,
    "hub/learnings.yaml": LEARNINGS,
    "hub/articles/ringing-before-nine.md": ARTICLE,
    "hub/topics/newford-topic.md": TOPIC,
    "hub/bulletins/newford-bulletin.md": BULLETIN,
}


def load(folder=None, **options):
    """Run the command quietly; on a small folder beside whatever stands already."""
    if folder:
        options = {"folder": folder, "force": True, **options}
    call_command("load_demo", verbosity=0, **options)


def write(folder, files):
    """Write `files` (name: text) into `folder`; return it."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def counts():
    """Return how many rows there are of everything that a load could make."""
    return {model.__name__: model.objects.count() for model in COUNTED}


def mistakes(folder) -> str:
    """Return what the command says of bad files, sure that it changed nothing."""
    before = counts()
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert counts() == before
    assert not Service.objects.filter(slug="newford-front-door").exists()
    return str(caught.value)


def change(folder, name, old, new):
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def change_service(folder, old, new):
    change(folder, "services/z01-front-door.yaml", old, new)
