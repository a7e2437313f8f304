"""Everybody who books here in a way of their own: with a program of each dialect, on the page, at the counter."""

from tests.clerks.clerk import Clerk
from tests.clerks.pages import AtTheCounter, OnThePage
from tests.clerks.programs import Booqara, Booxi, NextInQue, ReserveKit
from tests.clerks.tokens import Miketsu, MiketsuCustomer

__all__ = [
    "EVERYBODY",
    "PROGRAMS",
    "AtTheCounter",
    "Booqara",
    "Booxi",
    "Clerk",
    "Miketsu",
    "MiketsuCustomer",
    "NextInQue",
    "OnThePage",
    "ReserveKit",
]

PROGRAMS: tuple[type[Clerk], ...] = (Booqara, NextInQue, ReserveKit, Booxi, Miketsu, MiketsuCustomer)
EVERYBODY: tuple[type[Clerk], ...] = (*PROGRAMS, OnThePage, AtTheCounter)
