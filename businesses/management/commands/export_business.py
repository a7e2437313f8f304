"""manage.py export_business SLUG"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from businesses import document
from businesses.management.asked import business_named
from businesses.models import Customer


class Command(BaseCommand):
    """This will print the document of a business: complete, and `load_business` reads it."""

    help = "Prints the document of one business, complete, as YAML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take the business."""
        parser.add_argument("slug", metavar="SLUG", help="the business's part of its web addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print the document, and say on standard error whom it cannot name."""
        business = business_named(options["slug"])
        self.stdout.write(document.export(business), ending="")
        people = Customer.objects.filter(business=business).current().count()
        if left_out := people - len(document.nameable_customers(business)):
            self.stderr.write(
                f"{left_out} of {people} customers cannot be named in a document and are not in it: "
                "they have neither an e-mail nor a phone number of their own. They stay in the database."
            )
