"""From whom a mail of a business comes, and by what it is known."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from bookings.models import Delivery
from bookings.notifications.wording import one_line
from businesses import mail_frame
from businesses.models import Business


def sender(business: Business) -> str:
    """This will give the sender of a business's mails: its name, at the site's own address."""
    return formataddr((one_line(business.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def headers(delivery: Delivery) -> dict[str, str]:
    """This will give the headers of a mail: the same id in every try, so that one that went twice is known as one."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {"Message-ID": f"<{delivery.uuid}@{host}>", **mail_frame.AUTOMATIC}
