"""`manage.py erase_person someone@example.org`: erase a person from every app."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import privacy
from portal.accounts.models import User


class Command(BaseCommand):
    """Erase one person. There is no way back, so it asks for the address twice."""

    help = "Erase everything that is held about one person."

    def add_arguments(self, parser):
        """Take the address, and a flag for use without a keyboard."""
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, email, yes, **options):
        """Find the person, ask, erase."""
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        if not yes and input(f"Type {person.email} to erase this person: ") != person.email:
            raise CommandError("Nothing was erased.")
        privacy.erase_everything(person)
        self.stdout.write("Erased.")
