"""The services under their headings, as a business has ordered them."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from businesses.models import Category, Service


class Offer(NamedTuple):
    """A service and the address at which it is chosen."""

    service: Service
    href: str


def menu(services: Iterable[Service], href: Callable[[Service], str]) -> list[tuple[Category | None, list[Offer]]]:
    """This will give the services under their headings, in the business's order; those without one come last."""
    return [
        (category, [Offer(service, href(service)) for service in offers])
        for category, offers in groupby(sorted(services, key=_place), key=lambda service: service.category)
    ]


def _place(service: Service) -> tuple[bool, int, int, int, int]:
    category = service.category
    heading = (category is None, category.position if category else 0, category.pk if category else 0)
    return (*heading, service.position, service.pk)
