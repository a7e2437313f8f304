"""What people are told of their own account: somebody who did not do it learns of it, and what to do."""

import logging

from django.conf import settings
from django.core.mail import send_mail

from businesses import normal
from businesses.models import User

logger = logging.getLogger(__name__)

LETTER = """Hello,

{what}

It is about your account {username} at {site}. If it was you, there is nothing to do. If not, choose a new password at \
{site}/admin/password_reset/ and tell whoever runs the site.
"""


def tell(user: User, subject: str, what: str) -> bool:
    """This will mail somebody what happened to their account; False: they have no address, or it could not be sent."""
    address = normal.sendable(user.email)
    if not address:
        return False
    text = LETTER.format(what=what, username=user.get_username(), site=settings.PUBLIC_URL)
    try:
        send_mail(subject, text, None, [address])
    except OSError as fault:  # of which SMTP's errors are a kind; what happened stands
        logger.warning("The mail about the account of user %s could not be sent: %s", user.pk, fault)
        return False
    return True
