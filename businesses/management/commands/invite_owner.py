"""manage.py invite_owner --business SLUG EMAIL"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from businesses.management.asked import business_named
from businesses.models import Business, User

LETTER = """Hello,

you may now manage {business} at {site}.

Choose a password here. The link works once, within {days} days:

{link}

After that you sign in at {site}/admin/ as {username}.
"""


class Command(BaseCommand):
    """This will let somebody into the dashboard of a business, and print and mail the link to set a password."""

    help = "Makes somebody an owner of a business and prints (and mails) a one-time link to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take the business and the person."""
        parser.add_argument("--business", required=True, metavar="SLUG")
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print the link first: whatever becomes of the mail, the invitation stands."""
        business, email = business_named(options["business"]), options["email"].strip()
        try:
            validate_email(email)
            with transaction.atomic():
                user = _owner(business, email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        except IntegrityError:
            raise CommandError("somebody made the same user at this moment; please try again.") from None
        link = _link(user)
        self.stdout.write(link)
        try:
            _send(business, user, link)
        except OSError as fault:  # of which SMTP's errors are a kind
            raise CommandError(
                f"the mail to {user.email} could not be sent ({fault}); the link above works, pass it on yourself."
            ) from fault


def _owner(business: Business, email: str) -> User:
    """This will give the user with that e-mail, made if need be, as an owner who may sign in to the dashboard."""
    user = _user(business, email)
    if not user.is_active:
        raise CommandError(f"the user {user.username} is switched off; a platform administrator can switch them on.")
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    business.members.add(user)
    return user


def _user(business: Business, email: str) -> User:
    users = list(User.objects.filter(email__iexact=email).order_by("id"))
    owning = [user for user in users if user.businesses.filter(pk=business.pk).exists()]
    if len(owning or users) > 1:
        names = ", ".join(user.username for user in owning or users)
        raise CommandError(f"several users have the e-mail {email}: {names}; leave it with one of them.")
    if users:
        return (owning or users)[0]
    username = User.normalize_username(email)
    if User.objects.filter(username__iexact=username).exists():
        # never that account: somebody else's mail is behind it
        raise CommandError(f"there is a user called {email} with another e-mail; rename that user first.")
    if len(username) > 150:
        raise CommandError(f"an e-mail of more than 150 characters cannot be a user name; {email} has {len(username)}.")
    user = User(username=username, email=email, is_staff=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _link(user: User) -> str:
    parts = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    return f"{settings.PUBLIC_URL}{reverse('owner_welcome', kwargs=parts)}"


def _send(business: Business, user: User, link: str) -> None:
    words = {
        "business": business.name,
        "site": settings.PUBLIC_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "link": link,
        "username": user.username,
    }
    subject = " ".join(f"Your dashboard for {business.name}".split())
    send_mail(subject, LETTER.format(**words), None, [user.email])
