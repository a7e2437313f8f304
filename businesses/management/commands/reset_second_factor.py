"""manage.py reset_second_factor USERNAME"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from businesses import account_mail, factors, sessions
from businesses.models import User

WHAT = """Your authenticator app, passkeys and recovery codes were taken away by whoever runs the site. From now on \
your password alone is enough."""


class Command(BaseCommand):
    """This will take away what somebody signs in with besides the password, and tell them."""

    help = "Takes away somebody's authenticator app, passkeys and recovery codes, for whoever lost them all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take the person."""
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will end their sessions, too; a superuser sets up another before the dashboard opens."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no user called {options['username']}.")
        with transaction.atomic():
            if not factors.remove_all(user):
                raise CommandError(f"{user.username} has no second factor.")
            sessions.end(user)
        told = account_mail.tell(user, "Your second factor was taken away", WHAT)
        self.stdout.write(f"{user.username} signs in by password alone now.")
        if not told:
            self.stderr.write("No mail was sent; tell them yourself.")
