"""The people of the dashboard, signed in."""

from importlib import import_module

from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from bookings.dashboard.frame import sitting
from businesses import factors
from businesses.models import Membership, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(user: User, **headers: str) -> Client:
    """A browser in which somebody has signed in a moment ago, superusers with their second factor."""
    client = Client(**headers)
    client.person = user
    client.force_login(user)
    if user.is_superuser and not factors.has_any(user):
        give_app(user)
    proved_now(client, by_factor=user.is_superuser)
    return client


def again(client: Client) -> Client:
    """The same browser, in which the same person has signed in anew: time has passed."""
    client.force_login(client.person)
    proved_now(client, by_factor=client.person.is_superuser)
    return client


def proved_now(client: Client, *, by_factor: bool = False) -> None:
    """This will let a browser's person have proved at this moment who they are."""
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    session = import_module(settings.SESSION_ENGINE).SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session.update(sitting.fresh(request, now=timezone.now(), by_factor=by_factor))
    session.save()


def give_app(user: User, secret: str = SECRET) -> None:
    """This will let an authenticator app stand for somebody."""
    factors.totp.TOTP.activate(user, secret)


def code(secret: str = SECRET, *, later: int = 0) -> str:
    """The code that an app shows now, or some half-minutes later."""
    counter = int(timezone.now().timestamp()) // 30 + later
    return factors.totp.format_hotp_value(factors.totp.hotp_value(secret, counter))


def member(shop, name: str, role: str, staff: str | None = None) -> Client:
    """Somebody with a role in a business, signed in."""
    user = User.objects.create_user(name, email=f"{name}@northelm.example", is_staff=True)
    diary = shop.staff[staff] if staff else None
    Membership.objects.create(business=shop.business, user=user, role=role, staff=diary)
    return signed_in(user)
