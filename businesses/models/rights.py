"""What a partner's key may do, and where."""

from typing import NamedTuple

from django.db import models


class Scope(models.TextChoices):
    """What a key may do. Each endpoint needs one of them: the dialect's map of addresses says which."""

    READ = "read", "See the business, its services, its team and its free times"
    BOOK = "book", "Hold and book times"
    MANAGE = "manage", "See, change and cancel bookings, with guests' names and contact details"


class Rights(NamedTuple):
    """What a key may do, and on the pages of which sites.

    `sites`: as a browser names them, `https://www.example.com`; none: anywhere. `sites_only`: whoever names no site,
    as programs do that are no browser, is refused too.
    """

    scopes: tuple[str, ...] = tuple(Scope.values)
    sites: tuple[str, ...] = ()
    sites_only: bool = False


EVERYTHING = Rights()  # what the contract of any dialect needs
