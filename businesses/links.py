"""Links by which somebody chooses a password, once. Which link it was says what using it proves.

A link that was mailed and shown to nobody proves that its user reads the account's mail. A link that somebody else
saw proves nothing: whoever saw it may have set the password.
"""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from businesses import factors, sessions
from businesses.models import User

RESET_SECONDS = 60 * 60
INVITATION_DAYS = 3


class _Tokens(PasswordResetTokenGenerator):
    """Django's, each kind with an age of its own; PASSWORD_RESET_TIMEOUT is the longest that any may have."""

    def __init__(self, kind: str, seconds: int) -> None:
        super().__init__()
        self.key_salt, self.seconds = f"businesses.links.{kind}", seconds

    def check_token(self, user: object, token: str | None) -> bool:
        """This will tell whether a token is of this kind, not too old, and was not used."""
        if not super().check_token(user, token) or not token:  # type: ignore[arg-type]
            return False
        made = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made <= self.seconds


class _Any(PasswordResetTokenGenerator):
    """Opens for all kinds, makes none."""

    def check_token(self, user: object, token: str | None) -> bool:
        """This will tell whether a token is one of any kind and was not used."""
        return any(each.check_token(user, token) for each in (shown_tokens, mailed_tokens, reset_tokens))


shown_tokens = _Tokens("shown", INVITATION_DAYS * 24 * 60 * 60)
mailed_tokens = _Tokens("mailed", INVITATION_DAYS * 24 * 60 * 60)
reset_tokens = _Tokens("reset", RESET_SECONDS)
any_tokens = _Any()


def shown_link(user: User) -> str:
    """This will give the address at which somebody chooses a password, for others to see and pass on."""
    return _address(user, shown_tokens, "owner_welcome")


def mailed_link(user: User) -> str:
    """This will give the address at which somebody chooses a password, for their mail alone."""
    return _address(user, mailed_tokens, "owner_welcome")


def reset_link(user: User) -> str:
    """This will give the address at which somebody replaces a forgotten password, for their mail alone."""
    return _address(user, reset_tokens, "password_reset_confirm")


def forgotten_path() -> str:
    """This will give the path of the page that asks for such a link."""
    return reverse("admin_password_reset")


def is_mailed(user: User, link: str) -> bool:
    """This will tell whether a link is for its user's mail, and was not used."""
    return mailed_tokens.check_token(user, link.rstrip("/").rpartition("/")[2])


def instead_of_once(user: User) -> str | None:
    """This will end a password that works once, and give the address at which its user chooses another.

    None: somebody else was faster with it. The link is for whoever gave the password, so it counts as mailed.
    """
    with transaction.atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not (current.password_once and current.password == user.password):
            return None
        current.password_once = False
        current.set_unusable_password()
        current.save(update_fields=["password", "password_once"])
    return mailed_link(current)


def use(user: User, token: str) -> bool:
    """This will note on a user, unsaved, what using a link proves; False: the link was ended by now.

    The row is locked: a membership that comes meanwhile waits, and then sees what was set.
    """
    current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not any_tokens.check_token(current, token):
        return False
    user.link_shown = current.link_shown and shown_tokens.check_token(current, token)
    return True


def end(user: User) -> None:
    """This will end every link to an account, and what was set by one: password, second factor, sessions."""
    user.set_unusable_password()
    user.link_shown = user.password_once = False
    user.save(update_fields=["password", "link_shown", "password_once"])
    factors.remove_all(user)
    sessions.end(user)


def doubt(user: User) -> None:
    """This will note that nobody has answered a mail to the account's e-mail yet: it is a new one."""
    user.link_shown = True
    user.save(update_fields=["link_shown"])


def end_unproven(user: User) -> None:
    """This will end what was set through a link that somebody else saw, before the account may do more than it did."""
    with transaction.atomic():
        user.link_shown = User.objects.select_for_update(no_key=True).get(pk=user.pk).link_shown
        if user.link_shown:
            end(user)


def _address(user: User, tokens: PasswordResetTokenGenerator, page: str) -> str:
    parts = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": tokens.make_token(user)}
    return f"{settings.PUBLIC_URL}{reverse(page, kwargs=parts)}"
