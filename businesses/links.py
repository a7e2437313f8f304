"""Links by which somebody chooses a password, once. Which link it was says what using it proves.

A link that was mailed and shown to nobody proves that its user reads the account's mail. A link that somebody else
saw proves nothing: whoever saw it may have set the password.
"""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from businesses import factors, sessions
from businesses.models import User


class _Mailed(PasswordResetTokenGenerator):
    key_salt = "businesses.links.mailed"


class _Either(PasswordResetTokenGenerator):
    """Opens for both, makes neither."""

    def check_token(self, user: object, token: str | None) -> bool:
        """This will tell whether a token is one of the two and was not used."""
        return mailed_tokens.check_token(user, token) or shown_tokens.check_token(user, token)  # type: ignore[arg-type]


shown_tokens = default_token_generator
mailed_tokens = _Mailed()
either = _Either()


def shown_link(user: User) -> str:
    """This will give the address at which somebody chooses a password, for others to see and pass on."""
    return _address(user, shown_tokens)


def mailed_link(user: User) -> str:
    """This will give the address at which somebody chooses a password, for their mail alone."""
    return _address(user, mailed_tokens)


def is_mailed(user: User, link: str) -> bool:
    """This will tell whether a link is for its user's mail, and was not used."""
    return mailed_tokens.check_token(user, link.rstrip("/").rpartition("/")[2])


def use(user: User, token: str) -> bool:
    """This will note on a user, unsaved, what using a link proves; False: the link was ended by now.

    The row is locked: a membership that comes meanwhile waits, and then sees what was set.
    """
    current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not either.check_token(current, token):
        return False
    user.link_shown = current.link_shown and not mailed_tokens.check_token(current, token)
    return True


def end(user: User) -> None:
    """This will end every link to an account, and what was set by one: password, second factor, sessions."""
    user.set_unusable_password()
    user.link_shown = False
    user.save(update_fields=["password", "link_shown"])
    factors.remove_all(user)
    sessions.end(user)


def _address(user: User, tokens: PasswordResetTokenGenerator) -> str:
    parts = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": tokens.make_token(user)}
    return f"{settings.PUBLIC_URL}{reverse('owner_welcome', kwargs=parts)}"
