"""People, schools and invitations for tests."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from portal.accounts import memberships
from portal.accounts.models import School, User
from portal.content.models import Area

PASSWORD = "correct horse battery"


class SchoolFactory(factory.django.DjangoModelFactory):
    """A school in the first area there is, or in a new one."""

    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Testing Lane Primary {n}")
    slug = factory.Sequence(lambda n: f"testing-lane-primary-{n}")

    @factory.lazy_attribute
    def area(self):
        """Return an area."""
        return Area.objects.first() or Area.objects.create(name="Testshire", slug="testshire")


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address and the password PASSWORD; `role` names their group."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@school.example")
    name = factory.Sequence(lambda n: f"Test Person {n}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return User.objects.create_user(password=fields.pop("password", PASSWORD), **fields)

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        """Confirm the address."""
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        """Put the person into a role."""
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))

    @factory.post_generation
    def membership(self, create, extracted, **kwargs):
        """Make the person belong to their school."""
        if self.school_id:
            memberships.follow_account(self)
