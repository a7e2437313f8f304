"""Mails about accounts: a page only writes down that somebody may have to be told; the worker looks whom, and tells.

    account_mail.ask_reset("kim@example.com", now=now)     # the same work whether anybody has that e-mail or not
    account_mail.send_due(clock=timezone.now)              # in the worker

So how long a page takes tells nobody who has an account, a mail server that is slow keeps nobody waiting, and a link
is made when its mail is: no row and no copy of the database ever holds one.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from businesses import links, mail_frame, normal
from businesses.models import AccountMail, User

logger = logging.getLogger(__name__)
PAUSES = (30, 60, 300, 900, 1800)  # seconds between one try and the next
LEASE = dt.timedelta(minutes=3)  # longer than a try: a mail server may let us wait several times
PERMANENT = range(500, 600)
AT_ONCE = 50
Kind = AccountMail.Kind

RESET = """Hello,

somebody, we hope you, asked for a new password at {site}.

Choose it here. The link works once, within {minutes} minutes:

{link}

You sign in as {username}. If it was not you, do nothing: your password stays as it is.
"""
NEW_DEVICE = """Hello,

somebody signed in as {username} at {site} from a device or browser that was not used before:

on {day} at {time} ({zone}), from the network {network}.

If it was you, there is nothing to do.

If it was not you, choose a new password now; that ends everything that was opened with the old one:

{site}{forgotten}

Then look at what was changed, and tell the owner of your business.
"""
CHANGED = """Hello,

{what}

It is about your account {username} at {site}. If it was you, there is nothing to do.

If it was not you, choose a new password now, and tell whoever runs the site:

{site}{forgotten}
"""


def ask_reset(email: str, *, now: dt.datetime) -> None:
    """This will have a link to a new password mailed to everybody with that e-mail, if there is anybody."""
    _ask(Kind.RESET, {"email": email}, now)


def ask_new_device(user: User, network: str, *, now: dt.datetime) -> None:
    """This will have somebody told that they, or somebody else, signed in from elsewhere."""
    _ask(Kind.NEW_DEVICE, {"user": user.pk, "network": network}, now)


def tell(user: User, subject: str, what: str, *, now: dt.datetime | None = None) -> bool:
    """This will have somebody told what was done to their account, in a sentence or two; False: they have no e-mail."""
    if not normal.sendable(user.email):
        return False
    _ask(Kind.CHANGED, {"user": user.pk, "subject": subject, "what": what}, now or timezone.now())
    return True


def send_due(*, clock: Callable[[], dt.datetime]) -> int:
    """This will write and send what is due, and give how much that was; a mail is one worker's at a time."""
    due = list(AccountMail.objects.filter(due_at__lte=clock()).order_by("due_at")[:AT_ONCE])
    return sum(_try(asked, clock()) for asked in due)


def with_email(email: str) -> list[User]:
    """This will give whoever may sign in and has that e-mail."""
    key = normal.email_key(email)
    known = User.objects.filter(email__iexact=email, is_active=True).order_by("pk")
    return [user for user in known if normal.email_key(user.email) == key]


def _ask(kind: str, about: dict[str, object], now: dt.datetime) -> None:
    AccountMail.objects.create(kind=kind, about=about, asked_at=now, due_at=now)


def _try(asked: AccountMail, now: dt.datetime) -> bool:
    """This will send one, if nobody else is at it: moving on when it is due again is the lease."""
    mine = AccountMail.objects.filter(pk=asked.pk, due_at=asked.due_at)
    if not mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    row = AccountMail.objects.filter(pk=asked.pk)
    if _is_settled(asked, now):
        row.delete()
    elif asked.attempts >= len(PAUSES):
        logger.error("account mail: given up after %d tries: %s", asked.attempts + 1, asked)
        row.delete()
    else:
        row.update(due_at=now + dt.timedelta(seconds=PAUSES[asked.attempts]))
    return True


def _is_settled(asked: AccountMail, now: dt.datetime) -> bool:
    """Whether there is nothing to try again: it went out, comes too late, or will never arrive."""
    if asked.kind == Kind.RESET and now - asked.asked_at > dt.timedelta(seconds=links.RESET_SECONDS):
        return True
    try:
        for mail in _written(asked):
            mail.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        codes = [code for code, _ in getattr(error, "recipients", {}).values()] or [getattr(error, "smtp_code", 0)]
        logger.warning("account mail: the mail server answers %s to %s", codes, asked)
        return all(code in PERMANENT for code in codes)
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("account mail: %s, tried again: %s", type(error).__name__, asked)
        return False
    except Exception:  # whatever it is: the mails after it have their turn
        logger.exception("account mail: a fault of ours, tried again: %s", asked)
        return False
    return True


def _written(asked: AccountMail) -> list[EmailMultiAlternatives]:
    if asked.kind == Kind.RESET:
        return [_reset(user) for user in with_email(asked.about["email"])]
    user = User.objects.filter(pk=asked.about["user"], is_active=True).first()
    if user is None or not normal.sendable(user.email):
        return []
    return [_changed(user, asked) if asked.kind == Kind.CHANGED else _new_device(user, asked)]


def _reset(user: User) -> EmailMultiAlternatives:
    words = {"minutes": links.RESET_SECONDS // 60, "link": links.reset_link(user)}
    return _mail(user, "A new password for your dashboard", RESET, words)


def _changed(user: User, asked: AccountMail) -> EmailMultiAlternatives:
    words = {"what": asked.about["what"], "forgotten": links.forgotten_path()}
    return _mail(user, asked.about["subject"], CHANGED, words)


def _new_device(user: User, asked: AccountMail) -> EmailMultiAlternatives:
    name = user.businesses.order_by("pk").values_list("timezone", flat=True).first() or "UTC"
    local = asked.asked_at.astimezone(ZoneInfo(name))
    words = {
        "day": f"{local:%A, {local.day} %B %Y}",
        "time": f"{local:%H:%M}",
        "zone": name.rpartition("/")[2].replace("_", " "),
        "network": asked.about["network"],
        "forgotten": links.forgotten_path(),
    }
    return _mail(user, "A sign-in from a new device", NEW_DEVICE, words)


def _mail(user: User, subject: str, text: str, words: dict[str, object]) -> EmailMultiAlternatives:
    said = text.format(site=settings.PUBLIC_URL, username=user.get_username(), **words)
    return mail_frame.letter(subject, said, user.email, button="Choose a new password")
