"""manage.py invite_owner --business SLUG EMAIL"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from businesses import people
from businesses.management.asked import business_named


class Command(BaseCommand):
    """This will let somebody into the dashboard of a business, and print and mail the link to set a password."""

    help = "Makes somebody an owner of a business and prints (and mails) a one-time link to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take the business and the person."""
        parser.add_argument("--business", required=True, metavar="SLUG")
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print the link first: whatever becomes of the mail, the invitation stands."""
        business = business_named(options["business"])
        try:
            invited = people.invite(business, options["email"], people.OWNER, always_link=True)
        except people.Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(invited.link or "")
        try:
            people.letter(business, invited).send()
        except OSError as fault:  # of which SMTP's errors are a kind
            to = invited.user.email
            raise CommandError(
                f"the mail to {to} could not be sent ({fault}); the link above works, pass it on yourself."
            ) from fault
