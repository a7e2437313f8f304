"""manage.py issue_api_key --business SLUG --dialect DIALECT"""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from businesses import api_access, api_rights, customers
from businesses.management.asked import business_named
from businesses.models import ApiKey, Business, Customer, Dialect, Rights, Scope
from businesses.models.api_key import DEFAULT_RATE_LIMIT

HIGHEST_RATE_LIMIT = 1_000_000


class Command(BaseCommand):
    """This will print a new key, and nothing else, on standard output: it is shown this once."""

    help = "Issues an API key for one dialect of one business and prints it; or lets a Booxi key act for a business."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take whose key it is and what it opens."""
        parser.add_argument("--business", required=True, metavar="SLUG")
        parser.add_argument("--dialect", required=True, choices=Dialect.values)
        parser.add_argument("--customer", metavar="EMAIL", help="miketsu: this customer's token, not the merchant's")
        parser.add_argument(
            "--rate-limit", metavar="N", help=f"requests a minute, or none; {DEFAULT_RATE_LIMIT} by default"
        )
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            help="what the key may do, once for each; all of it by default. "
            + "; ".join(f"{scope}: {scope.label[0].lower()}{scope.label[1:]}" for scope in Scope),
        )
        parser.add_argument(
            "--site",
            action="append",
            metavar="ORIGIN",
            help="booqara: a site on whose pages alone browsers may use the key, https://www.example.com; "
            "once for each; on any by default",
        )
        parser.add_argument(
            "--sites-only", action="store_true", help="booqara: refuse requests that name no site, as servers send them"
        )
        parser.add_argument(
            "--grant", metavar="PREFIX", help="booxi: let the key with this prefix act for the business too; no new key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This will issue a key, or grant one."""
        dialect, email, prefix = options["dialect"], options["customer"], options["grant"]
        if email is not None and dialect != Dialect.MIKETSU:
            raise CommandError("--customer goes with --dialect miketsu only: no other API has customers' tokens.")
        if prefix is not None and dialect != Dialect.BOOXI:
            raise CommandError("--grant goes with --dialect booxi only: other keys act for one business.")
        for name in ("rate_limit", "scope", "site", "sites_only"):
            if prefix is not None and options[name] not in (None, False):
                raise CommandError(f"--{name.replace('_', '-')} goes with a new key; --grant makes none.")
        business = business_named(options["business"])
        if prefix is not None:
            self.stderr.write(_grant(business, prefix))
            return
        customer = None if email is None else _customer(business, email)
        limit, rights = _rate_limit(options["rate_limit"]), _rights(options)
        _, secret = ApiKey.issue(business=business, dialect=dialect, customer=customer, rate_limit=limit, rights=rights)
        self.stdout.write(secret)


def _customer(business: Business, email: str) -> Customer:
    found = customers.match(business, email=email, phone="") if email.strip() else None
    if found is None:
        raise CommandError(
            f"{business.slug} has no customer with the e-mail {email!r}; "
            "make one with load_business or in the dashboard first."
        )
    return found


def _rights(options: dict[str, Any]) -> Rights:
    sites, sites_only = options["site"] or [], options["sites_only"]
    if (sites or sites_only) and options["dialect"] not in api_rights.IN_BROWSERS:
        raise CommandError("--site and --sites-only go with --dialect booqara only: no other API answers browsers.")
    try:
        return api_rights.rights(options["scope"] or Scope.values, sites, sites_only=sites_only)
    except api_access.Refused as refusal:
        raise CommandError(refusal.words) from None


def _rate_limit(text: str | None) -> int | None:
    if text is None:
        return DEFAULT_RATE_LIMIT
    if text == "none":
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text, re.ASCII) or int(text) > HIGHEST_RATE_LIMIT:
        raise CommandError(f"--rate-limit takes 1 to {HIGHEST_RATE_LIMIT} (requests a minute) or none, not {text!r}.")
    return int(text)


def _grant(business: Business, prefix: str) -> str:
    """This will let the Booxi key with that prefix act for the business, and say so."""
    try:
        api_access.grant(prefix, business=business, now=timezone.now())
    except api_access.Refused:
        raise CommandError(
            f"no working Booxi key has the prefix {prefix!r}; a prefix is the first 12 characters of a key, "
            "such as bxp_1a2b3c4d, and the dashboard lists them."
        ) from None
    return f"{prefix} may act for {business.slug}."
