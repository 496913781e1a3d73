"""`reset_second_factor NAME`: for an admin who lost the second factor, where no other admin can help."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from corroboration.login import taking_away
from corroboration.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Take somebody's second factor away; the password stays. Who asks for it on the phone may be somebody else."

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME", help="the name that they log in with")

    def handle(self, *, name, **options):
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"Nobody logs in as “{name}”")
        if taking_away.second_factor(person):
            self.stdout.write(f"{name} has no second factor now, and is logged out everywhere.")
        else:
            self.stdout.write(f"{name} has none: nothing to do.")
