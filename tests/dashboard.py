"""The people of the dashboard, signed in."""

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
