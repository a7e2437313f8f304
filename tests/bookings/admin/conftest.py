"""The people of the dashboard, signed in."""

import pytest
from django.test import Client

from businesses.models import Membership, User


def signed_in(user: User) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def member(shop, name: str, role: str, staff: str | None = None) -> Client:
    """Somebody with a role in a business, signed in."""
    user = User.objects.create_user(name, email=f"{name}@northelm.example", is_staff=True)
    diary = shop.staff[staff] if staff else None
    Membership.objects.create(business=shop.business, user=user, role=role, staff=diary)
    return signed_in(user)


@pytest.fixture
def olive(elm) -> Client:
    """The owner of North Elm."""
    return member(elm, "olive", "owner")


@pytest.fixture
def max_(elm) -> Client:
    """The manager of North Elm."""
    return member(elm, "max", "manager")


@pytest.fixture
def maria(elm) -> Client:
    """Maria Gomez of North Elm, who sees her own diary only."""
    return member(elm, "maria", "staff", "Maria Gomez")


@pytest.fixture
def amna(karachi) -> Client:
    """The owner of Karachi Kuts, the neighbour."""
    return member(karachi, "amna", "owner")


@pytest.fixture
def platform(db) -> Client:
    """The platform's superuser."""
    return signed_in(User.objects.create_superuser("root", password=None))
